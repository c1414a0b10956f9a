import { allocate, budget, held, outOfFuel } from '../budget.ts';
import { call, call1 } from '../ops/call.ts';
import { payloadOf } from '../ops/equal.ts';
import { add, indexOf } from '../ops/integer.ts';
import { codePoints, getIterator, toArray } from '../ops/iterate.ts';
import { length } from '../ops/length.ts';
import { callSpecial, hasSpecial } from '../ops/special.ts';
import { getItem } from '../ops/subscript.ts';
import { truth } from '../ops/truth.ts';
import { PyDict } from '../values/dict.ts';
import { PyDictView, takeKey } from '../values/dictViews.ts';
import { typeError, untilStop, valueError } from '../values/exceptions.ts';
import { ListIterator, ReverseDictIterator, ReverseIterator } from '../values/iterators.ts';
import { PyLongRange } from '../values/longRange.ts';
import { makeType, NotImplemented, typeName, typeOf } from '../values/types.ts';
import {
  type Kwargs,
  PyBytes,
  PyIterator,
  PyList,
  PyObject,
  PyRange,
  PyTuple,
  PyType,
  type Value,
} from '../values/value.ts';
import { argument, keyword } from './define.ts';

/** `enumerate`, `zip`, `map`, `filter`, `reversed`: classes whose instances are iterators. */

class Enumerate extends PyIterator {
  constructor(
    private readonly items: PyIterator,
    private count: number | bigint,
  ) {
    super();
  }

  next(): Value | undefined {
    const item = this.items.next();
    if (item === undefined) return undefined;
    const place = this.count;
    this.count = typeof place === 'number' && place < Number.MAX_SAFE_INTEGER ? place + 1 : add(place, 1);
    return new PyTuple([place, item]);
  }
}

class Zip extends PyIterator {
  private done = false;

  constructor(
    private readonly iterators: PyIterator[],
    private readonly strict: boolean,
  ) {
    super();
  }

  next(): Value | undefined {
    if (--budget.fuel < 0) outOfFuel();
    if (this.done || this.iterators.length === 0) return undefined;
    const items: Value[] = [];
    for (let i = 0; i < this.iterators.length; i++) {
      const item = this.iterators[i].next();
      if (item === undefined) {
        this.done = true;
        if (this.strict) this.checkAllDone(i);
        return undefined;
      }
      items.push(item);
    }
    return new PyTuple(items);
  }

  private checkAllDone(ended: number): void {
    if (ended > 0) {
      valueError(`zip() argument ${ended + 1} is shorter than argument${ended === 1 ? ' 1' : `s 1-${ended}`}`);
    }
    for (let i = 1; i < this.iterators.length; i++) {
      if (this.iterators[i].next() !== undefined) {
        valueError(`zip() argument ${i + 1} is longer than argument${i === 1 ? ' 1' : `s 1-${i}`}`);
      }
    }
  }
}

class MapIterator extends PyIterator {
  constructor(
    private readonly func: Value,
    private readonly iterators: PyIterator[],
  ) {
    super();
  }

  next(): Value | undefined {
    return held(untilStop(this.advance));
  }

  private readonly advance = (): Value | undefined => {
    if (this.iterators.length === 1) {
      const item = this.iterators[0].next();
      return item === undefined ? undefined : call1(this.func, item);
    }
    const args: Value[] = [];
    for (const iterator of this.iterators) {
      const item = iterator.next();
      if (item === undefined) return undefined;
      args.push(item);
    }
    return call(this.func, args);
  };
}

class FilterIterator extends PyIterator {
  constructor(
    private readonly func: Value,
    private readonly items: PyIterator,
  ) {
    super();
  }

  next(): Value | undefined {
    return untilStop(this.advance);
  }

  private readonly advance = (): Value | undefined => {
    for (;;) {
      const item = this.items.next();
      if (item === undefined) return undefined;
      if (truth(this.func === null ? item : call1(this.func, item))) return item;
    }
  };
}

function iteratorType(
  name: string,
  prototype: object,
  construct: (args: Value[], kwargs: Kwargs | null) => Value,
): PyType {
  const type = makeType(name);
  type.construct = construct;
  (prototype as { cls: PyType }).cls = type;
  return type;
}

function refuseKeywords(name: string, kwargs: Kwargs | null): void {
  if (kwargs !== null && kwargs.names.length > 0) typeError(`${name}() takes no keyword arguments`);
}

export const iteratorTypes: readonly PyType[] = [
  iteratorType('enumerate', Enumerate.prototype, (args, kwargs) => {
    const given = args.length + (kwargs?.names.length ?? 0);
    if (given === 0) typeError("enumerate() missing required argument 'iterable'");
    if (given > 2) typeError(`enumerate() takes at most 2 arguments (${given} given)`);
    for (const name of kwargs?.names ?? []) {
      if (!(name === 'start' && given === 2) && !(name === 'iterable' && args.length === 0)) {
        typeError(`'${name}' is an invalid keyword argument for enumerate()`);
      }
    }
    const start = argument(args, 1, kwargs, 'start', 0);
    const items = argument(args, 0, kwargs, 'iterable')!;
    const count = indexOf(start);
    if (count === undefined) typeError(`'${typeName(start)}' object cannot be interpreted as an integer`);
    return new Enumerate(getIterator(items), count);
  }),
  iteratorType('zip', Zip.prototype, (args, kwargs) => {
    for (const name of kwargs?.names ?? []) {
      if (name !== 'strict') typeError(`'${name}' is an invalid keyword argument for zip()`);
    }
    return new Zip(args.map(getIterator), truth(keyword(kwargs, 'strict', false)));
  }),
  iteratorType('map', MapIterator.prototype, (args, kwargs) => {
    refuseKeywords('map', kwargs);
    if (args.length < 2) typeError('map() must have at least two arguments.');
    return new MapIterator(args[0], args.slice(1).map(getIterator));
  }),
  iteratorType('filter', FilterIterator.prototype, (args, kwargs) => {
    refuseKeywords('filter', kwargs);
    if (args.length !== 2) typeError(`filter expected 2 arguments, got ${args.length}`);
    return new FilterIterator(args[0], getIterator(args[1]));
  }),
  iteratorType('reversed', ReverseIterator.prototype, (args, kwargs) => {
    refuseKeywords('reversed', kwargs);
    if (args.length !== 1) typeError(`reversed expected 1 argument, got ${args.length}`);
    return reversed(args[0]);
  }),
];

/** `reversed(value)`. */
export function reversed(value: Value): Value {
  const backwards = (count: number, at: (place: number) => Value | undefined): ReverseIterator =>
    new ReverseIterator(count, at, () => value);
  const own = callSpecial(value, '__reversed__');
  if (own !== NotImplemented) return own;
  if (hasSpecial(value, '__len__') && hasSpecial(value, '__getitem__')) {
    return backwards(length(value), (place) => getItem(value, place));
  }
  const inner = payloadOf(value);
  if (inner instanceof PyList) {
    const reverse = backwards(inner.items.length, (place) => inner.items[place]);
    reverse.cls = listReverseType;
    return reverse;
  }
  if (inner instanceof PyTuple) return backwards(inner.items.length, (place) => inner.items[place]);
  if (typeof inner === 'string') {
    allocate(inner.length * 8);
    const points = codePoints(inner);
    return new ReverseIterator(
      points.length,
      (place) => points[place],
      () => points,
    );
  }
  if (inner instanceof PyRange) {
    const reverse = backwards(inner.length, (place) => inner.start + place * inner.step);
    reverse.cls = typeOf(getIterator(inner));
    return reverse;
  }
  if (inner instanceof PyLongRange) return inner.backwards();
  if (inner instanceof PyBytes) return backwards(inner.data.length, (place) => inner.data[place]);
  if (inner instanceof PyDict) return new ReverseDictIterator(inner, takeKey);
  if (inner instanceof PyDictView) return inner.reversed();
  if (inner instanceof PyType && inner.iterate !== undefined)
    return new ListIterator(new PyList(toArray(inner).reverse()));
  if (inner instanceof PyObject && inner.lengthOf !== undefined && inner.getItem !== undefined) {
    const getAt = inner.getItem.bind(inner);
    return backwards(inner.lengthOf(), (place) => getAt(place));
  }
  typeError(`'${typeName(value)}' object is not reversible`);
}

const listReverseType = makeType('list_reverseiterator');
