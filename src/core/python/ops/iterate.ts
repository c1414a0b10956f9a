import { allocate, budget, charge, held } from '../budget.ts';
import { PyDict } from '../values/dict.ts';
import { takeKey } from '../values/dictViews.ts';
import { isException, Raised, typeError, valueError } from '../values/exceptions.ts';
import {
  BytesIterator,
  DictIterator,
  HeldListIterator,
  IndexIterator,
  ListIterator,
  RangeIterator,
  SetIterator,
  StringIterator,
  TupleIterator,
} from '../values/iterators.ts';
import { PyLongRange } from '../values/longRange.ts';
import { PySet } from '../values/set.ts';
import { typeName } from '../values/types.ts';
import { PyBytes, PyInstance, PyIterator, PyList, PyObject, PyRange, PyTuple, type Value } from '../values/value.ts';
import { bind, getAttribute } from './attributes.ts';
import { call } from './call.ts';
import { hasSurrogates } from './surrogates.ts';

/** `iter(value)`; raises TypeError for what cannot be iterated. */
export function getIterator(value: Value): PyIterator {
  const iterator = tryIterator(value);
  if (iterator === undefined) typeError(`'${typeName(value)}' object is not iterable`);
  return iterator;
}

/** `iter(value)`, `undefined` for what cannot be iterated. */
export function tryIterator(value: Value): PyIterator | undefined {
  if (typeof value === 'string') return new StringIterator(value);
  if (!(value instanceof PyObject)) return undefined;
  if (value instanceof PyIterator) return value;
  if (value instanceof PyList) return budget.live === null ? new ListIterator(value) : new HeldListIterator(value);
  if (value instanceof PyTuple) return new TupleIterator(value);
  if (value instanceof PyRange) return new RangeIterator(value);
  if (value.iterate !== undefined) return value.iterate();
  if (value instanceof PyDict) return new DictIterator(value, takeKey);
  if (value instanceof PySet) return new SetIterator(value);
  if (value instanceof PyBytes) return new BytesIterator(value);
  return value instanceof PyInstance ? instanceIterator(value) : undefined;
}

function instanceIterator(value: PyInstance): PyIterator | undefined {
  const method = value.cls.lookup('__iter__');
  if (method === null) return undefined;
  if (method !== undefined) {
    const result = call(bind(method, value, value.cls), []);
    if (result instanceof PyIterator) return result;
    if (result instanceof PyInstance && result.cls.lookup('__next__') !== undefined)
      return new InstanceIterator(result);
    typeError(`iter() returned non-iterator of type '${typeName(result)}'`);
  }
  if (value.payload !== undefined) return tryIterator(value.payload);
  const getItem = value.cls.lookup('__getitem__');
  if (getItem === undefined) return undefined;
  const at = (place: number): Value | undefined => {
    try {
      return call(bind(getItem, value, value.cls), [place]);
    } catch (error) {
      if (error instanceof Raised && isException(error.exception, 'IndexError')) return undefined;
      throw error;
    }
  };
  return new IndexIterator(at, () => value);
}

/** Steps an instance that has `__next__`. */
export class InstanceIterator extends PyIterator {
  constructor(readonly instance: PyInstance) {
    super();
    this.cls = instance.cls;
  }

  /** What the StopIteration that ended it carried, for `yield from`. */
  returned: Value = null;

  next(): Value | undefined {
    const method = this.instance.cls.lookup('__next__')!;
    return this.step(() => call(bind(method, this.instance, this.instance.cls), []));
  }

  /** `instance.send(value)`. */
  send(value: Value): Value | undefined {
    return this.step(() => call(getAttribute(this.instance, 'send'), [value]));
  }

  private step(advance: () => Value): Value | undefined {
    try {
      return advance();
    } catch (error) {
      if (!(error instanceof Raised && isException(error.exception, 'StopIteration'))) throw error;
      this.returned = error.exception.args[0] ?? null;
      return undefined;
    }
  }
}

/**
 * Where live values are counted, lets go after each turn of what came up in it.
 * @param needed all that the caller needs of earlier turns
 */
export function inTurns<T>(visit: (item: Value) => T, needed: () => unknown): (item: Value) => T {
  const release = budget.live?.loop();
  if (release === undefined) return visit;
  return (item) => {
    const result = visit(item);
    release(needed());
    return result;
  };
}

/**
 * Calls `visit` for every item.
 * @param needed all that the caller needs of earlier turns, for who counts live values; absent where that is not known
 */
export function iterateAll(value: Value, visit: (item: Value) => void, needed?: () => unknown): void {
  if (value instanceof PyList) {
    const turn = needed === undefined ? visit : inTurns(visit, needed);
    // The list may grow or shrink while it is walked.
    for (let i = 0; i < value.items.length; i++) {
      charge(1);
      turn(held(value.items[i]));
    }
    return;
  }
  if (value instanceof PyTuple) {
    charge(value.items.length);
    for (const item of value.items) visit(item);
    return;
  }
  const iterator = getIterator(value);
  const turn = needed === undefined ? visit : inTurns(visit, needed);
  for (let item = iterator.next(); item !== undefined; item = iterator.next()) turn(item);
}

/** All items in a new array; charges fuel a step and memory a place. */
export function toArray(value: Value): Value[] {
  if (value instanceof PyList || value instanceof PyTuple) {
    charge(1 + (value.items.length >> 3));
    allocate(value.items.length * 2);
    return held(value.items.slice());
  }
  if (typeof value === 'string') {
    charge(1 + (value.length >> 1));
    allocate(value.length * 8);
    return codePoints(value);
  }
  if (value instanceof PyRange) {
    charge(1 + value.length);
    allocate(value.length * 8);
    const numbers: Value[] = [];
    for (let i = 0, n = value.start; i < value.length; i++, n += value.step) numbers.push(n);
    return numbers;
  }
  if (value instanceof PySet) {
    charge(1 + value.size);
    return value.toArray();
  }
  // CPython asks for the length first, which may be too large to say.
  if (value instanceof PyLongRange) value.lengthOf();
  const items: Value[] = [];
  const iterator = getIterator(value);
  const release = budget.live?.loop();
  for (let item = iterator.next(); item !== undefined; item = iterator.next()) {
    items.push(item);
    allocate(8);
    release?.(items);
  }
  return items;
}

/** Characters of a str, one a code point. */
export function codePoints(text: string): string[] {
  return hasSurrogates(text) ? Array.from(text) : text.split('');
}

/** Exactly `count` items for an unpacking assignment; raises ValueError as CPython words it. */
export function unpack(value: Value, count: number): readonly Value[] {
  if (value instanceof PyTuple || value instanceof PyList) {
    const { items } = value;
    if (items.length === count) return items;
    unpackMismatch(items.length, count);
  }
  const iterator = tryIterator(value);
  if (iterator === undefined) typeError(`cannot unpack non-iterable ${typeName(value)} object`);
  const items: Value[] = [];
  while (items.length < count) {
    const item = iterator.next();
    if (item === undefined) unpackMismatch(items.length, count);
    items.push(item);
  }
  if (iterator.next() !== undefined) unpackMismatch(count + 1, count);
  return items;
}

function unpackMismatch(got: number, count: number): never {
  valueError(
    got > count
      ? `too many values to unpack (expected ${count})`
      : `not enough values to unpack (expected ${count}, got ${got})`,
  );
}

/** Items for an unpacking with a star: `before` first ones, the list of the middle, `after` last ones. */
export function unpackStar(value: Value, before: number, after: number): Value[] {
  const iterator = tryIterator(value);
  if (iterator === undefined) typeError(`cannot unpack non-iterable ${typeName(value)} object`);
  const items = toArray(iterator);
  if (items.length < before + after) {
    valueError(`not enough values to unpack (expected at least ${before + after}, got ${items.length})`);
  }
  const end = items.length - after;
  return [...items.slice(0, before), new PyList(items.slice(before, end)), ...items.slice(end)];
}
