import { allocate, charge, held } from '../budget.ts';
import { defineMethods, exact, keyword, range, variadic } from '../builtins/define.ts';
import { inPlaceOperators, repeat } from '../ops/arithmetic.ts';
import { sameOrEqual } from '../ops/equal.ts';
import { indexOf, integerFlag, toIndex, toSize } from '../ops/integer.ts';
import { iterateAll, toArray } from '../ops/iterate.ts';
import { repr } from '../ops/repr.ts';
import { sortItems } from '../ops/sort.ts';
import { indexError, typeError, valueError } from '../values/exceptions.ts';
import { listType, tupleType, typeName } from '../values/types.ts';
import { PyList, PyTuple, type Value } from '../values/value.ts';

/** Methods of `list` and `tuple`. */
defineMethods(listType, {
  append: exact(2, (self: PyList, item: Value) => {
    allocate(8);
    self.items.push(item);
    return null;
  }),
  extend: exact(2, (self: PyList, items: Value) => {
    extend(self, items);
    return null;
  }),
  insert: range(3, 3, (self: PyList, place: Value, item: Value) => {
    const { items } = self;
    const at = toSize(place);
    const index = at < 0 ? Math.max(0, at + items.length) : Math.min(at, items.length);
    charge((items.length - index) >> 4);
    allocate(8);
    items.splice(index, 0, item);
    return null;
  }),
  pop: range(1, 2, (self: PyList, place: Value = -1) => {
    const { items } = self;
    const at = toSize(place);
    if (items.length === 0) indexError('pop from empty list');
    const index = at < 0 ? at + items.length : at;
    if (index < 0 || index >= items.length) indexError('pop index out of range');
    if (index === items.length - 1) return items.pop() as Value;
    if (index === 0) return items.shift() as Value;
    charge((items.length - index) >> 4);
    return items.splice(index, 1)[0];
  }),
  remove: exact(2, (self: PyList, item: Value) => {
    const place = findItem(self.items, item, 0, self.items.length);
    if (place < 0) valueError('list.remove(x): x not in list');
    self.items.splice(place, 1);
    return null;
  }),
  clear: exact(1, (self: PyList) => {
    self.items.length = 0;
    return null;
  }),
  copy: exact(1, (self: PyList) => new PyList(toArray(self))),
  reverse: exact(1, (self: PyList) => {
    charge(self.items.length >> 4);
    self.items.reverse();
    return null;
  }),
  sort: variadic((args, kwargs) => {
    const [self] = args as [PyList];
    if (args.length > 3) typeError(`sort() takes at most 2 arguments (${args.length - 1} given)`);
    if (args.length > 1) typeError('sort() takes no positional arguments');
    for (const name of kwargs?.names ?? []) {
      if (name !== 'key' && name !== 'reverse') typeError(`'${name}' is an invalid keyword argument for sort()`);
    }
    // As in CPython the list is empty while its keys and comparisons run.
    const items = held(self.items);
    let changed = false;
    self.items = [];
    try {
      sortItems(items, keyword(kwargs, 'key', null), integerFlag(keyword(kwargs, 'reverse', false)));
    } finally {
      changed = self.items.length > 0;
      self.items = items;
    }
    if (changed) valueError('list modified during sort');
    return null;
  }),
  count: exact(2, (self: PyList, item: Value) => countItem(self.items, item)),
  index: range(2, 4, (self: PyList, item: Value, start: Value = 0, stop: Value = Number.MAX_SAFE_INTEGER) => {
    const place = findItem(self.items, item, bound(start, self.items.length), bound(stop, self.items.length));
    return place < 0 ? valueError(`${repr(item)} is not in list`) : place;
  }),
});

defineMethods(tupleType, {
  count: exact(2, (self: PyTuple, item: Value) => countItem(self.items, item)),
  index: range(2, 4, (self: PyTuple, item: Value, start: Value = 0, stop: Value = Number.MAX_SAFE_INTEGER) => {
    const place = findItem(self.items, item, bound(start, self.items.length), bound(stop, self.items.length));
    return place < 0 ? valueError('tuple.index(x): x not in tuple') : place;
  }),
});

function bound(value: Value, length: number): number {
  if (indexOf(value) === undefined) {
    typeError('slice indices must be integers or have an __index__ method');
  }
  const n = toIndex(value);
  return n < 0 ? Math.max(0, n + length) : Math.min(n, length);
}

/** Place of the first item equal to `item` in a part of an array, −1 when there is none. */
export function findItem(items: readonly Value[], item: Value, start: number, stop: number): number {
  for (let i = start; i < stop && i < items.length; i++) {
    if (sameOrEqual(items[i], item)) {
      charge((i - start) >> 2);
      return i;
    }
  }
  charge(Math.max(0, stop - start) >> 2);
  return -1;
}

/** How many items are equal to `item`. */
export function countItem(items: readonly Value[], item: Value): number {
  charge(items.length >> 2);
  let count = 0;
  for (const other of items) if (sameOrEqual(other, item)) count++;
  return count;
}

function extend(list: PyList, values: Value): void {
  if (values instanceof PyList || values instanceof PyTuple) {
    const added = values.items;
    charge(added.length >> 3);
    allocate(added.length * 8);
    const { length } = added;
    for (let i = 0; i < length; i++) list.items.push(added[i]);
    return;
  }
  iterateAll(
    values,
    (item) => {
      allocate(8);
      list.items.push(item);
    },
    () => list,
  );
}

inPlaceOperators.list = (op, list, value) => {
  if (op === 'Add') {
    extend(list, value);
    return list;
  }
  if (op === 'Mult') {
    const times = indexOf(value);
    if (times === undefined) typeError(`can't multiply sequence by non-int of type '${typeName(value)}'`);
    list.refill((repeat(list, toIndex(times)) as PyList).items);
    return list;
  }
  return undefined;
};
