import { allocate } from '../budget.ts';
import { defineClassMethods, defineMethods, exact, range, variadic } from '../builtins/define.ts';
import { inPlaceOperators } from '../ops/arithmetic.ts';
import { getAttribute } from '../ops/attributes.ts';
import { call } from '../ops/call.ts';
import { payloadOf } from '../ops/equal.ts';
import { iterateAll, toArray, tryIterator } from '../ops/iterate.ts';
import { getItem, setItem } from '../ops/subscript.ts';
import { PyDict } from '../values/dict.ts';
import { PyDictView, viewTypes } from '../values/dictViews.ts';
import { raise, typeError, valueError } from '../values/exceptions.ts';
import { dictType, typeName } from '../values/types.ts';
import { type Kwargs, PyObject, PyTuple, type Value } from '../values/value.ts';

for (const part of ['keys', 'items'] as const) {
  defineMethods(viewTypes[part], {
    isdisjoint: exact(2, (self: PyDictView, other: Value) => {
      let disjoint = true;
      iterateAll(other, (item) => {
        if (self.contains(item)) disjoint = false;
      });
      return disjoint;
    }),
  });
}

/** Methods of `dict`. */
defineMethods(dictType, {
  get: range(2, 3, (self: PyDict, key: Value, fallback: Value = null) => orDefault(self.get(key), fallback)),
  keys: exact(1, (self: PyDict) => new PyDictView(self, 'keys')),
  values: exact(1, (self: PyDict) => new PyDictView(self, 'values')),
  items: exact(1, (self: PyDict) => new PyDictView(self, 'items')),
  pop: range(2, 3, (self: PyDict, key: Value, fallback?: Value) => {
    const value = self.delete(key);
    if (value !== undefined) return value;
    return fallback === undefined ? raise('KeyError', key) : fallback;
  }),
  popitem: exact(1, (self: PyDict) => {
    const entry = self.popItem();
    return entry === undefined ? raise('KeyError', 'popitem(): dictionary is empty') : new PyTuple(entry);
  }),
  setdefault: range(2, 3, (self: PyDict, key: Value, fallback: Value = null) => {
    const value = self.get(key);
    if (value !== undefined) return value;
    self.set(key, fallback);
    return fallback;
  }),
  update: variadic((args, kwargs) => {
    if (args.length > 2) typeError(`update expected at most 1 argument, got ${args.length - 1}`);
    updateDict(args[0] as PyDict, args[1], kwargs);
    return null;
  }),
  clear: exact(1, (self: PyDict) => {
    self.clear();
    return null;
  }),
  copy: exact(1, (self: PyDict) => copyDict(self)),
});

defineClassMethods(dictType, { fromkeys: range(2, 3, fromKeys) });

/** A new dict of the class `cls` with `value` under each of `keys`. */
export function fromKeys(cls: Value, keys: Value, value: Value = null): Value {
  const dict = call(cls, []);
  iterateAll(
    keys,
    (key) => {
      if (dict instanceof PyDict) dict.set(key, value);
      else setItem(dict, key, value);
    },
    () => dict,
  );
  return dict;
}

function orDefault(value: Value | undefined, fallback: Value): Value {
  return value === undefined ? fallback : value;
}

/** A shallow copy of the same kind. */
export function copyDict(dict: PyDict): PyDict {
  const copy = dict.emptyLike();
  copy.setAll(dict);
  return copy;
}

/** `dict.update(values, **kwargs)`: from a mapping, or an iterable of pairs. */
export function updateDict(dict: PyDict, values: Value | undefined, kwargs: Kwargs | null): void {
  const source = values === undefined ? undefined : payloadOf(values);
  if (source instanceof PyDict) dict.setAll(source);
  else if (source !== undefined) {
    if (source instanceof PyObject && source.cls.lookup('keys') !== undefined) {
      const keys = call(getAttribute(source, 'keys'), []);
      iterateAll(keys, (key) => dict.set(key, getItem(source, key)));
    } else setPairs(dict, source);
  }
  kwargs?.names.forEach((name, i) => {
    dict.set(name, kwargs.values[i]);
  });
}

function setPairs(dict: PyDict, pairs: Value): void {
  if (tryIterator(pairs) === undefined) typeError(`'${typeName(pairs)}' object is not iterable`);
  let place = 0;
  iterateAll(
    pairs,
    (pair) => {
      if (tryIterator(pair) === undefined) {
        typeError(`cannot convert dictionary update sequence element #${place} to a sequence`);
      }
      const items = pair instanceof PyTuple ? pair.items : toArray(pair);
      if (items.length !== 2) {
        valueError(`dictionary update sequence element #${place} has length ${items.length}; 2 is required`);
      }
      dict.set(items[0], items[1]);
      place++;
    },
    () => dict,
  );
}

dictType.construct = (args, kwargs) => {
  if (args.length > 1) typeError(`dict expected at most 1 argument, got ${args.length}`);
  allocate(32);
  const dict = new PyDict();
  updateDict(dict, args[0], kwargs);
  return dict;
};

inPlaceOperators.dict = (op, dict, value) => {
  if (op !== 'BitOr') return undefined;
  updateDict(dict, value, null);
  return dict;
};
