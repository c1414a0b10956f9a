import { defineMethods, exact, noKeywords } from '../builtins/define.ts';
import { inPlaceOperators } from '../ops/arithmetic.ts';
import { payloadOf } from '../ops/equal.ts';
import { iterateAll } from '../ops/iterate.ts';
import { PyDict } from '../values/dict.ts';
import { raise, typeError } from '../values/exceptions.ts';
import { PyFrozenSet, PySet } from '../values/set.ts';
import { frozensetType, setType } from '../values/types.ts';
import type { PyType, Value } from '../values/value.ts';

/** Methods of `set` and `frozenset`. They follow `Objects/setobject.c` step by step, because the table's order shows. */
const shared = {
  copy: exact(1, (self: PySet) => (self instanceof PyFrozenSet ? self : self.copy())),
  union: noKeywords((args) => {
    const result = (args[0] as PySet).copy();
    for (const other of args.slice(1)) if (other !== args[0]) addAll(result, other);
    return result;
  }),
  intersection: noKeywords((args) => intersect(args[0] as PySet, args.slice(1))),
  difference: noKeywords((args) => {
    const [self, ...others] = args as [PySet, ...Value[]];
    if (others.length === 0) return self.copy();
    let result = difference(self, others[0]);
    for (const other of others.slice(1)) result = removeEach(result, other);
    return result;
  }),
  symmetric_difference: exact(2, (self: PySet, other: Value) => {
    const result = emptyLike(self);
    addAll(result, other);
    result.toggleAll(self);
    return result;
  }),
  issubset: exact(2, (self: PySet, other: Value) => self.isSubsetOf(asSet(other))),
  issuperset: exact(2, (self: PySet, other: Value) => asSet(other).isSubsetOf(self)),
  isdisjoint: exact(2, (self: PySet, other: Value) => self.intersection(asSet(other)).size === 0),
};

defineMethods(frozensetType, shared);
defineMethods(setType, {
  ...shared,
  add: exact(2, (self: PySet, item: Value) => {
    self.add(item);
    return null;
  }),
  discard: exact(2, (self: PySet, item: Value) => {
    self.delete(setKey(item));
    return null;
  }),
  remove: exact(2, (self: PySet, item: Value) => (self.delete(setKey(item)) ? null : raise('KeyError', item))),
  pop: exact(1, (self: PySet) => {
    const item = self.pop();
    return item === undefined ? raise('KeyError', 'pop from an empty set') : item;
  }),
  clear: exact(1, (self: PySet) => {
    self.clear();
    return null;
  }),
  update: noKeywords((args) => {
    for (const other of args.slice(1)) addAll(args[0] as PySet, other);
    return null;
  }),
  intersection_update: noKeywords((args) => {
    const self = args[0] as PySet;
    self.become(intersect(self, args.slice(1)));
    return null;
  }),
  difference_update: noKeywords((args) => {
    for (const other of args.slice(1)) removeEach(args[0] as PySet, other);
    return null;
  }),
  symmetric_difference_update: exact(2, (self: PySet, other: Value) => {
    if (other === self) self.clear();
    else self.toggleAll(asSet(other));
    return null;
  }),
});

function setKey(item: Value): Value {
  const set = payloadOf(item);
  if (!(set instanceof PySet) || set instanceof PyFrozenSet) return item;
  const frozen = new PyFrozenSet();
  frozen.merge(set);
  return frozen;
}

function emptyLike(set: PySet): PySet {
  return set instanceof PyFrozenSet ? new PyFrozenSet() : new PySet();
}

/** `set_update_internal`. */
export function addAll(set: PySet, values: Value): void {
  const other = payloadOf(values);
  if (other instanceof PySet) {
    set.merge(other);
    return;
  }
  if (other instanceof PyDict) {
    set.reserve(other.size);
    for (const key of other.keyList()) set.add(key);
    return;
  }
  iterateAll(
    values,
    (item) => set.add(item),
    () => set,
  );
}

function asSet(values: Value): PySet {
  const other = payloadOf(values);
  if (other instanceof PySet) return other;
  const set = new PySet();
  addAll(set, other);
  return set;
}

function intersect(self: PySet, others: readonly Value[]): PySet {
  if (others.length === 0) return self.copy();
  let result = self;
  for (const values of others) {
    const other = payloadOf(values);
    if (other instanceof PySet) result = result.intersection(other);
    else {
      const common = emptyLike(self);
      const asked = result;
      iterateAll(other, (item) => {
        if (asked.has(item)) common.add(item);
      });
      result = common;
    }
  }
  return result;
}

function difference(self: PySet, values: Value): PySet {
  const other = payloadOf(values);
  if (other instanceof PySet) return self.difference(other);
  if (other instanceof PyDict && self.size >> 2 <= other.size) {
    const result = emptyLike(self);
    for (const item of self.toArray()) if (!other.has(item)) result.add(item);
    return result;
  }
  return removeEach(self.copy(), other);
}

function removeEach(set: PySet, values: Value): PySet {
  const other = payloadOf(values);
  if (other instanceof PySet) set.removeAll(other);
  else {
    iterateAll(other, (item) => set.delete(item));
    set.dropDummies();
  }
  return set;
}

function constructSet(empty: () => PySet, name: string): NonNullable<PyType['construct']> {
  return (args, kwargs) => {
    if (kwargs !== null && kwargs.names.length > 0) typeError(`${name}() takes no keyword arguments`);
    if (args.length > 1) typeError(`${name} expected at most 1 argument, got ${args.length}`);
    const set = empty();
    if (args.length === 1) addAll(set, args[0]);
    return set;
  };
}

setType.construct = constructSet(() => new PySet(), 'set');
const makeFrozen = constructSet(() => new PyFrozenSet(), 'frozenset');
frozensetType.construct = (args, kwargs, cls) =>
  args.length === 1 && args[0] instanceof PyFrozenSet ? args[0] : makeFrozen(args, kwargs, cls);

inPlaceOperators.set = (op, set, value) => {
  if (set instanceof PyFrozenSet || !(payloadOf(value) instanceof PySet)) return undefined;
  const other = payloadOf(value) as PySet;
  switch (op) {
    case 'BitOr':
      set.merge(other);
      return set;
    case 'BitAnd':
      set.become(set.intersection(other));
      return set;
    case 'Sub':
      set.removeAll(other);
      return set;
    case 'BitXor':
      if (other === set) set.clear();
      else set.toggleAll(other);
      return set;
    default:
      return undefined;
  }
};
