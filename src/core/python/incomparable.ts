import { charge, Refusal } from './budget.ts';
import { hasSpecial } from './ops/special.ts';
import { PyDict } from './values/dict.ts';
import { PySet } from './values/set.ts';
import {
  PyBoundMethod,
  PyBuiltin,
  PyException,
  PyFloat,
  PyFunction,
  PyInstance,
  PyIterator,
  PyList,
  PyModule,
  PyObject,
  PyTuple,
  type Value,
} from './values/value.ts';

/** Throws an `output` refusal, with the reason, for a result that no answer could ever equal. */
export function refuseIncomparable(value: Value): void {
  const reason = reasonOf(value, new Set());
  if (reason !== undefined) throw new Refusal('output', `the result cannot be compared: ${reason}`);
}

function reasonOf(value: Value, open: Set<PyObject>): string | undefined {
  if (!(value instanceof PyObject)) return undefined;
  charge(1);
  if (value instanceof PyFloat) return Number.isNaN(value.v) ? 'NaN is not equal to itself' : undefined;
  if (value instanceof PyIterator) return `a ${value.cls.name} can be read only once`;
  if (value instanceof PyFunction || value instanceof PyBuiltin || value instanceof PyBoundMethod) {
    return 'a function is equal only to itself';
  }
  if (value instanceof PyModule) return 'a module is equal only to itself';
  if (open.has(value)) return 'it contains itself';
  open.add(value);
  const reason = insideOf(value, open);
  open.delete(value);
  return reason;
}

function insideOf(value: PyObject, open: Set<PyObject>): string | undefined {
  if (value instanceof PyList || value instanceof PyTuple) return firstReason(value.items, open);
  if (value instanceof PyDict) return firstReason([...value.keyList(), ...value.valueList()], open);
  if (value instanceof PySet) return firstReason(value.toArray(), open);
  if (!(value instanceof PyInstance)) return undefined;
  if (value instanceof PyException) return 'an exception is equal only to itself';
  if (value.payload !== undefined) return reasonOf(value.payload, open);
  if (!hasSpecial(value, '__eq__') && !hasSpecial(value, '__repr__')) {
    return `an instance of ${value.cls.name}, which defines neither __eq__ nor __repr__, is equal only to itself`;
  }
  if (!hasSpecial(value, '__eq__'))
    return `an instance of ${value.cls.name}, which defines no __eq__, is equal only to itself`;
  return hasSpecial(value, '__repr__')
    ? undefined
    : `an instance of ${value.cls.name}, which defines no __repr__, cannot be shown`;
}

function firstReason(items: readonly Value[], open: Set<PyObject>): string | undefined {
  for (const item of items) {
    const reason = reasonOf(item, open);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
