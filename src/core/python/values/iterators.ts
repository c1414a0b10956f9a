import { allocate, budget, held, outOfFuel } from '../budget.ts';
import type { PyDict } from './dict.ts';
import { indexError, raise, untilStop } from './exceptions.ts';
import type { PySet } from './set.ts';
import { makeType } from './types.ts';
import { type PyBytes, PyIterator, type PyList, type PyRange, type PyTuple, type Value } from './value.ts';

/** Iterators over the built-in containers. Each step costs one unit of fuel. */

function step(): void {
  if (--budget.fuel < 0) outOfFuel();
}

export class ListIterator extends PyIterator {
  private place = 0;

  constructor(private list: PyList | null) {
    super();
  }

  next(): Value | undefined {
    step();
    if (this.list === null) return undefined;
    if (this.place < this.list.items.length) return this.list.items[this.place++];
    this.list = null;
    return undefined;
  }

  /** Items left, for `length_hint`. */
  remaining(): number {
    return this.list === null ? 0 : this.list.items.length - this.place;
  }
}

/** Where live values are counted: who takes an item may still have it when the list has not. */
export class HeldListIterator extends ListIterator {
  override next(): Value | undefined {
    return held(super.next());
  }
}

export class TupleIterator extends PyIterator {
  private place = 0;

  constructor(private readonly tuple: PyTuple) {
    super();
  }

  next(): Value | undefined {
    step();
    return this.tuple.items[this.place++];
  }
}

/** Over the code points of a str. */
export class StringIterator extends PyIterator {
  private place = 0;

  constructor(private readonly text: string) {
    super();
  }

  next(): Value | undefined {
    step();
    if (this.place >= this.text.length) return undefined;
    const unit = this.text.charCodeAt(this.place);
    if (unit >= 0xd800 && unit <= 0xdbff && this.place + 1 < this.text.length) {
      const c = String.fromCodePoint(this.text.codePointAt(this.place)!);
      this.place += c.length;
      return c;
    }
    return this.text[this.place++];
  }
}

export class RangeIterator extends PyIterator {
  private index = 0;

  constructor(private readonly range: PyRange) {
    super();
  }

  next(): Value | undefined {
    step();
    const { range } = this;
    if (this.index >= range.length) return undefined;
    return range.start + range.step * this.index++;
  }
}

export class BytesIterator extends PyIterator {
  private place = 0;

  constructor(private readonly bytes: PyBytes) {
    super();
  }

  next(): Value | undefined {
    step();
    return this.place < this.bytes.data.length ? this.bytes.data[this.place++] : undefined;
  }
}

/** What of its entries a dict iterator gives. */
export type DictPart = 'keys' | 'values' | 'items';

/** Over a dict as it is; raises RuntimeError when its size changes meanwhile. */
export class DictIterator extends PyIterator {
  private place = 0;
  private given = 0;
  private readonly size: number;

  constructor(
    private readonly dict: PyDict,
    private readonly take: (dict: PyDict, place: number) => Value,
  ) {
    super();
    this.size = dict.size;
  }

  next(): Value | undefined {
    step();
    const { dict } = this;
    if (this.place < 0) return undefined;
    if (dict.size !== this.size) {
      this.place = -1;
      raise('RuntimeError', 'dictionary changed size during iteration');
    }
    while (this.place < dict.keys.length) {
      const place = this.place++;
      if (dict.keys[place] === undefined) continue;
      if (this.given++ >= this.size) {
        this.place = -1;
        raise('RuntimeError', 'dictionary keys changed during iteration');
      }
      return held(this.take(dict, place));
    }
    this.place = -1;
    return undefined;
  }
}

export class ReverseDictIterator extends PyIterator {
  private place: number;
  private readonly size: number;

  constructor(
    private readonly dict: PyDict,
    private readonly take: (dict: PyDict, place: number) => Value,
  ) {
    super();
    this.place = dict.keys.length - 1;
    this.size = dict.size;
  }

  next(): Value | undefined {
    step();
    const { dict } = this;
    if (dict.size !== this.size) raise('RuntimeError', 'dictionary changed size during iteration');
    while (this.place >= 0) {
      const place = this.place--;
      if (dict.keys[place] !== undefined) return held(this.take(dict, place));
    }
    return undefined;
  }
}

/** Over a set in table order; raises RuntimeError when its size changes meanwhile. */
export class SetIterator extends PyIterator {
  private readonly cursor = { place: 0 };
  private readonly size: number;
  private done = false;

  constructor(private readonly set: PySet) {
    super();
    this.size = set.size;
  }

  next(): Value | undefined {
    step();
    if (this.done) return undefined;
    if (this.set.size !== this.size) {
      this.done = true;
      raise('RuntimeError', 'Set changed size during iteration');
    }
    const item = this.set.nextFrom(this.cursor);
    if (item === undefined) this.done = true;
    return held(item);
  }
}

/** What a closure holds, for who counts the values that are live. */
export type Holds = () => unknown;

/** Backwards over anything indexed: `reversed` of lists, tuples, strings and ranges. */
export class ReverseIterator extends PyIterator {
  private place: number;

  /** @param holds what `at` reads from */
  constructor(
    length: number,
    private readonly at: (place: number) => Value | undefined,
    readonly holds: Holds,
  ) {
    super();
    this.place = length - 1;
  }

  next(): Value | undefined {
    step();
    return this.place < 0 ? undefined : held(this.at(this.place--));
  }
}

/** Over an object with `__getitem__` only: indexes from 0 until IndexError. */
export class IndexIterator extends PyIterator {
  private place = 0;

  /**
   * @param at the item at an index, `undefined` at the end
   * @param holds what it reads from
   */
  constructor(
    private readonly at: (place: number) => Value | undefined,
    readonly holds: Holds,
  ) {
    super();
  }

  next(): Value | undefined {
    step();
    return held(this.at(this.place++));
  }
}

/** A step of a native iterator, and the values that it keeps from one to the next. */
export interface Advance {
  next: () => Value | undefined;
  holds: Holds;
}

/** Estimated bytes of an iterator with its closures. */
const ITERATOR_BYTES = 256;

/** From any JavaScript step function: what the modules' iterators are made of. */
export class NativeIterator extends PyIterator {
  private readonly advance: () => Value | undefined;
  readonly holds: Holds;

  constructor(
    readonly typeName: string,
    { next, holds }: Advance,
  ) {
    super();
    allocate(ITERATOR_BYTES);
    this.advance = next;
    this.holds = holds;
    let type = nativeTypes.get(typeName);
    if (type === undefined) {
      type = makeType(typeName);
      nativeTypes.set(typeName, type);
    }
    this.cls = type;
  }

  next(): Value | undefined {
    step();
    return held(untilStop(this.advance));
  }
}

const nativeTypes = new Map<string, ReturnType<typeof makeType>>();

export const listIteratorType = makeType('list_iterator');
ListIterator.prototype.cls = listIteratorType;
TupleIterator.prototype.cls = makeType('tuple_iterator');
StringIterator.prototype.cls = makeType('str_ascii_iterator');
RangeIterator.prototype.cls = makeType('range_iterator');
BytesIterator.prototype.cls = makeType('bytes_iterator');
DictIterator.prototype.cls = makeType('dict_keyiterator');
ReverseDictIterator.prototype.cls = makeType('dict_reversekeyiterator');
SetIterator.prototype.cls = makeType('set_iterator');
ReverseIterator.prototype.cls = makeType('reversed');
IndexIterator.prototype.cls = makeType('iterator');

/** Raises IndexError for an index out of range. */
export function outOfRange(what: string): never {
  indexError(`${what} index out of range`);
}
