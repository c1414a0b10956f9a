import { charge } from '../budget.ts';
import { PyDict } from '../values/dict.ts';
import { PySet } from '../values/set.ts';
import { NotImplemented } from '../values/types.ts';
import {
  PyBoundMethod,
  PyBytes,
  PyComplex,
  PyFloat,
  PyInstance,
  PyList,
  PyObject,
  PyRange,
  PySlice,
  PyTuple,
  type Value,
} from '../values/value.ts';
import { enterRecursion, leaveRecursion } from './recursion.ts';
import { callSpecial } from './special.ts';
import { truth } from './truth.ts';

/** `a == b` as a truth value. */
export function equal(a: Value, b: Value): boolean {
  if (typeof a === 'string' || typeof b === 'string') {
    if (typeof a === typeof b) return a === b;
    const other = typeof a === 'string' ? b : a;
    return other instanceof PyInstance ? truth(richEqual(a, b)) : false;
  }
  if (typeof a === 'number' && typeof b === 'number') return a === b;
  if (a instanceof PyInstance || b instanceof PyInstance) return truth(richEqual(a, b));
  return builtinEqual(a, b);
}

/** `a is b or a == b`: how containers compare their elements. */
export function sameOrEqual(a: Value, b: Value): boolean {
  return a === b || equal(a, b);
}

/** The value of `a == b`, which a class may define to be anything. */
export function richEqual(a: Value, b: Value): Value {
  if (!(a instanceof PyInstance) && !(b instanceof PyInstance)) return equal(a, b);
  const result = askEqual(a, b, '__eq__');
  if (result !== NotImplemented) return result;
  const left = payloadOf(a);
  const right = payloadOf(b);
  if (left !== a || right !== b) return equal(left, right);
  return a === b;
}

/** The value of `a != b`. */
export function richNotEqual(a: Value, b: Value): Value {
  if (!(a instanceof PyInstance) && !(b instanceof PyInstance)) return !equal(a, b);
  const result = askEqual(a, b, '__ne__');
  return result === NotImplemented ? !truth(richEqual(a, b)) : result;
}

function askEqual(a: Value, b: Value, name: '__eq__' | '__ne__'): Value {
  const reflectedFirst =
    a instanceof PyInstance && b instanceof PyInstance && a.cls !== b.cls && b.cls.isSubclassOf(a.cls);
  const [first, second] = reflectedFirst ? [b, a] : [a, b];
  let result = callSpecial(first, name, second);
  if (result === NotImplemented) result = callSpecial(second, name, first);
  return result;
}

/** The built-in value inside an instance of a class derived from a built-in type, else the value itself. */
export function payloadOf(value: Value): Value {
  return value instanceof PyInstance && value.payload !== undefined ? value.payload : value;
}

function builtinEqual(a: Value, b: Value): boolean {
  if (a === b) return !(a instanceof PyFloat && Number.isNaN(a.v));
  if (a instanceof PyList) return b instanceof PyList && equalItems(a.items, b.items);
  if (a instanceof PyTuple) return b instanceof PyTuple && equalItems(a.items, b.items);
  const x = realNumber(a);
  if (x !== undefined) {
    const y = realNumber(b);
    if (y !== undefined) return x >= y && x <= y;
    if (b instanceof PyComplex) return b.im === 0 && x >= b.re && x <= b.re;
  }
  if (a instanceof PyObject && a.equals !== undefined) return a.equals(b);
  if (b instanceof PyObject && b.equals !== undefined) return b.equals(a);
  if (a instanceof PyComplex) {
    if (b instanceof PyComplex) return a.re === b.re && a.im === b.im;
    const y = realNumber(b);
    return y !== undefined && a.im === 0 && a.re >= y && a.re <= y;
  }
  if (a instanceof PyDict) return b instanceof PyDict && equalDicts(a, b);
  if (a instanceof PySet) return b instanceof PySet && a.size === b.size && a.isSubsetOf(b);
  if (a instanceof PyBytes) {
    return b instanceof PyBytes && a.data.length === b.data.length && a.data.every((byte, i) => byte === b.data[i]);
  }
  if (a instanceof PyRange) {
    if (!(b instanceof PyRange) || a.length !== b.length) return false;
    return a.length === 0 || (a.start === b.start && (a.length === 1 || a.step === b.step));
  }
  if (a instanceof PySlice) {
    return b instanceof PySlice && equal(a.start, b.start) && equal(a.stop, b.stop) && equal(a.step, b.step);
  }
  return a instanceof PyBoundMethod && b instanceof PyBoundMethod && a.self === b.self && a.func === b.func;
}

/**
 * The value of an int, bool or float as a JavaScript number or bigint, `undefined` for anything else. Comparing a
 * number with a bigint by `<` and its kin is exact in JavaScript.
 */
export function realNumber(value: Value): number | bigint | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    default:
      return value instanceof PyFloat ? value.v : undefined;
  }
}

function equalItems(a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length !== b.length) return false;
  charge(a.length >> 2);
  enterRecursion(' in comparison');
  for (let i = 0; i < a.length; i++) {
    const x = a[i];
    const y = b[i];
    if (x !== y && !equal(x, y)) {
      leaveRecursion();
      return false;
    }
  }
  leaveRecursion();
  return true;
}

/** Whether two dicts have equal entries, in any order. */
export function equalDicts(a: PyDict, b: PyDict): boolean {
  if (a.size !== b.size) return false;
  charge(a.size >> 1);
  enterRecursion(' in comparison');
  for (let i = 0; i < a.keys.length; i++) {
    const key = a.keys[i];
    if (key === undefined) continue;
    const other = b.get(key);
    if (other === undefined || !sameOrEqual(a.values[i], other)) {
      leaveRecursion();
      return false;
    }
  }
  leaveRecursion();
  return true;
}
