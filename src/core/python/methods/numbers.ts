import { allocate, charge, MAX_INTEGER_BITS } from '../budget.ts';
import { argument, defineClassMethods, defineGetters, defineMethods, exact, keywords } from '../builtins/define.ts';
import { parseFloatText, parseIntegerText } from '../format/parseNumber.ts';
import { call } from '../ops/call.ts';
import { payloadOf } from '../ops/equal.ts';
import * as integer from '../ops/integer.ts';
import { tryIterator } from '../ops/iterate.ts';
import { bitLength, repr } from '../ops/repr.ts';
import { callSpecial } from '../ops/special.ts';
import { truth } from '../ops/truth.ts';
import { raise, typeError, valueError } from '../values/exceptions.ts';
import {
  argumentTypeName,
  boolType,
  complexType,
  floatType,
  intType,
  NotImplemented,
  typeName,
} from '../values/types.ts';
import { PyBytes, PyComplex, PyFloat, PyInstance, PyObject, PyTuple, type Value } from '../values/value.ts';
import { collect } from './bytes.ts';

type Integer = number | bigint | boolean;

const big = (value: Integer): bigint => BigInt(value);
const plain = (value: Integer): number | bigint => (typeof value === 'boolean' ? Number(value) : value);

/** Methods of `int`, `float`, `complex`, and what calling these types does. */
defineMethods(intType, {
  bit_length: exact(1, (self: Integer) => (plain(self) === 0 ? 0 : bitLength(big(self)))),
  bit_count: exact(1, (self: Integer) => {
    const text = (big(self) < 0n ? -big(self) : big(self)).toString(2);
    return text.replaceAll('0', '').length;
  }),
  conjugate: exact(1, (self: Integer) => plain(self)),
  as_integer_ratio: exact(1, (self: Integer) => new PyTuple([plain(self), 1])),
  to_bytes: keywords(
    ['length', 'byteorder', 'signed'],
    0,
    (self: Integer, length: Value = 1, order: Value = 'big', signed: Value = false) =>
      toBytes(big(self), integer.toSize(length), order, truth(signed)),
  ),
});
defineGetters(intType, {
  real: (self: Integer) => plain(self),
  imag: () => 0,
  numerator: (self: Integer) => plain(self),
  denominator: () => 1,
});

defineClassMethods(intType, {
  from_bytes: keywords(
    ['bytes', 'byteorder', 'signed'],
    1,
    (cls: Value, bytes: Value, order: Value = 'big', signed: Value = false) => {
      const n = fromBytes(bytes, order, truth(signed));
      return cls === intType ? n : call(cls, [n]);
    },
  ),
});

function toBytes(value: bigint, length: number, given: Value, signed: boolean): Value {
  const order = checkOrder('to_bytes', given);
  if (length < 0) valueError('length argument must be non-negative');
  allocate(length);
  if (value < 0n && !signed) raise('OverflowError', "can't convert negative int to unsigned");
  charge(length >> 2);
  // Of a negative number the bytes of -n - 1, each inverted.
  const size = value < 0n ? -value - 1n : value;
  const used = size === 0n ? 0 : bitLength(size);
  if (used + (signed ? 1 : 0) > length * 8 && !(length === 0 && value === 0n)) {
    raise('OverflowError', 'int too big to convert');
  }
  const data = new Uint8Array(length);
  const digits = size.toString(16);
  const flip = value < 0n ? 255 : 0;
  for (let i = 0; i < length; i++) {
    const end = digits.length - 2 * i;
    const byte = end <= 0 ? 0 : Number.parseInt(digits.slice(Math.max(0, end - 2), end), 16);
    data[order === 'little' ? i : length - 1 - i] = byte ^ flip;
  }
  return new PyBytes(data);
}

function checkOrder(name: string, given: Value): Value {
  const order = payloadOf(given);
  if (typeof order !== 'string')
    typeError(`${name}() argument 'byteorder' must be str, not ${argumentTypeName(given)}`);
  if (order !== 'big' && order !== 'little') valueError("byteorder must be either 'little' or 'big'");
  return order;
}

function fromBytes(source: Value, given: Value, signed: boolean): Value {
  const order = checkOrder('from_bytes', given);
  if (typeof payloadOf(source) === 'string' || tryIterator(source) === undefined) {
    typeError(`cannot convert '${typeName(source)}' object to bytes`);
  }
  const bytes = source instanceof PyBytes ? source : new PyBytes(collect(source));
  if (bytes.data.length * 8 > MAX_INTEGER_BITS) integer.reserveBits(bytes.data.length * 8);
  charge(bytes.data.length);
  const pairs = Array.from(bytes.data, (byte) => byte.toString(16).padStart(2, '0'));
  if (order === 'little') pairs.reverse();
  const n = BigInt(`0x0${pairs.join('')}`);
  return integer.normalizeInteger(signed ? BigInt.asIntN(bytes.data.length * 8, n) : n);
}

const words = new DataView(new ArrayBuffer(8));

defineMethods(floatType, {
  is_integer: exact(1, (self: PyFloat) => Number.isInteger(self.v)),
  conjugate: exact(1, (self: PyFloat) => self),
  hex: exact(1, (self: PyFloat) => hexadecimal(self.v)),
  as_integer_ratio: exact(1, (self: PyFloat) => new PyTuple(integerRatio(self.v))),
});
defineGetters(floatType, { real: (self: PyFloat) => self, imag: () => new PyFloat(0) });
defineClassMethods(floatType, {
  fromhex: exact(2, (_cls: Value, text: Value) => new PyFloat(fromHexadecimal(text))),
});

/** Numerator and denominator of a finite float, exactly. */
export function integerRatio(v: number): [number | bigint, number | bigint] {
  if (Number.isNaN(v)) valueError('cannot convert NaN to integer ratio');
  if (!Number.isFinite(v)) raise('OverflowError', 'cannot convert Infinity to integer ratio');
  words.setFloat64(0, Math.abs(v));
  const bits = words.getBigUint64(0);
  const biased = Number(bits >> 52n);
  let mantissa = biased === 0 ? bits & 0xfffffffffffffn : (bits & 0xfffffffffffffn) | 0x10000000000000n;
  let exponent = (biased === 0 ? 1 : biased) - 1075;
  if (mantissa === 0n) return [0, 1];
  while ((mantissa & 1n) === 0n) {
    mantissa >>= 1n;
    exponent++;
  }
  if (v < 0) mantissa = -mantissa;
  if (exponent >= 0) return [integer.normalizeInteger(mantissa << BigInt(exponent)), 1];
  return [integer.normalizeInteger(mantissa), integer.normalizeInteger(1n << BigInt(-exponent))];
}

function hexadecimal(v: number): string {
  if (!Number.isFinite(v)) return Number.isNaN(v) ? 'nan' : v > 0 ? 'inf' : '-inf';
  words.setFloat64(0, Math.abs(v));
  const bits = words.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const fraction = (bits & 0xfffffffffffffn).toString(16).padStart(13, '0');
  const sign = v < 0 || Object.is(v, -0) ? '-' : '';
  if (v === 0) return `${sign}0x0.0p+0`;
  const exponent = biased === 0 ? -1022 : biased - 1023;
  return `${sign}0x${biased === 0 ? 0 : 1}.${fraction}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}

function fromHexadecimal(text: Value): number {
  if (typeof text !== 'string') typeError('bad argument type for built-in operation');
  const special = /^\s*([+-]?)(inf|infinity|nan)\s*$/i.exec(text);
  if (special !== null) {
    if (special[2].toLowerCase() === 'nan') return Number.NaN;
    return special[1] === '-' ? -Infinity : Infinity;
  }
  const parts = /^\s*([+-]?)(?:0x)?([0-9a-f]*)\.?([0-9a-f]*)(?:p([+-]?\d+))?\s*$/i.exec(text);
  if (parts === null || parts[2] + parts[3] === '') valueError('invalid hexadecimal floating-point string');
  const mantissa = BigInt(`0x${parts[2]}${parts[3]}`);
  const exponent = Number(parts[4] ?? 0) - parts[3].length * 4;
  const value =
    exponent >= 0
      ? integer.integerToFloat(mantissa << BigInt(Math.min(exponent, 2000)))
      : integer.trueDivide(
          integer.normalizeInteger(mantissa),
          integer.normalizeInteger(1n << BigInt(Math.min(-exponent, 5000))),
        );
  return parts[1] === '-' ? -value : value;
}

defineMethods(complexType, {
  conjugate: exact(1, (self: PyComplex) => new PyComplex(self.re, -self.im)),
});
defineGetters(complexType, {
  real: (self: PyComplex) => new PyFloat(self.re),
  imag: (self: PyComplex) => new PyFloat(self.im),
});

boolType.construct = (args, kwargs) => {
  if (kwargs !== null && kwargs.names.length > 0) typeError('bool() takes no keyword arguments');
  if (args.length > 1) typeError(`bool expected at most 1 argument, got ${args.length}`);
  return args.length === 1 && truth(args[0]);
};

intType.construct = (args, kwargs) => {
  const base = argument(args, 1, kwargs, 'base');
  const given = args.length + (kwargs?.names.length ?? 0);
  if (given > 2) typeError(`int() takes at most 2 arguments (${given} given)`);
  for (const name of kwargs?.names ?? []) {
    if (name !== 'base') typeError(`'${name}' is an invalid keyword argument for int()`);
  }
  if (args.length === 0) {
    if (base !== undefined) typeError('int() missing string argument');
    return 0;
  }
  const value = payloadOf(args[0]);
  if (base !== undefined) {
    const b = integer.indexOf(base);
    if (b === undefined) typeError(`'${typeName(base)}' object cannot be interpreted as an integer`);
    if (b !== 0 && (b < 2 || b > 36)) valueError('int() base must be >= 2 and <= 36, or 0');
    const text = value instanceof PyBytes ? String.fromCharCode(...value.data) : value;
    if (typeof text !== 'string') typeError("int() can't convert non-string with explicit base");
    return parseIntegerText(text, Number(b), () => repr(args[0]));
  }
  return toInteger(args[0]);
};

/** `int(value)`. */
export function toInteger(original: Value): Value {
  const own = callSpecial(original, '__int__');
  if (own !== NotImplemented) {
    const n = integer.indexOf(own);
    if (n === undefined) typeError(`__int__ returned non-int (type ${typeName(own)})`);
    return n;
  }
  const value = payloadOf(original);
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    case 'string':
      return parseIntegerText(value, 10, () => repr(value));
  }
  if (value instanceof PyFloat) return truncate(value.v);
  if (value instanceof PyInstance) {
    for (const name of ['__index__', '__trunc__']) {
      const own = callSpecial(value, name);
      if (own === NotImplemented) continue;
      const n = integer.indexOf(own);
      if (n === undefined) typeError(`${name} returned non-int (type ${typeName(own)})`);
      return n;
    }
  }
  if (value instanceof PyBytes) return parseIntegerText(String.fromCharCode(...value.data), 10, () => repr(value));
  if (value instanceof PyObject && value.toInteger !== undefined) return value.toInteger();
  typeError(`int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`);
}

/** The int of a float's whole part. */
export function truncate(v: number): number | bigint {
  if (Number.isNaN(v)) valueError('cannot convert float NaN to integer');
  if (!Number.isFinite(v)) raise('OverflowError', 'cannot convert float infinity to integer');
  return integer.integerFromNumber(Math.trunc(v));
}

floatType.construct = (args, kwargs) => {
  if (kwargs !== null && kwargs.names.length > 0) typeError('float() takes no keyword arguments');
  if (args.length > 1) typeError(`float expected at most 1 argument, got ${args.length}`);
  if (args.length === 0) return new PyFloat(0);
  return new PyFloat(toFloat(args[0], 'float() argument must be a string or a real number'));
};

/** `float(value)`; `complaint` begins the TypeError. */
export function toFloat(original: Value, complaint: string): number {
  const value = payloadOf(original);
  if (value instanceof PyFloat) return value.v;
  if (typeof value === 'string') return parseFloatText(value, () => repr(value));
  if (value instanceof PyInstance) {
    const own = callSpecial(value, '__float__');
    if (own !== NotImplemented) {
      if (!(own instanceof PyFloat))
        typeError(`${value.cls.name}.__float__ returned non-float (type ${typeName(own)})`);
      return own.v;
    }
  }
  const n = integer.indexOf(value);
  if (n !== undefined) return integer.integerToFloat(n);
  if (value instanceof PyBytes) return parseFloatText(String.fromCharCode(...value.data), () => repr(value));
  if (value instanceof PyObject && value.toFloat !== undefined) return value.toFloat();
  typeError(`${complaint}, not '${typeName(original)}'`);
}

complexType.construct = (args, kwargs) => {
  const given = args.length + (kwargs?.names.length ?? 0);
  if (given > 2) typeError(`complex() takes at most 2 arguments (${given} given)`);
  for (const name of kwargs?.names ?? []) {
    if (name !== 'real' && name !== 'imag') typeError(`'${name}' is an invalid keyword argument for complex()`);
  }
  const real = argument(args, 0, kwargs, 'real', 0);
  const imaginary = argument(args, 1, kwargs, 'imag');
  if (typeof real === 'string') {
    if (imaginary !== undefined) typeError("complex() can't take second arg if first is a string");
    return parseComplex(real);
  }
  if (typeof imaginary === 'string') typeError("complex() second arg can't be a string");
  const a = complexPart(real, 'first');
  if (imaginary === undefined) return a;
  const b = complexPart(imaginary, 'second');
  // Only a complex part is added to the other one, so that the sign of a zero stays.
  return new PyComplex(
    imaginary instanceof PyComplex ? a.re - b.im : a.re,
    real instanceof PyComplex ? a.im + b.re : b.re,
  );
};

/** The float that a native number such as a Fraction is nearest to. */
const nativeFloat = (value: Value): number | undefined => (value instanceof PyObject ? value.toFloat?.() : undefined);

function complexPart(value: Value, which: string): PyComplex {
  const inner = payloadOf(value);
  if (inner instanceof PyComplex) return inner;
  const own = callSpecial(value, '__complex__');
  if (own instanceof PyComplex) return own;
  const n = inner instanceof PyFloat ? inner.v : (integer.indexOf(value) ?? nativeFloat(value));
  if (n === undefined) {
    typeError(
      which === 'first'
        ? `complex() first argument must be a string or a number, not '${typeName(value)}'`
        : `complex() second argument must be a number, not '${typeName(value)}'`,
    );
  }
  return new PyComplex(Number(n), 0);
}

const REAL = '(?:\\d+(?:_\\d+)*\\.?(?:\\d+(?:_\\d+)*)?|\\.\\d+(?:_\\d+)*)(?:e[+-]?\\d+(?:_\\d+)*)?|inf(?:inity)?|nan';
const COMPLEX = new RegExp(`^([+-]?(?:${REAL}))?(?:([+-]?)((?:${REAL})?)(j))?$`, 'i');
const IMAGINARY = new RegExp(`^([+-]?)((?:${REAL})?)j$`, 'i');

function parseComplex(text: string): PyComplex {
  const bare = text
    .trim()
    .replace(/^\((.*)\)$/s, '$1')
    .trim();
  const part = (digits: string): number => parseFloatText(digits, () => repr(text));
  const imaginaryOnly = IMAGINARY.exec(bare);
  if (imaginaryOnly !== null) {
    const size = imaginaryOnly[2] === '' ? 1 : part(imaginaryOnly[2]);
    return new PyComplex(0, imaginaryOnly[1] === '-' ? -size : size);
  }
  const parts = COMPLEX.exec(bare);
  if (parts === null || bare === '') valueError('complex() arg is a malformed string');
  const [, real, sign, digits, unit] = parts;
  if (unit === undefined) return new PyComplex(part(real), 0);
  if (sign === '') valueError('complex() arg is a malformed string');
  const size = digits === '' ? 1 : part(digits);
  return new PyComplex(part(real), sign === '-' ? -size : size);
}
