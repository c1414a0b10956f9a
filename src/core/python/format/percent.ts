import { allocate, charge, payForText } from '../budget.ts';
import { payloadOf } from '../ops/equal.ts';
import { indexOf } from '../ops/integer.ts';
import { integerText, repr, str } from '../ops/repr.ts';
import { callSpecial } from '../ops/special.ts';
import { getItem } from '../ops/subscript.ts';
import { ownText } from '../ownText.ts';
import { PyDict } from '../values/dict.ts';
import { raise, typeError, valueError } from '../values/exceptions.ts';
import { NotImplemented, typeName } from '../values/types.ts';
import { PyBytes, PyFloat, PyInstance, PyList, PyObject, PyRange, PyTuple, type Value } from '../values/value.ts';
import { bytesOfText, textOfBytes } from './bytesText.ts';
import { formatValue } from './formatValue.ts';
import { asciiRepr } from './strRepr.ts';

/** Where the values of a `%` formatting come from. */
interface Source {
  next(): Value;
  named(name: string): Value;
}

interface Flags {
  left: boolean;
  plus: boolean;
  blank: boolean;
  alternate: boolean;
  zero: boolean;
  width: number;
  precision: number;
}

/** `template % values`; `ofBytes` where the template is that of bytes, one character a byte. */
export function formatPercent(template: string, values: Value, ofBytes = false): string {
  const tuple = payloadOf(values) instanceof PyTuple ? (payloadOf(values) as PyTuple).items : null;
  const mapping =
    tuple === null && (ofBytes ? !(values instanceof PyBytes) : typeof values !== 'string') && isMapping(values);
  let used = 0;
  let whole = false;
  const source: Source = {
    next() {
      if (tuple !== null) {
        if (used >= tuple.length) typeError('not enough arguments for format string');
        return tuple[used++];
      }
      if (used++ > 0) typeError('not enough arguments for format string');
      return values;
    },
    named(name) {
      if (!mapping) typeError('format requires a mapping');
      whole = true;
      return getItem(values, ofBytes ? new PyBytes(bytesOfText(name)) : name);
    },
  };
  const out = payForText(fill(template, source, ofBytes));
  if (tuple !== null ? used < tuple.length : used === 0 && !mapping && !whole) {
    typeError(`not all arguments converted during ${ofBytes ? 'bytes' : 'string'} formatting`);
  }
  return out;
}

function isMapping(values: Value): boolean {
  const inner = payloadOf(values);
  return (
    inner instanceof PyDict ||
    inner instanceof PyList ||
    inner instanceof PyRange ||
    inner instanceof PyBytes ||
    (inner instanceof PyObject &&
      !(inner instanceof PyInstance) &&
      inner.getItem !== undefined &&
      inner.cls.name !== 'deque') ||
    (inner instanceof PyInstance && inner.cls.lookup('__getitem__') !== undefined)
  );
}

function fill(template: string, source: Source, ofBytes: boolean): string {
  let out = '';
  let i = 0;
  while (i < template.length) {
    const next = template.indexOf('%', i);
    if (next < 0) return out + template.slice(i);
    out += template.slice(i, next);
    i = next + 1;
    let name: string | null = null;
    if (template[i] === '(') {
      let depth = 1;
      const start = ++i;
      while (i < template.length && depth > 0) {
        if (template[i] === '(') depth++;
        if (template[i] === ')') depth--;
        i++;
      }
      if (depth > 0) valueError('incomplete format key');
      name = ownText(template.slice(start, i - 1));
    }
    const flags: Flags = {
      left: false,
      plus: false,
      blank: false,
      alternate: false,
      zero: false,
      width: 0,
      precision: -1,
    };
    for (; ; i++) {
      if (template[i] === '-') flags.left = true;
      else if (template[i] === '+') flags.plus = true;
      else if (template[i] === ' ') flags.blank = true;
      else if (template[i] === '#') flags.alternate = true;
      else if (template[i] === '0') flags.zero = true;
      else break;
    }
    [flags.width, i] = readNumber(template, i, source);
    if (flags.width < 0) {
      flags.left = true;
      flags.width = -flags.width;
    }
    if (template[i] === '.') {
      [flags.precision, i] = readNumber(template, i + 1, source);
      flags.precision = Math.max(0, flags.precision);
    }
    while (template[i] === 'l' || template[i] === 'h' || template[i] === 'L') i++;
    if (i >= template.length) valueError('incomplete format');
    const code = template[i];
    if (code === '%' && template[i - 1] === '%' && next === i - 1) out += '%';
    else {
      const value = name === null ? source.next() : source.named(name);
      if (!(ofBytes ? 'diouxXeEfFgGcrsab' : 'diouxXeEfFgGcrsa').includes(code)) {
        valueError(`unsupported format character '${code}' (0x${code.charCodeAt(0).toString(16)}) at index ${i}`);
      }
      out += ofBytes && 'csrb'.includes(code) ? convertBytes(code, value, flags) : convert(code, value, flags);
    }
    i++;
  }
  return out;
}

function readNumber(template: string, at: number, source: Source): [number, number] {
  if (template[at] === '*') {
    const value = payloadOf(source.next());
    if (typeof value === 'bigint' || (typeof value === 'number' && Math.abs(value) > 2147483647)) {
      raise('OverflowError', 'Python int too large to convert to C int');
    }
    if (typeof value !== 'number' && typeof value !== 'boolean') typeError('* wants int');
    return [Number(value), at + 1];
  }
  let i = at;
  let n = 0;
  while (template[i] >= '0' && template[i] <= '9') {
    n = n * 10 + Number(template[i++]);
    if (n > 2147483647) valueError('width too big');
  }
  return [n, i];
}

function convert(code: string, value: Value, flags: Flags): string {
  switch (code) {
    case 's':
    case 'r':
    case 'a': {
      let text = code === 's' ? str(value) : code === 'r' ? repr(value) : asciiRepr(repr(value));
      if (flags.precision >= 0) text = ownText(text.slice(0, flags.precision));
      return padTo(text, flags);
    }
    case 'c':
      return padTo(character(value), flags);
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o':
      return integerForm(code, value, flags);
    default:
      return floatForm(code, value, flags);
  }
}

/** What differs where bytes are formatted. */
function convertBytes(code: string, value: Value, flags: Flags): string {
  const inner = payloadOf(value);
  let text: string;
  if (code === 'r') text = asciiRepr(repr(value));
  else if (code === 'c') text = byteCharacter(value);
  else if (inner instanceof PyBytes) text = textOfBytes(inner.data);
  else {
    typeError(`%b requires a bytes-like object, or an object that implements __bytes__, not '${typeName(value)}'`);
  }
  if (code !== 'c' && flags.precision >= 0) text = ownText(text.slice(0, flags.precision));
  return padTo(text, flags);
}

function byteCharacter(value: Value): string {
  const inner = payloadOf(value);
  if (inner instanceof PyBytes && inner.data.length === 1) return String.fromCharCode(inner.data[0]);
  const code = indexOf(value);
  if (code === undefined) typeError('%c requires an integer in range(256) or a single byte');
  if (code < 0 || code > 255) raise('OverflowError', '%c arg not in range(256)');
  return String.fromCharCode(Number(code));
}

function padTo(text: string, flags: Flags): string {
  const missing = flags.width - text.length;
  if (missing <= 0) return text;
  allocate(missing);
  charge(missing >> 6);
  return flags.left ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
}

function character(value: Value): string {
  if (typeof value === 'string') {
    if (Array.from(value).length !== 1) typeError('%c requires int or char');
    return value;
  }
  const point = indexOf(value);
  if (point === undefined) typeError('%c requires int or char');
  if (point < 0 || point > 0x10ffff) raise('OverflowError', '%c arg not in range(0x110000)');
  return String.fromCodePoint(Number(point));
}

function withSign(negative: boolean, flags: Flags): string {
  return negative ? '-' : flags.plus ? '+' : flags.blank ? ' ' : '';
}

function padNumber(sign: string, digits: string, flags: Flags): string {
  const missing = flags.width - sign.length - digits.length;
  if (missing > 0 && flags.zero && !flags.left) {
    allocate(missing);
    return sign + '0'.repeat(missing) + digits;
  }
  return padTo(sign + digits, flags);
}

function integerForm(code: string, value: Value, flags: Flags): string {
  let n = indexOf(value);
  if (n === undefined && payloadOf(value) instanceof PyFloat && code !== 'x' && code !== 'X' && code !== 'o') {
    const { v } = payloadOf(value) as PyFloat;
    if (Number.isNaN(v)) valueError('cannot convert float NaN to integer');
    if (!Number.isFinite(v)) raise('OverflowError', 'cannot convert float infinity to integer');
    n = BigInt(Math.trunc(v));
  }
  if (n === undefined && code !== 'x' && code !== 'X' && code !== 'o') {
    const own = callSpecial(value, '__int__');
    n = own === NotImplemented ? nativeInteger(value) : indexOf(own);
  }
  if (n === undefined) {
    typeError(
      code === 'x' || code === 'X' || code === 'o'
        ? `%${code} format: an integer is required, not ${typeName(value)}`
        : `%${code} format: a real number is required, not ${typeName(value)}`,
    );
  }
  const negative = n < 0;
  const size = negative ? -n : n;
  const base = code === 'o' ? 8 : code === 'x' || code === 'X' ? 16 : 10;
  let digits = base === 10 && typeof size === 'bigint' ? integerText(size) : size.toString(base);
  if (flags.precision > digits.length) {
    allocate(flags.precision);
    digits = digits.padStart(flags.precision, '0');
  }
  let prefix = '';
  if (flags.alternate && base !== 10) prefix = base === 8 ? '0o' : '0x';
  if (code === 'X') {
    digits = digits.toUpperCase();
    prefix = prefix.toUpperCase();
  }
  return padNumber(withSign(negative, flags) + prefix, digits, flags);
}

const nativeInteger = (value: Value): number | bigint | undefined =>
  value instanceof PyObject ? (value.toInteger?.() as number | bigint | undefined) : undefined;

/** What `float(value)` is for numbers that are not of the language itself. */
function otherFloat(value: Value): number | undefined {
  const own = callSpecial(value, '__float__');
  if (own instanceof PyFloat) return own.v;
  return value instanceof PyObject ? value.toFloat?.() : undefined;
}

function floatForm(code: string, value: Value, flags: Flags): string {
  const inner = payloadOf(value);
  const n = inner instanceof PyFloat ? inner.v : (indexOf(value) ?? otherFloat(value));
  if (n === undefined) typeError(`must be real number, not ${typeName(value)}`);
  const spec = `${flags.alternate ? '#' : ''}.${flags.precision < 0 ? 6 : flags.precision}${code}`;
  const v = Number(n);
  if (typeof n === 'bigint' && !Number.isFinite(v)) raise('OverflowError', 'int too large to convert to float');
  const text = formatValue(new PyFloat(v), spec);
  const negative = text.startsWith('-');
  return padNumber(
    withSign(negative, flags),
    negative ? text.slice(1) : text,
    Number.isFinite(v) ? flags : { ...flags, zero: false },
  );
}
