import { budget, charge, MAX_INTEGER_BITS, outOfMemory, unsupported } from '../budget.ts';
import { complexRepr, floatRepr } from '../format/floatRepr.ts';
import { bytesRepr, strRepr } from '../format/strRepr.ts';
import { PyDict } from '../values/dict.ts';
import { typeError, valueError } from '../values/exceptions.ts';
import { PyFrozenSet, PySet } from '../values/set.ts';
import { functionType, NotImplemented, typeName, typeOf } from '../values/types.ts';
import {
  PyBoundMethod,
  PyBuiltin,
  PyBytes,
  PyComplex,
  PyException,
  PyFloat,
  PyFunction,
  PyInstance,
  PyList,
  PyModule,
  PyObject,
  PyRange,
  PySingleton,
  PySlice,
  PyTuple,
  PyType,
  type Value,
} from '../values/value.ts';
import { defaultRepr } from './attributes.ts';
import { addressOf } from './identity.ts';
import { enterRecursion, leaveRecursion } from './recursion.ts';
import { callSpecial } from './special.ts';

/** Containers whose repr is under way, outermost first, to show those that hold themselves. */
const open: PyObject[] = [];

/** Forgets what an aborted run left open. */
export function resetRepr(): void {
  open.length = 0;
}

/** `repr(value)`; charges fuel and memory for its length. */
export function repr(value: Value): string {
  switch (typeof value) {
    case 'number':
      return String(value);
    case 'string':
      if (value.length > 32) pay(value.length);
      return strRepr(value);
    case 'boolean':
      return value ? 'True' : 'False';
    case 'bigint':
      return integerText(value);
  }
  if (value === null) return 'None';
  if (value instanceof PyFloat) return floatRepr(value.v);
  if (value instanceof PyList) return container(value, '[', ']', '[...]', () => items(value.items));
  if (value instanceof PyTuple && value.represent === undefined) {
    return container(value, '(', value.items.length === 1 ? ',)' : ')', '(...)', () => items(value.items));
  }
  if (value.represent !== undefined) return value.represent();
  if (value instanceof PyDict) return container(value, '{', '}', '{...}', () => entries(value));
  if (value instanceof PySet) return setRepr(value, value instanceof PyFrozenSet ? 'frozenset' : 'set');
  if (value instanceof PyInstance) return instanceRepr(value);
  return otherRepr(value);
}

/** `str(value)`. */
export function str(value: Value): string {
  if (typeof value === 'string') return value;
  if (value instanceof PyException) return exceptionText(value);
  if (value instanceof PyObject && value.toText !== undefined) return value.toText();
  if (value instanceof PyInstance) {
    const text = callSpecial(value, '__str__');
    if (text !== NotImplemented) {
      if (typeof text !== 'string') typeError(`__str__ returned non-string (type ${typeName(text)})`);
      return text;
    }
    const { payload } = value;
    const hasText = typeof payload === 'string' || (payload instanceof PyObject && payload.toText !== undefined);
    if (hasText && callSpecialRepr(value) === undefined) return str(payload);
  }
  return repr(value);
}

/** Decimal digits of a big int; raises the ValueError of CPython's limit of 4300 digits. */
export function integerText(value: bigint): string {
  const bits = bitLength(value);
  charge(bits >> 6);
  if (bits > 14286 + 4 || bits > MAX_INTEGER_BITS) tooManyDigits();
  const text = value.toString();
  if (text.length - (value < 0n ? 1 : 0) > 4300) tooManyDigits();
  return text;
}

function tooManyDigits(): never {
  valueError(
    'Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit',
  );
}

/** Bits of |n|, without making a decimal string. */
export function bitLength(n: bigint): number {
  const magnitude = n < 0n ? -n : n;
  const digits = magnitude.toString(16);
  return (digits.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(digits[0], 16)));
}

function pay(length: number): void {
  charge(length >> 4);
  if ((budget.memory -= length) < 0) outOfMemory();
}

/** Repr of a container around `inside()`; a container already open shows as `again`. */
export function container(value: PyObject, left: string, right: string, again: string, inside: () => string): string {
  if (open.includes(value)) return again;
  enterRecursion(' while getting the repr of an object');
  open.push(value);
  try {
    return left + inside() + right;
  } finally {
    open.pop();
    leaveRecursion();
  }
}

/** Reprs of values, separated by commas. */
export function items(values: readonly Value[]): string {
  let out = '';
  for (let i = 0; i < values.length; i++) {
    const text = repr(values[i]);
    out += i === 0 ? text : `, ${text}`;
    pay(text.length + 16);
  }
  return out;
}

/** Reprs of a dict's entries, as in its display. */
export function entries(dict: PyDict): string {
  let out = '';
  for (let i = 0; i < dict.keys.length; i++) {
    const key = dict.keys[i];
    if (key === undefined) continue;
    const text = `${repr(key)}: ${repr(dict.values[i])}`;
    out += out === '' ? text : `, ${text}`;
    pay(text.length + 16);
  }
  return out;
}

function setRepr(value: PySet, name: string): string {
  if (value.size === 0) return `${name}()`;
  const [left, right] = name === 'set' ? ['{', '}'] : [`${name}({`, '})'];
  return container(value, left, right, `${name}(...)`, () => items(value.toArray()));
}

function callSpecialRepr(value: PyInstance): string | undefined {
  const text = callSpecial(value, '__repr__');
  if (text === NotImplemented) return undefined;
  if (typeof text !== 'string') typeError(`__repr__ returned non-string (type ${typeName(text)})`);
  return text;
}

function instanceRepr(value: PyInstance): string {
  enterRecursion(' while getting the repr of an object');
  const own = callSpecialRepr(value);
  leaveRecursion();
  if (own !== undefined) return own;
  if (value instanceof PyException) {
    const { args } = value;
    return args.length === 1 ? `${value.cls.name}(${repr(args[0])})` : `${value.cls.name}(${items(args)})`;
  }
  if (value.payload === undefined) return defaultRepr(value);
  if (value.payload instanceof PySet) return setRepr(value.payload, value.cls.name);
  const text = repr(value.payload);
  const { name } = typeOf(value.payload);
  return NAMED.has(name) && text.startsWith(`${name}(`) ? value.cls.name + text.slice(name.length) : text;
}

/** Built-in classes whose repr begins with the name of the derived class. */
const NAMED = new Set(['Counter', 'Fraction', 'OrderedDict', 'bytearray', 'defaultdict', 'deque']);

/** `str()` of an exception. */
export function exceptionText(value: PyException): string {
  const own = callSpecial(value, '__str__');
  if (own !== NotImplemented) {
    if (typeof own !== 'string') typeError(`__str__ returned non-string (type ${typeName(own)})`);
    return own;
  }
  const { args } = value;
  if (args.length === 2 && value.cls.mro.some((type) => type.name === 'OSError' && !type.isHeap)) {
    return `[Errno ${str(args[0])}] ${str(args[1])}`;
  }
  // Those of syntax show their first argument alone.
  if (value.cls.mro.some((type) => type.name === 'SyntaxError' && !type.isHeap)) return str(args[0] ?? null);
  if (args.length === 0) return '';
  if (args.length === 1) {
    return value.cls.mro.some((type) => type.name === 'KeyError' && !type.isHeap) ? repr(args[0]) : str(args[0]);
  }
  return repr(new PyTuple(args));
}

function otherRepr(value: PyObject): string {
  if (value instanceof PyType) {
    return value.module === 'builtins' ? `<class '${value.name}'>` : `<class '${value.module}.${value.qualname}'>`;
  }
  if (value instanceof PyRange) {
    return `range(${value.start}, ${value.stop}${value.step === 1 ? '' : `, ${value.step}`})`;
  }
  if (value instanceof PyBytes) {
    pay(value.data.length);
    return value.cls.name === 'bytearray' ? `bytearray(${bytesRepr(value.data)})` : bytesRepr(value.data);
  }
  if (value instanceof PyComplex) return complexRepr(value.re, value.im);
  if (value instanceof PySlice) return `slice(${repr(value.start)}, ${repr(value.stop)}, ${repr(value.step)})`;
  if (value instanceof PySingleton) return value.text;
  if (value instanceof PyFunction) return `<function ${value.code.qualname} at ${addressOf(value)}>`;
  if (value instanceof PyBuiltin) {
    if (value.name.startsWith('__')) unsupported('repr of slot wrappers');
    if (value.cls === functionType) return `<function ${value.name} at ${addressOf(value)}>`;
    if (value.within !== null) return `<built-in method ${value.name} of type object at ${addressOf(value)}>`;
    if (value.owner === null) return `<built-in function ${value.name}>`;
    return `<method '${value.name}' of '${value.owner.name}' objects>`;
  }
  if (value instanceof PyBoundMethod) return boundMethodRepr(value);
  if (value instanceof PyModule) unsupported('repr of modules');
  return defaultRepr(value);
}

function boundMethodRepr(value: PyBoundMethod): string {
  if (value.func instanceof PyFunction) return `<bound method ${value.func.code.qualname} of ${repr(value.self)}>`;
  const { func } = value;
  if (value.cls.name === 'method-wrapper') unsupported('repr of method wrappers');
  if (!(func instanceof PyBuiltin)) unsupported(`repr of a bound ${typeName(func)}`);
  const { name } = func;
  if (func.cls === functionType) {
    // Its name may be that of a class between, which ours do not have.
    unsupported(`repr of ${typeName(value.self)}.${name}`);
  }
  if (value.self instanceof PyModule) return `<built-in function ${name}>`;
  return `<built-in method ${name} of ${typeName(value.self)} object at ${addressOf(value)}>`;
}
