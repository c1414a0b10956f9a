import { budget, charge, outOfFuel } from '../budget.ts';
import { PyDict } from '../values/dict.ts';
import { typeError, valueError } from '../values/exceptions.ts';
import { PyFrozenSet, PySet } from '../values/set.ts';
import { NotImplemented, typeName } from '../values/types.ts';
import { PyBytes, PyInstance, PyList, PyObject, PyRange, PyTuple, type Value } from '../values/value.ts';
import { equal, payloadOf, realNumber } from './equal.ts';
import { indexOf } from './integer.ts';
import { tryIterator } from './iterate.ts';
import { callSpecial } from './special.ts';
import { truth } from './truth.ts';

/** `item in container`. */
export function contains(container: Value, item: Value): boolean {
  if (typeof container === 'string') {
    if (typeof item !== 'string') typeError(`'in <string>' requires string as left operand, not ${typeName(item)}`);
    if (container.length > 64) charge(container.length >> 6);
    return container.includes(item);
  }
  if (container instanceof PyList || container instanceof PyTuple) return hasItem(container.items, item);
  if (container instanceof PyDict) return container.has(item);
  if (container instanceof PySet) return container.has(hashableKey(item));
  if (container instanceof PyRange) return inRange(container, item);
  if (container instanceof PyInstance) return inInstance(container, item);
  if (container instanceof PyObject && container.contains !== undefined) return container.contains(item);
  if (container instanceof PyBytes) return inBytes(container, item);
  return inIterator(container, item);
}

/** A set as an element to look for stands for the frozenset of its members. */
function hashableKey(item: Value): Value {
  const set = payloadOf(item);
  if (!(set instanceof PySet) || set instanceof PyFrozenSet) return item;
  const frozen = new PyFrozenSet();
  frozen.merge(set);
  return frozen;
}

/** Whether an array of values holds one that is, or equals, `item`. */
export function hasItem(items: readonly Value[], item: Value): boolean {
  if (typeof item === 'number' || typeof item === 'string') {
    for (let i = 0; i < items.length; i++) {
      const other = items[i];
      if (other === item || (typeof other === 'object' && other !== null && equal(other, item))) {
        charge(i >> 2);
        return true;
      }
      if (typeof other === 'boolean' && equal(other, item)) return true;
    }
    charge(items.length >> 2);
    return false;
  }
  for (let i = 0; i < items.length; i++) {
    if (--budget.fuel < 0) outOfFuel();
    if (items[i] === item || equal(items[i], item)) return true;
  }
  return false;
}

function inRange(range: PyRange, item: Value): boolean {
  const n = realNumber(item);
  if (n === undefined) return false;
  if (typeof n === 'bigint' || !Number.isInteger(n)) return false;
  const { start, stop, step } = range;
  return (step > 0 ? n >= start && n < stop : n <= start && n > stop) && (n - start) % step === 0;
}

function inBytes(bytes: PyBytes, item: Value): boolean {
  charge(bytes.data.length >> 6);
  if (item instanceof PyBytes) {
    return String.fromCharCode(...bytes.data).includes(String.fromCharCode(...item.data));
  }
  const byte = indexOf(item);
  if (byte === undefined) typeError(`a bytes-like object is required, not '${typeName(item)}'`);
  if (byte < 0 || byte > 255) valueError('byte must be in range(0, 256)');
  return bytes.data.includes(Number(byte));
}

function inInstance(container: PyInstance, item: Value): boolean {
  const own = callSpecial(container, '__contains__', item);
  if (own !== NotImplemented) return truth(own);
  const iterable = container.cls.lookup('__iter__') !== undefined || container.payload === undefined;
  if (iterable) return inIterator(container, item);
  const { payload } = container;
  const holds = typeof payload === 'string' || (payload instanceof PyObject && tryIterator(payload) !== undefined);
  return holds ? contains(payload!, item) : noContainer(container);
}

function noContainer(value: Value): never {
  typeError(`argument of type '${typeName(value)}' is not iterable`);
}

function inIterator(container: Value, item: Value): boolean {
  const iterator = tryIterator(container);
  if (iterator === undefined) noContainer(container);
  for (let other = iterator.next(); other !== undefined; other = iterator.next()) {
    if (other === item || equal(other, item)) return true;
  }
  return false;
}
