import type { BinaryOperator, UnaryOperator } from '../ast.ts';
import { allocate, charge } from '../budget.ts';
import { bytesOfText, textOfBytes } from '../format/bytesText.ts';
import { formatPercent } from '../format/percent.ts';
import { PyDict } from '../values/dict.ts';
import { raise, typeError } from '../values/exceptions.ts';
import { PySet } from '../values/set.ts';
import { dictType, NotImplemented, typeName } from '../values/types.ts';
import { PyBytes, PyComplex, PyFloat, PyInstance, PyList, PyObject, PyTuple, type Value } from '../values/value.ts';
import { complexDivide, complexMultiply, complexPower } from './complex.ts';
import { payloadOf } from './equal.ts';
import { floatFloorDivide, floatModulo, floatPower } from './float.ts';
import * as integer from './integer.ts';
import { callSpecial } from './special.ts';
import { truth } from './truth.ts';

/** How operators are written, and the names of their methods. */
export const OPERATORS: Record<BinaryOperator, { symbol: string; method: string }> = {
  Add: { symbol: '+', method: 'add' },
  Sub: { symbol: '-', method: 'sub' },
  Mult: { symbol: '*', method: 'mul' },
  MatMult: { symbol: '@', method: 'matmul' },
  Div: { symbol: '/', method: 'truediv' },
  FloorDiv: { symbol: '//', method: 'floordiv' },
  Mod: { symbol: '%', method: 'mod' },
  Pow: { symbol: '**', method: 'pow' },
  LShift: { symbol: '<<', method: 'lshift' },
  RShift: { symbol: '>>', method: 'rshift' },
  BitOr: { symbol: '|', method: 'or' },
  BitXor: { symbol: '^', method: 'xor' },
  BitAnd: { symbol: '&', method: 'and' },
};

/** `a op b` for any two values; raises TypeError where the operator is not defined. */
export function binary(op: BinaryOperator, a: Value, b: Value): Value {
  const result = tryBinary(op, a, b);
  if (result === undefined) unsupportedOperands(op, a, b, '');
  return result;
}

/** `target op= value`: lists, sets and dicts change in place. */
export function inPlace(op: BinaryOperator, a: Value, b: Value): Value {
  if (a instanceof PyInstance) {
    const result = callSpecial(a, `__i${OPERATORS[op].method}__`, b);
    if (result !== NotImplemented) return result;
    if (a.payload !== undefined && inPlaceBuiltin(op, a.payload, b) !== undefined) return a;
  }
  const result =
    inPlaceBuiltin(op, a, b) ?? (op === 'Mult' && isRepeatedInPlace(a, b) ? askOnly(op, a, b) : tryBinary(op, a, b));
  if (result === undefined) unsupportedOperands(op, a, b, '=');
  return result;
}

/** In-place operators of mutable built-ins, put in by their method modules. */
export const inPlaceOperators: {
  list: (op: BinaryOperator, a: PyList, b: Value) => Value | undefined;
  set: (op: BinaryOperator, a: PySet, b: Value) => Value | undefined;
  dict: (op: BinaryOperator, a: PyDict, b: Value) => Value | undefined;
} = { list: () => undefined, set: () => undefined, dict: () => undefined };

function inPlaceBuiltin(op: BinaryOperator, a: Value, b: Value): Value | undefined {
  if (a instanceof PyObject && a.applyInPlace !== undefined) return a.applyInPlace(op, b);
  if (a instanceof PyList) return inPlaceOperators.list(op, a, b);
  if (a instanceof PySet) return inPlaceOperators.set(op, a, b);
  if (a instanceof PyDict) return inPlaceOperators.dict(op, a, b);
  return undefined;
}

function unsupportedOperands(op: BinaryOperator, a: Value, b: Value, assign: string): never {
  const left = payloadOf(a);
  const right = payloadOf(b);
  if (op === 'Add') {
    if (typeof left === 'string') typeError(`can only concatenate str (not "${typeName(b)}") to str`);
    if (left instanceof PyList) typeError(`can only concatenate list (not "${typeName(b)}") to list`);
    if (left instanceof PyTuple) typeError(`can only concatenate tuple (not "${typeName(b)}") to tuple`);
    if (left instanceof PyBytes) typeError(`can't concat ${typeName(b)} to bytes`);
  }
  if (op === 'Mult' && !(assign === '=' && isRepeatedInPlace(a, b))) {
    if (isSequence(left)) typeError(`can't multiply sequence by non-int of type '${typeName(b)}'`);
    if (isSequence(right)) typeError(`can't multiply sequence by non-int of type '${typeName(a)}'`);
  }
  const symbol = op === 'Pow' && assign === '' ? '** or pow()' : `${OPERATORS[op].symbol}${assign}`;
  typeError(`unsupported operand type(s) for ${symbol}: '${typeName(a)}' and '${typeName(b)}'`);
}

/** `a *= b` with a sequence as `b`: a class of the program counts as a sequence in C, so that `b` is not asked to be repeated. */
function isRepeatedInPlace(a: Value, b: Value): boolean {
  return a instanceof PyInstance && isSequence(b) && !isSequence(payloadOf(a));
}

function isSequence(value: Value): boolean {
  return typeof value === 'string' || value instanceof PyList || value instanceof PyTuple || value instanceof PyBytes;
}

/** `a op b`, `undefined` where the operator is not defined. */
export function tryBinary(op: BinaryOperator, a: Value, b: Value): Value | undefined {
  if (a instanceof PyInstance || b instanceof PyInstance) {
    const result = askInstances(op, a, b);
    if (result !== NotImplemented) return result;
    const left = payloadOf(a);
    const right = payloadOf(b);
    // Formatting shows the instance itself, not the value inside.
    if (op === 'Mod' && typeof left === 'string') return formatPercent(left, b);
    if (left !== a || right !== b) return tryBinary(op, left, right);
    // The count of a repetition may be any object with `__index__`.
    return op === 'Mult' || op === 'Mod' ? sequenceOperation(op, a, b) : undefined;
  }
  const x = integerOf(a);
  const y = integerOf(b);
  if (x !== undefined && y !== undefined) {
    if (typeof a === 'boolean' && typeof b === 'boolean' && (op === 'BitAnd' || op === 'BitOr' || op === 'BitXor')) {
      return op === 'BitAnd' ? a && b : op === 'BitOr' ? a || b : a !== b;
    }
    return integerOperation(op, x, y);
  }
  const v = x ?? (a instanceof PyFloat ? a.v : undefined);
  const w = y ?? (b instanceof PyFloat ? b.v : undefined);
  if (v !== undefined && w !== undefined) {
    return floatOperation(op, toFloat(v), toFloat(w));
  }
  if (a instanceof PyObject && a.operate !== undefined) {
    const result = a.operate(op, b, false);
    if (result !== undefined) return result;
  }
  if (b instanceof PyObject && b.operate !== undefined) {
    const result = b.operate(op, a, true);
    if (result !== undefined) return result;
  }
  if (a instanceof PyComplex || b instanceof PyComplex) {
    const left = complexOf(a, v);
    const right = complexOf(b, w);
    if (left !== undefined && right !== undefined) return complexOperation(op, left, right);
  }
  return sequenceOperation(op, a, b);
}

function toFloat(v: number | bigint): number {
  return typeof v === 'number' ? v : integer.integerToFloat(v);
}

function integerOf(value: Value): number | bigint | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    default:
      return undefined;
  }
}

function complexOf(value: Value, real: number | bigint | undefined): PyComplex | undefined {
  if (value instanceof PyComplex) return value;
  return real === undefined ? undefined : new PyComplex(toFloat(real), 0);
}

function askInstances(op: BinaryOperator, a: Value, b: Value): Value {
  const { method } = OPERATORS[op];
  const forward = `__${method}__`;
  const reflected = `__r${method}__`;
  if (a instanceof PyInstance && b instanceof PyInstance && a.cls !== b.cls && b.cls.isSubclassOf(a.cls)) {
    if (b.cls.lookup(reflected) !== a.cls.lookup(reflected)) {
      const result = callSpecial(b, reflected, a);
      if (result !== NotImplemented) return result;
      return callSpecial(a, forward, b);
    }
  }
  const result = callSpecial(a, forward, b);
  if (result !== NotImplemented) return result;
  if (a instanceof PyInstance && b instanceof PyInstance && a.cls === b.cls) return NotImplemented;
  return callSpecial(b, reflected, a);
}

function askOnly(op: BinaryOperator, a: Value, b: Value): Value | undefined {
  const result = askInstances(op, a, b);
  return result === NotImplemented ? undefined : result;
}

function integerOperation(op: BinaryOperator, a: number | bigint, b: number | bigint): Value | undefined {
  switch (op) {
    case 'Add':
      return integer.add(a, b);
    case 'Sub':
      return integer.subtract(a, b);
    case 'Mult':
      return integer.multiply(a, b);
    case 'Div':
      if (b === 0) raise('ZeroDivisionError', 'division by zero');
      return new PyFloat(integer.trueDivide(a, b));
    case 'FloorDiv':
      if (b === 0) raise('ZeroDivisionError', 'integer division or modulo by zero');
      return integer.floorDivide(a, b);
    case 'Mod':
      if (b === 0) raise('ZeroDivisionError', 'integer modulo by zero');
      return integer.modulo(a, b);
    case 'Pow':
      if (b >= 0) return integer.power(a, b);
      return floatPower(integer.integerToFloat(a), integer.integerToFloat(b));
    case 'LShift':
      return integer.shiftLeft(a, b);
    case 'RShift':
      return integer.shiftRight(a, b);
    case 'BitAnd':
    case 'BitOr':
    case 'BitXor':
      return integer.bitwise(op, a, b);
    case 'MatMult':
      return undefined;
  }
}

function floatOperation(op: BinaryOperator, a: number, b: number): Value | undefined {
  switch (op) {
    case 'Add':
      return new PyFloat(a + b);
    case 'Sub':
      return new PyFloat(a - b);
    case 'Mult':
      return new PyFloat(a * b);
    case 'Div':
      if (b === 0) raise('ZeroDivisionError', 'float division by zero');
      return new PyFloat(a / b);
    case 'FloorDiv':
      if (b === 0) raise('ZeroDivisionError', 'float floor division by zero');
      return new PyFloat(floatFloorDivide(a, b));
    case 'Mod':
      if (b === 0) raise('ZeroDivisionError', 'float modulo');
      return new PyFloat(floatModulo(a, b));
    case 'Pow':
      return floatPower(a, b);
    default:
      return undefined;
  }
}

function complexOperation(op: BinaryOperator, a: PyComplex, b: PyComplex): Value | undefined {
  switch (op) {
    case 'Add':
      return new PyComplex(a.re + b.re, a.im + b.im);
    case 'Sub':
      return new PyComplex(a.re - b.re, a.im - b.im);
    case 'Mult':
      return complexMultiply(a, b);
    case 'Div':
      return complexDivide(a, b);
    case 'Pow':
      return complexPower(a, b);
    default:
      return undefined;
  }
}

function sequenceOperation(op: BinaryOperator, a: Value, b: Value): Value | undefined {
  switch (op) {
    case 'Add':
      return concatenate(a, b);
    case 'Mult': {
      const times = integer.indexOf(b);
      if (times !== undefined && isSequence(a)) return repeat(a, repetitions(times, b));
      const count = integer.indexOf(a);
      if (count !== undefined && isSequence(b)) return repeat(b, repetitions(count, a));
      return undefined;
    }
    case 'Mod':
      if (typeof a === 'string') return formatPercent(a, b);
      if (a instanceof PyBytes) return withData(a, bytesOfText(formatPercent(textOfBytes(a.data), b, true)));
      return undefined;
    case 'BitOr':
      if (a instanceof PySet && b instanceof PySet) {
        const union = a.copy();
        if (a !== b) union.merge(b);
        return union;
      }
      if (a instanceof PyDict && b instanceof PyDict) {
        // The kind of dict that knows more than `dict` decides.
        const merged = (a.cls === dictType ? b : a).emptyLike();
        merged.setAll(a);
        merged.setAll(b);
        return merged;
      }
      return undefined;
    case 'BitAnd':
      return a instanceof PySet && b instanceof PySet ? a.intersection(b) : undefined;
    case 'Sub':
      return a instanceof PySet && b instanceof PySet ? a.difference(b) : undefined;
    case 'BitXor': {
      if (!(a instanceof PySet) || !(b instanceof PySet)) return undefined;
      const result = a.copy();
      result.clear();
      result.merge(b);
      result.toggleAll(a);
      return result;
    }
    default:
      return undefined;
  }
}

/** `a + b` of two sequences of one type. */
export function concatenate(a: Value, b: Value): Value | undefined {
  if (typeof a === 'string' && typeof b === 'string') return concatenateStrings(a, b);
  if (a instanceof PyList && b instanceof PyList) {
    chargeItems(a.items.length + b.items.length);
    return new PyList(a.items.concat(b.items));
  }
  if (a instanceof PyTuple && b instanceof PyTuple) {
    chargeItems(a.items.length + b.items.length);
    return new PyTuple(a.items.concat(b.items));
  }
  if (a instanceof PyBytes && b instanceof PyBytes) {
    allocate(a.data.length + b.data.length);
    charge((a.data.length + b.data.length) >> 6);
    const data = new Uint8Array(a.data.length + b.data.length);
    data.set(a.data);
    data.set(b.data, a.data.length);
    return withData(a, data);
  }
  return undefined;
}

/** Bytes of the same Python type as `like`. */
export function withData(like: PyBytes, data: Uint8Array): PyBytes {
  const result = new PyBytes(data);
  if (result.cls !== like.cls) result.cls = like.cls;
  return result;
}

/** Charges for copying `count` items into a new sequence. */
export function chargeItems(count: number): void {
  charge(count >> 3);
  allocate(16 + count * 2);
}

/** Strings share their parts, so the charge is the shorter one in full and an eighth of the whole. */
export function concatenateStrings(a: string, b: string): string {
  const length = a.length + b.length;
  if (length > 32) {
    charge(length >> 10);
    allocate(Math.min(a.length, b.length) + (length >> 3));
  }
  return a + b;
}

function repetitions(times: number | bigint, value: Value): number {
  if (typeof times === 'bigint' && BigInt.asIntN(64, times) !== times) {
    raise('OverflowError', `cannot fit '${typeName(value)}' into an index-sized integer`);
  }
  return integer.toIndex(times);
}

/** `sequence * times`. */
export function repeat(sequence: Value, times: number): Value {
  const count = Math.max(0, times);
  if (typeof sequence === 'string') {
    allocate(sequence.length * count);
    charge((sequence.length * count) >>> 6);
    return sequence.repeat(count);
  }
  if (sequence instanceof PyBytes) {
    const { length } = sequence.data;
    allocate(length * count);
    charge((length * count) >>> 6);
    const data = new Uint8Array(length * count);
    if (length === 1) data.fill(sequence.data[0]);
    else for (let i = 0; i < count && length > 0; i++) data.set(sequence.data, i * length);
    return withData(sequence, data);
  }
  const { items } = sequence as PyList | PyTuple;
  if (sequence instanceof PyTuple && count === 1) return sequence;
  const total = items.length * count;
  allocate(total * 8);
  charge(total >> 3);
  const result: Value[] = [];
  if (items.length === 1) {
    for (let i = 0; i < total; i++) result.push(items[0]);
  } else if (items.length > 0) {
    for (let i = 0; i < count; i++) for (const item of items) result.push(item);
  }
  return sequence instanceof PyList ? new PyList(result) : new PyTuple(result);
}

const UNARY: Record<'USub' | 'UAdd' | 'Invert', { symbol: string; method: string }> = {
  USub: { symbol: '-', method: '__neg__' },
  UAdd: { symbol: '+', method: '__pos__' },
  Invert: { symbol: '~', method: '__invert__' },
};

/** `op value`. */
export function unary(op: UnaryOperator, value: Value): Value {
  if (op === 'Not') return !truth(value);
  const n = integerOf(value);
  if (n !== undefined) {
    if (op === 'UAdd') return n;
    if (typeof n === 'number') return op === 'USub' ? 0 - n : integer.integerFromNumber(-1 - n);
    return integer.normalizeInteger(op === 'USub' ? -n : ~n);
  }
  if (op !== 'Invert') {
    if (value instanceof PyFloat) return op === 'USub' ? new PyFloat(-value.v) : value;
    if (value instanceof PyComplex) return op === 'USub' ? new PyComplex(-value.re, -value.im) : value;
  }
  if (value instanceof PyInstance) {
    const result = callSpecial(value, UNARY[op].method);
    if (result !== NotImplemented) return result;
    const { payload } = value;
    const takes =
      payload !== undefined &&
      (integer.indexOf(payload) !== undefined || payload instanceof PyFloat || payload instanceof PyComplex);
    if (takes || (payload instanceof PyObject && payload.applyUnary !== undefined)) return unary(op, payload);
  }
  const native = value instanceof PyObject ? value.applyUnary?.(op) : undefined;
  if (native !== undefined) return native;
  typeError(`bad operand type for unary ${UNARY[op].symbol}: '${typeName(value)}'`);
}
