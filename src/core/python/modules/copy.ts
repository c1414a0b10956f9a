import { ATTRIBUTE_BYTES, allocate, charge, held, INSTANCE_BYTES, unsupported } from '../budget.ts';
import { makeBuiltin, python } from '../builtins/define.ts';
import { copyDict } from '../methods/dict.ts';
import { chargeItems } from '../ops/arithmetic.ts';
import { bind } from '../ops/attributes.ts';
import { call } from '../ops/call.ts';
import { length } from '../ops/length.ts';
import { enterRecursion, leaveRecursion } from '../ops/recursion.ts';
import { hasSpecial } from '../ops/special.ts';
import { PyDict } from '../values/dict.ts';
import { PyDictView } from '../values/dictViews.ts';
import { typeError } from '../values/exceptions.ts';
import { PyGenerator } from '../values/generator.ts';
import { PyFrozenSet, PySet } from '../values/set.ts';
import { bytearrayType, typeName } from '../values/types.ts';
import {
  PyBytes,
  PyException,
  PyInstance,
  PyIterator,
  PyList,
  PyObject,
  PyTuple,
  type Value,
} from '../values/value.ts';
import { PyDeque } from './collections/deque.ts';
import { PyNamedTuple } from './collections/namedtuple.ts';

/** `copy`. */
export function copyModule(): Record<string, Value> {
  return {
    copy: makeBuiltin('copy', python(['x'], 1, shallow)),
    deepcopy: makeBuiltin(
      'deepcopy',
      python(['x', 'memo', '_nil'], 1, (value: Value, memo: Value = null) =>
        memo === null || memo instanceof PyDict
          ? deep(value, held(new Map()))
          : unsupported('copy.deepcopy() with such a memo'),
      ),
    ),
  };
}

function shallow(value: Value): Value {
  if (value instanceof PyInstance) {
    const own = value.cls.lookup('__copy__');
    if (own !== undefined) return call(bind(own, value, value.cls), []);
    const copy = blankInstance(value);
    if (value.payload !== undefined) copy.payload = shallow(value.payload);
    for (const [name, item] of value.attributes) copy.attributes.set(name, item);
    return copy;
  }
  if (value instanceof PyList) {
    chargeItems(value.items.length);
    return new PyList(value.items.slice());
  }
  if (value instanceof PyDict) return copyDict(value);
  if (value instanceof PySet) return value instanceof PyFrozenSet ? value : value.copy();
  if (value instanceof PyDeque) {
    chargeItems(value.lengthOf());
    return new PyDeque(value.toArray(), value.limit);
  }
  return same(value);
}

/** A value of which a copy is itself; refuses those of which it is not. */
function same(value: Value): Value {
  if (value instanceof PyBytes && value.cls === bytearrayType) {
    const copy = new PyBytes(value.data.slice());
    copy.cls = bytearrayType;
    return copy;
  }
  if (value instanceof PyGenerator || value instanceof PyDictView)
    typeError(`cannot pickle '${typeName(value)}' object`);
  if (value instanceof PyIterator) unsupported('copying iterators');
  return value;
}

/** Methods by which a class changes how it is copied, beside `__copy__` and `__deepcopy__`. */
const PICKLING = ['__reduce__', '__reduce_ex__', '__getstate__', '__setstate__', '__getnewargs__'];

function blankInstance(value: PyInstance): PyInstance {
  const changed = PICKLING.find((name) => hasSpecial(value, name));
  if (changed !== undefined) unsupported(`copying by ${changed}`);
  const { size } = value.attributes;
  charge(size >> 2);
  allocate(INSTANCE_BYTES + size * ATTRIBUTE_BYTES);
  return value instanceof PyException ? new PyException(value.cls, value.args) : new PyInstance(value.cls);
}

/** A copy of everything reachable; `known` keeps shared and cyclic references. */
function deep(value: Value, known: Map<PyObject, Value>): Value {
  if (!(value instanceof PyObject)) return value;
  const done = known.get(value);
  if (done !== undefined) return done;
  charge(1);
  enterRecursion('');
  const copy = deepObject(value, known);
  leaveRecursion();
  known.set(value, copy);
  return copy;
}

function deepObject(value: PyObject, known: Map<PyObject, Value>): Value {
  if ([PyList, PyTuple, PyDict, PySet, PyDeque].some((type) => value instanceof type)) {
    const count = length(value);
    charge(count);
    allocate(8 * count);
  }
  if (value instanceof PyList) {
    const copy = new PyList([]);
    known.set(value, copy);
    for (const item of value.items) copy.items.push(deep(item, known));
    return copy;
  }
  if (value instanceof PyTuple) {
    const items = value.items.map((item) => deep(item, known));
    if (items.every((item, i) => item === value.items[i])) return value;
    return value instanceof PyNamedTuple ? new PyNamedTuple(value.cls, value.fields, items) : new PyTuple(items);
  }
  if (value instanceof PyDict) {
    const copy = value.emptyLike();
    known.set(value, copy);
    for (const [key, item] of value.entries()) copy.set(deep(key, known), deep(item, known));
    return copy;
  }
  if (value instanceof PySet) {
    const items = value.toArray().map((item) => deep(item, known));
    const copy = value instanceof PyFrozenSet ? new PyFrozenSet() : new PySet();
    for (const item of items) copy.add(item);
    return copy;
  }
  if (value instanceof PyDeque)
    return new PyDeque(
      value.toArray().map((item) => deep(item, known)),
      value.limit,
    );
  if (value instanceof PyInstance) {
    const own = value.cls.lookup('__deepcopy__');
    if (own !== undefined) return call(bind(own, value, value.cls), [new PyDict()]);
    const copy = blankInstance(value);
    known.set(value, copy);
    if (value.payload !== undefined) copy.payload = deep(value.payload, known);
    for (const [name, item] of value.attributes) copy.attributes.set(name, deep(item, known));
    return copy;
  }
  return same(value);
}
