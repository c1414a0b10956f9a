import type { BinaryOperator } from '../../ast.ts';
import { allocate, charge, held } from '../../budget.ts';
import { argument, defineGetters, defineMethods, exact, parsed, range } from '../../builtins/define.ts';
import { countItem, findItem } from '../../methods/list.ts';
import { repeat } from '../../ops/arithmetic.ts';
import { order } from '../../ops/compare.ts';
import { hasItem } from '../../ops/contains.ts';
import { equal } from '../../ops/equal.ts';
import { indexOf, toIndex, toSize } from '../../ops/integer.ts';
import { iterateAll } from '../../ops/iterate.ts';
import { container, items, repr } from '../../ops/repr.ts';
import { indexError, raise, typeError, valueError } from '../../values/exceptions.ts';
import { IndexIterator } from '../../values/iterators.ts';
import { makeType, typeName } from '../../values/types.ts';
import { type OrderOperator, type PyIterator, PyList, PyObject, type Value } from '../../values/value.ts';

export const dequeType = makeType('deque');
dequeType.module = 'collections';
dequeType.shownName = 'collections.deque';
dequeType.acceptableBase = true;

/** `collections.deque`: an array whose first items may be unused, so that both ends are cheap. */
export class PyDeque extends PyObject {
  private store: Value[];
  private start = 0;

  constructor(
    initial: Value[],
    readonly limit: number | null,
  ) {
    super();
    this.store = initial;
  }

  get size(): number {
    return this.store.length - this.start;
  }

  /** Its items in a new array. */
  toArray(): Value[] {
    return held(this.store.slice(this.start));
  }

  /** As `match` sees it. */
  matchItems(): Value[] {
    return this.toArray();
  }

  replace(values: Value[]): void {
    this.store = values;
    this.start = 0;
  }

  append(item: Value): void {
    allocate(8);
    this.store.push(item);
    if (this.limit !== null && this.size > this.limit) this.popLeft();
  }

  appendLeft(item: Value): void {
    allocate(8);
    if (this.start === 0) {
      const room = Math.max(8, this.store.length);
      charge(room >> 4);
      this.store = new Array<Value>(room).fill(null).concat(this.store);
      this.start = room;
    }
    this.store[--this.start] = item;
    if (this.limit !== null && this.size > this.limit) this.store.pop();
  }

  pop(): Value {
    if (this.size === 0) indexError('pop from an empty deque');
    return this.store.pop() as Value;
  }

  popLeft(): Value {
    if (this.size === 0) indexError('pop from an empty deque');
    const item = this.store[this.start];
    this.store[this.start++] = null;
    if (this.start > 32 && this.start * 2 > this.store.length) {
      this.store = this.store.slice(this.start);
      this.start = 0;
    }
    return item;
  }

  override lengthOf(): number {
    return this.size;
  }

  override iterate(): PyIterator {
    const { size } = this;
    const at = (place: number): Value | undefined => {
      if (this.size !== size) raise('RuntimeError', 'deque mutated during iteration');
      return place < size ? this.store[this.start + place] : undefined;
    };
    return new IndexIterator(at, () => this);
  }

  private place(key: Value): number {
    const index = indexOf(key);
    if (index === undefined) typeError(`sequence index must be integer, not '${typeName(key)}'`);
    const at = Number(index) < 0 ? Number(index) + this.size : Number(index);
    if (at < 0 || at >= this.size) indexError('deque index out of range');
    return this.start + at;
  }

  override getItem(key: Value): Value {
    return this.store[this.place(key)];
  }

  override setItem(key: Value, value: Value): void {
    this.store[this.place(key)] = value;
  }

  override deleteItem(key: Value): void {
    this.store.splice(this.place(key), 1);
  }

  override contains(item: Value): boolean {
    return hasItem(this.toArray(), item);
  }

  override equals(other: Value): boolean {
    return other instanceof PyDeque && equal(new PyList(this.toArray()), new PyList(other.toArray()));
  }

  override isOrdered(other: Value, op: OrderOperator): boolean | undefined {
    if (!(other instanceof PyDeque)) return undefined;
    return order(new PyList(this.toArray()), new PyList(other.toArray()), op) as boolean;
  }

  override operate(op: BinaryOperator, other: Value, reflected: boolean): Value | undefined {
    if (op === 'Add' && !reflected) {
      if (!(other instanceof PyDeque)) typeError(`can only concatenate deque (not "${typeName(other)}") to deque`);
      const joined = new PyDeque(this.toArray(), this.limit);
      for (const item of other.toArray()) joined.append(item);
      return joined;
    }
    const times = op === 'Mult' ? indexOf(other) : undefined;
    if (times === undefined) return undefined;
    const repeated = new PyDeque([], this.limit);
    for (const item of (repeat(new PyList(this.toArray()), toIndex(times)) as PyList).items) repeated.append(item);
    return repeated;
  }

  override applyInPlace(op: BinaryOperator, other: Value): Value | undefined {
    if (op === 'Add') {
      this.extend(other);
      return this;
    }
    const repeated = op === 'Mult' ? this.operate(op, other, false) : undefined;
    if (!(repeated instanceof PyDeque)) return undefined;
    this.replace(repeated.toArray());
    return this;
  }

  extend(values: Value): void {
    iterateAll(
      values === this ? new PyList(this.toArray()) : values,
      (item) => this.append(item),
      () => this,
    );
  }

  override hashAs(): Value {
    return null;
  }

  override represent(): string {
    const limit = this.limit === null ? '' : `, maxlen=${this.limit}`;
    return container(this, 'deque([', `]${limit})`, '[...]', () => items(this.toArray()));
  }
}

PyDeque.prototype.cls = dequeType;

dequeType.construct = (args, kwargs) => {
  const unknown = kwargs?.names.find((name) => name !== 'iterable' && name !== 'maxlen');
  if (unknown !== undefined) typeError(`'${unknown}' is an invalid keyword argument for deque()`);
  const limitValue = argument(args, 1, kwargs, 'maxlen', null);
  const values = argument(args, 0, kwargs, 'iterable');
  if (args.length > 2) typeError(`deque() takes at most 2 arguments (${args.length} given)`);
  let limit: number | null = null;
  if (limitValue !== null) {
    const n = indexOf(limitValue);
    if (n === undefined) typeError('an integer is required');
    if (n < 0) valueError('maxlen must be non-negative');
    limit = toSize(limitValue);
  }
  const deque = new PyDeque([], limit);
  if (values !== undefined)
    iterateAll(
      values,
      (item) => deque.append(item),
      () => deque,
    );
  return deque;
};

defineMethods(dequeType, {
  append: exact(2, (self: PyDeque, item: Value) => {
    self.append(item);
    return null;
  }),
  appendleft: exact(2, (self: PyDeque, item: Value) => {
    self.appendLeft(item);
    return null;
  }),
  pop: exact(1, (self: PyDeque) => self.pop()),
  popleft: exact(1, (self: PyDeque) => self.popLeft()),
  extend: exact(2, (self: PyDeque, values: Value) => {
    self.extend(values);
    return null;
  }),
  extendleft: exact(2, (self: PyDeque, values: Value) => {
    iterateAll(values === self ? new PyList(self.toArray()) : values, (item) => self.appendLeft(item));
    return null;
  }),
  clear: exact(1, (self: PyDeque) => {
    self.replace([]);
    return null;
  }),
  copy: exact(1, (self: PyDeque) => new PyDeque(self.toArray(), self.limit)),
  rotate: range(1, 2, (self: PyDeque, steps: Value = 1) => {
    const all = self.toArray();
    const by = toSize(steps);
    charge(all.length >> 4);
    if (all.length > 1) {
      const n = ((by % all.length) + all.length) % all.length;
      self.replace(n === 0 ? all : [...all.slice(-n), ...all.slice(0, -n)]);
    }
    return null;
  }),
  reverse: exact(1, (self: PyDeque) => {
    self.replace(self.toArray().reverse());
    return null;
  }),
  count: exact(2, (self: PyDeque, item: Value) => countItem(self.toArray(), item)),
  index: range(2, 4, (self: PyDeque, item: Value, start: Value = 0, stop: Value = Number.MAX_SAFE_INTEGER) => {
    const all = self.toArray();
    const bound = (value: Value): number => {
      if (indexOf(value) === undefined) typeError('slice indices must be integers or have an __index__ method');
      const n = toIndex(value);
      return n < 0 ? Math.max(0, n + all.length) : n;
    };
    const place = findItem(all, item, bound(start), bound(stop));
    return place < 0 ? valueError(`${repr(item)} is not in deque`) : place;
  }),
  remove: exact(2, (self: PyDeque, item: Value) => {
    const all = self.toArray();
    const place = findItem(all, item, 0, all.length);
    if (place < 0) valueError(`${repr(item)} is not in deque`);
    all.splice(place, 1);
    self.replace(all);
    return null;
  }),
  insert: parsed(3, 3, (self: PyDeque, place: Value, item: Value) => {
    if (self.limit !== null && self.size >= self.limit) indexError('deque already at its maximum size');
    const all = self.toArray();
    const n = toSize(place);
    allocate(8);
    all.splice(n < 0 ? Math.max(0, n + all.length) : n, 0, item);
    self.replace(all);
    return null;
  }),
});
defineGetters(dequeType, { maxlen: (self: PyDeque) => self.limit });
