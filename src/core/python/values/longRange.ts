import { unsupported } from '../budget.ts';
import { realNumber } from '../ops/equal.ts';
import { add, indexOf, normalizeInteger, subtract } from '../ops/integer.ts';
import { indexError, raise, typeError } from './exceptions.ts';
import { NativeIterator } from './iterators.ts';
import { rangeType, typeName } from './types.ts';
import { type PyIterator, PyObject, PyRange, PySlice, PyTuple, type Value } from './value.ts';

type Integer = number | bigint;

const LARGEST_SIZE = (1n << 63n) - 1n;

/** `range` with a bound or a step beyond 2^53, of which a program mostly reads the beginning. */
export class PyLongRange extends PyObject {
  readonly length: bigint;

  constructor(
    readonly start: Integer,
    readonly stop: Integer,
    readonly step: Integer,
  ) {
    super();
    const [first, end, by] = [BigInt(start), BigInt(stop), BigInt(step)];
    const [span, size] = by > 0n ? [end - first, by] : [first - end, -by];
    this.length = span <= 0n ? 0n : (span + size - 1n) / size;
  }

  /** The member at a place; the caller has seen that there is one. */
  private at(place: bigint): Integer {
    return normalizeInteger(BigInt(this.start) + place * BigInt(this.step));
  }

  /** Where an item stands, -1 for what is no member. */
  placeOf(item: Value): Integer {
    const n = realNumber(item);
    if (n === undefined || (typeof n === 'number' && !Number.isInteger(n))) return -1;
    const away = BigInt(n) - BigInt(this.start);
    const step = BigInt(this.step);
    const place = away / step;
    return away % step === 0n && place >= 0n && place < this.length ? normalizeInteger(place) : -1;
  }

  /** An iterator from the last member to the first. */
  backwards(): PyIterator {
    const start = this.at(this.length - 1n);
    return new PyLongRange(start, subtract(this.start, this.step), normalizeInteger(-BigInt(this.step))).iterate();
  }

  private slice(key: PySlice): PyLongRange {
    const bound = (value: Value): bigint | undefined => {
      if (value === null) return undefined;
      const n = indexOf(value);
      if (n !== undefined) return BigInt(n);
      typeError('slice indices must be integers or None or have an __index__ method');
    };
    const step = bound(key.step) ?? 1n;
    if (step === 0n) raise('ValueError', 'slice step cannot be zero');
    const [lowest, highest] = step > 0n ? [0n, this.length] : [-1n, this.length - 1n];
    const clip = (n: bigint | undefined, fallback: bigint): bigint => {
      if (n === undefined) return fallback;
      const place = n < 0n ? n + this.length : n;
      return place < lowest ? lowest : place > highest ? highest : place;
    };
    const start = clip(bound(key.start), step > 0n ? lowest : highest);
    const stop = clip(bound(key.stop), step > 0n ? highest : lowest);
    return new PyLongRange(this.at(start), this.at(stop), normalizeInteger(BigInt(this.step) * step));
  }

  override equals(other: Value): boolean {
    if (!(other instanceof PyLongRange || other instanceof PyRange) || BigInt(other.length) !== this.length)
      return false;
    return this.length === 0n || (this.start === other.start && (this.length === 1n || this.step === other.step));
  }

  override hashAs(): Value {
    const { length, start, step } = this;
    return new PyTuple([normalizeInteger(length), length > 0n ? start : null, length > 1n ? step : null]);
  }

  override isTrue(): boolean {
    return this.length > 0n;
  }

  override lengthOf(): number {
    if (this.length > LARGEST_SIZE) raise('OverflowError', 'Python int too large to convert to C ssize_t');
    const length = normalizeInteger(this.length);
    return typeof length === 'number' ? length : unsupported('len() of a range longer than 2^53');
  }

  override contains(item: Value): boolean {
    return this.placeOf(item) !== -1;
  }

  override getItem(key: Value): Value {
    if (key instanceof PySlice) return this.slice(key);
    const index = indexOf(key);
    if (index === undefined) typeError(`range indices must be integers or slices, not ${typeName(key)}`);
    const place = index < 0 ? BigInt(index) + this.length : BigInt(index);
    if (place < 0n || place >= this.length) indexError('range object index out of range');
    return this.at(place);
  }

  override iterate(): PyIterator {
    let left = this.length;
    let next = this.start;
    const fits = [this.start, this.stop, this.step].every((n) => n >= -LARGEST_SIZE - 1n && n <= LARGEST_SIZE);
    const advance = (): Integer | undefined => {
      if (left === 0n) return undefined;
      left--;
      const item = next;
      next = add(item, this.step);
      return item;
    };
    return new NativeIterator(fits ? 'range_iterator' : 'longrange_iterator', {
      next: advance,
      holds: () => [this, next],
    });
  }

  override represent(): string {
    return `range(${this.start}, ${this.stop}${this.step === 1 ? '' : `, ${this.step}`})`;
  }
}
PyLongRange.prototype.cls = rangeType;
