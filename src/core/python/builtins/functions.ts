import { charge, held } from '../budget.ts';
import { roundDecimal } from '../format/decimal.ts';
import { formatValue } from '../format/formatValue.ts';
import { asciiRepr } from '../format/strRepr.ts';
import { binary } from '../ops/arithmetic.ts';
import { deleteAttribute, getAttribute, optionalAttribute, setAttribute } from '../ops/attributes.ts';
import { call, call1, isCallable } from '../ops/call.ts';
import { greaterThan, lessThan } from '../ops/compare.ts';
import { equal, payloadOf } from '../ops/equal.ts';
import { floatFloorDivide, floatModulo } from '../ops/float.ts';
import { hashAddress, hashValue } from '../ops/hash.ts';
import * as integer from '../ops/integer.ts';
import { integerFlag } from '../ops/integer.ts';
import { codePoints, getIterator, InstanceIterator, inTurns, iterateAll, toArray } from '../ops/iterate.ts';
import { length } from '../ops/length.ts';
import { bitLength, repr } from '../ops/repr.ts';
import { sortItems } from '../ops/sort.ts';
import { callSpecial } from '../ops/special.ts';
import { truth } from '../ops/truth.ts';
import { raise, typeError, untilStop, valueError } from '../values/exceptions.ts';
import { PyGenerator } from '../values/generator.ts';
import { IndexIterator } from '../values/iterators.ts';
import { argumentTypeName, NotImplemented, typeName, typeOf } from '../values/types.ts';
import {
  type Kwargs,
  type PyBuiltin,
  PyBytes,
  PyComplex,
  PyFloat,
  PyInstance,
  PyIterator,
  PyList,
  PyObject,
  PyTuple,
  PyType,
  type Value,
} from '../values/value.ts';
import { type Definition, exact, keyword, keywords, makeBuiltin, range, variadic } from './define.ts';
import { print } from './print.ts';
import { sum } from './sum.ts';

/** `len`, `sorted` and the other built-in functions. */
const DEFINITIONS: Record<string, Definition> = {
  len: exact(1, (value: Value) => length(value)),
  abs: exact(1, absolute),
  all: exact(1, (values: Value) => {
    let result = true;
    search(values, (item) => !truth(item) && !(result = false));
    return result;
  }),
  any: exact(1, (values: Value) => {
    let result = false;
    search(values, (item) => truth(item) && (result = true));
    return result;
  }),
  ascii: exact(1, (value: Value) => asciiRepr(repr(value))),
  bin: exact(1, (value: Value) => inBase(value, 2, '0b')),
  oct: exact(1, (value: Value) => inBase(value, 8, '0o')),
  hex: exact(1, (value: Value) => inBase(value, 16, '0x')),
  callable: exact(1, (value: Value) => isCallable(value)),
  chr: exact(1, character),
  ord: exact(1, codeOf),
  divmod: range(2, 2, divideModulo),
  format: range(1, 2, (value: Value, spec: Value = '') => {
    if (typeof spec !== 'string') typeError(`format() argument 2 must be str, not ${argumentTypeName(spec)}`);
    return formatValue(value, spec);
  }),
  getattr: range(2, 3, (object: Value, given: Value, fallback?: Value) => {
    const name = attributeName(given);
    if (fallback === undefined) return getAttribute(object, name);
    const found = optionalAttribute(object, name);
    return found === undefined ? fallback : found;
  }),
  hasattr: range(2, 2, (object: Value, given: Value) => {
    const name = attributeName(given);
    return optionalAttribute(object, name) !== undefined;
  }),
  setattr: range(3, 3, (object: Value, given: Value, value: Value) => {
    const name = attributeName(given);
    setAttribute(object, name, value);
    return null;
  }),
  delattr: range(2, 2, (object: Value, given: Value) => {
    const name = attributeName(given);
    deleteAttribute(object, name);
    return null;
  }),
  hash: exact(1, (value: Value) => hashValue(value)),
  id: exact(1, (value: Value) => {
    // Depends on the hash seed as addresses depend on the run, which the determinism check then sees.
    return hashAddress(value !== null && typeof value === 'object' ? value : ID_OF_PRIMITIVES);
  }),
  isinstance: range(2, 2, (value: Value, type: Value) => isInstance(value, type)),
  issubclass: range(2, 2, (cls: Value, type: Value) => {
    if (!(cls instanceof PyType)) typeError('issubclass() arg 1 must be a class');
    return isSubclass(cls, type, 'issubclass() arg 2 must be a class, a tuple of classes, or a union');
  }),
  iter: range(1, 2, iterator),
  next: range(1, 2, (iterator: Value, fallback?: Value) => {
    const item = advance(iterator);
    if (item !== undefined) {
      if (iterator instanceof PyGenerator) iterator.discard();
      return item;
    }
    if (fallback !== undefined) return fallback;
    if (iterator instanceof PyGenerator && iterator.returned !== null) raise('StopIteration', iterator.returned);
    return raise('StopIteration');
  }),
  max: variadic((args, kwargs) => extreme('max', args, kwargs, greaterThan)),
  min: variadic((args, kwargs) => extreme('min', args, kwargs, lessThan)),
  pow: keywords(['base', 'exp', 'mod'], 2, power, 0),
  print: variadic(print),
  repr: exact(1, (value: Value) => repr(value)),
  round: keywords(['number', 'ndigits'], 1, round, 0),
  sorted: variadic((args, kwargs) => {
    if (args.length !== 1) typeError(`sorted expected 1 argument, got ${args.length}`);
    for (const name of kwargs?.names ?? []) {
      if (name !== 'key' && name !== 'reverse') typeError(`'${name}' is an invalid keyword argument for sort()`);
    }
    const items = toArray(args[0]);
    sortItems(items, keyword(kwargs, 'key', null), integerFlag(keyword(kwargs, 'reverse', false)));
    return new PyList(items);
  }),
  sum: keywords(['', 'start'], 1, sum, 0),
};

export const functions: readonly PyBuiltin[] = Object.entries(DEFINITIONS).map(([name, definition]) =>
  makeBuiltin(name, definition),
);

const ID_OF_PRIMITIVES = {};

/** Gives items to `found` until it returns true. */
function search(values: Value, isFound: (item: Value) => boolean): void {
  const isSequence = values instanceof PyList || values instanceof PyTuple;
  const items = isSequence || values instanceof PyGenerator ? null : held(getIterator(values));
  const found = inTurns(isFound, () => null);
  if (values instanceof PyGenerator) values.each(found, false);
  else if (isSequence) {
    for (let i = 0; i < values.items.length; i++) {
      charge(1);
      if (found(values.items[i])) return;
    }
  } else if (items !== null) {
    for (let item = items.next(); item !== undefined; item = items.next()) if (found(item)) return;
  }
}

export function absolute(value: Value): Value {
  const n = integer.indexOf(value);
  if (n !== undefined && !(value instanceof PyInstance)) return n < 0 ? integer.subtract(0, n) : n;
  if (value instanceof PyFloat) return new PyFloat(Math.abs(value.v));
  if (value instanceof PyComplex) return new PyFloat(Math.hypot(value.re, value.im));
  const own = callSpecial(value, '__abs__');
  if (own !== NotImplemented) return own;
  const inner = payloadOf(value);
  if (
    inner !== value &&
    (inner instanceof PyComplex || inner instanceof PyFloat || integer.indexOf(inner) !== undefined)
  ) {
    return absolute(inner);
  }
  if (value instanceof PyObject) {
    const method = value.cls.lookup('__abs__');
    if (method !== undefined) return call(method, [value]);
  }
  typeError(`bad operand type for abs(): '${typeName(value)}'`);
}

function inBase(value: Value, base: number, prefix: string): string {
  const n = integer.indexOf(value);
  if (n === undefined) typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  if (typeof n === 'bigint') charge(bitLength(n) >> 4);
  return n < 0 ? `-${prefix}${(-n).toString(base)}` : prefix + n.toString(base);
}

function character(value: Value): Value {
  const n = integer.indexOf(value);
  if (n === undefined) typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  if (n > 2147483647 || n < -2147483648) raise('OverflowError', 'Python int too large to convert to C int');
  if (n < 0 || n > 0x10ffff) valueError('chr() arg not in range(0x110000)');
  return String.fromCodePoint(Number(n));
}

function codeOf(value: Value): Value {
  const inner = payloadOf(value);
  if (typeof inner === 'string') {
    if (inner.length === 1) return inner.charCodeAt(0);
    const points = codePoints(inner);
    if (points.length === 1) return points[0].codePointAt(0)!;
    typeError(`ord() expected a character, but string of length ${points.length} found`);
  }
  if (inner instanceof PyBytes) {
    if (inner.data.length === 1) return inner.data[0];
    typeError(`ord() expected a character, but string of length ${inner.data.length} found`);
  }
  typeError(`ord() expected string of length 1, but ${typeName(value)} found`);
}

export function divideModulo(a: Value, b: Value): Value {
  const left = payloadOf(a);
  const right = payloadOf(b);
  if (left instanceof PyInstance || right instanceof PyInstance) {
    let own = callSpecial(a, '__divmod__', b);
    if (own === NotImplemented) own = callSpecial(b, '__rdivmod__', a);
    if (own !== NotImplemented) return own;
    noDivmod(a, b);
  }
  const x = integer.indexOf(left);
  const y = integer.indexOf(right);
  if (x !== undefined && y !== undefined) {
    if (y === 0) raise('ZeroDivisionError', 'integer division or modulo by zero');
    return new PyTuple([integer.floorDivide(x, y), integer.modulo(x, y)]);
  }
  const v = left instanceof PyFloat ? left.v : x === undefined ? undefined : integer.integerToFloat(x);
  const w = right instanceof PyFloat ? right.v : y === undefined ? undefined : integer.integerToFloat(y);
  if (v !== undefined && w !== undefined) {
    if (w === 0) raise('ZeroDivisionError', 'float divmod()');
    return new PyTuple([new PyFloat(floatFloorDivide(v, w)), new PyFloat(floatModulo(v, w))]);
  }
  if (
    (left instanceof PyObject && left.operate !== undefined) ||
    (right instanceof PyObject && right.operate !== undefined)
  ) {
    return new PyTuple([binary('FloorDiv', left, right), binary('Mod', left, right)]);
  }
  noDivmod(a, b);
}

/** The name that `getattr` and its like take: a str, or an instance of a class derived from it. */
export function attributeName(given: Value): string {
  const name = payloadOf(given);
  return typeof name === 'string' ? name : typeError(`attribute name must be string, not '${typeName(given)}'`);
}

function noDivmod(a: Value, b: Value): never {
  typeError(`unsupported operand type(s) for divmod(): '${typeName(a)}' and '${typeName(b)}'`);
}

/** Whether `value` is an instance of a class, of one in a tuple of classes, or of a union. */
export function isInstance(value: Value, type: Value): boolean {
  return isSubclass(typeOf(value), type, 'isinstance() arg 2 must be a type, a tuple of types, or a union', value);
}

function isSubclass(cls: PyType, type: Value, message: string, value?: Value): boolean {
  if (type instanceof PyTuple) return type.items.some((item) => isSubclass(cls, item, message, value));
  if (type instanceof PyType) {
    if (cls.isSubclassOf(type)) return true;
    return type.instanceCheck?.(cls, value) ?? false;
  }
  if (type instanceof PyObject && type.classes !== undefined) {
    return type.classes().some((item) => isSubclass(cls, item, message, value));
  }
  typeError(message);
}

function iterator(value: Value, sentinel?: Value): Value {
  if (sentinel === undefined) return iteratorValue(getIterator(value));
  if (!isCallable(value)) typeError('iter(v, w): v must be callable');
  let done = false;
  const next = (): Value | undefined => {
    if (done) return undefined;
    const item = untilStop(() => call(value, []));
    if (item === undefined || equal(item, sentinel)) {
      done = true;
      return undefined;
    }
    return item;
  };
  return new IndexIterator(next, () => [value, sentinel]);
}

/** The Python value of an iterator: an instance of the program's own is itself. */
export function iteratorValue(iterator: PyIterator): Value {
  return iterator instanceof InstanceIterator ? iterator.instance : iterator;
}

/** `next(value)`, `undefined` at the end. */
export function advance(value: Value): Value | undefined {
  if (value instanceof PyIterator) return value.next();
  if (value instanceof PyInstance && value.cls.lookup('__next__') !== undefined)
    return new InstanceIterator(value).next();
  typeError(`'${typeName(value)}' object is not an iterator`);
}

function extreme(name: string, args: Value[], kwargs: Kwargs | null, better: (a: Value, b: Value) => boolean): Value {
  const key = keyword(kwargs, 'key', null);
  const fallback = keyword(kwargs, 'default');
  for (const other of kwargs?.names ?? []) {
    if (other !== 'key' && other !== 'default') typeError(`'${other}' is an invalid keyword argument for ${name}()`);
  }
  if (args.length === 0) typeError(`${name} expected at least 1 argument, got 0`);
  if (args.length > 1 && fallback !== undefined) {
    typeError(`Cannot specify a default for ${name}() with multiple positional arguments`);
  }
  let best: Value | undefined;
  let bestKey: Value = null;
  const consider = (item: Value): void => {
    const itemKey = key === null ? item : call1(key, item);
    if (best === undefined || better(itemKey, bestKey)) {
      best = item;
      bestKey = itemKey;
    }
  };
  if (args.length > 1) {
    charge(args.length);
    for (const item of args) consider(item);
  } else iterateItems(args[0], consider, () => [best, bestKey]);
  if (best !== undefined) return best;
  if (fallback !== undefined) return fallback;
  valueError(`${name}() arg is an empty sequence`);
}

/** As `iterateAll`, draining generator expressions in plain loops. */
export function iterateItems(values: Value, visit: (item: Value) => void, needed?: () => unknown): void {
  if (values instanceof PyGenerator) {
    const turn = needed === undefined ? visit : inTurns(visit, needed);
    values.each((item) => {
      turn(item);
      return false;
    }, true);
    return;
  }
  iterateAll(values, visit, needed);
}

const isNumber = (value: Value): boolean =>
  value instanceof PyComplex || value instanceof PyFloat || integer.indexOf(value) !== undefined;

function power(base: Value, exponent: Value, modulus: Value = null): Value {
  if (modulus === null) return binary('Pow', base, exponent);
  const own = callSpecial(base, '__pow__', exponent, modulus);
  if (own !== NotImplemented) return own;
  const b = integer.indexOf(base);
  const e = integer.indexOf(exponent);
  const m = integer.indexOf(modulus);
  if (b === undefined || e === undefined || m === undefined) {
    if ([base, exponent, modulus].some((v) => v instanceof PyFloat)) {
      typeError('pow() 3rd argument not allowed unless all arguments are integers');
    }
    if (base instanceof PyComplex && isNumber(exponent)) valueError('complex modulo');
    typeError(
      `unsupported operand type(s) for ** or pow(): '${typeName(base)}', '${typeName(exponent)}', '${typeName(modulus)}'`,
    );
  }
  return integer.powerModulo(b, e, m);
}

/** `round(value, digits)`. */
export function round(value: Value, digits: Value = null): Value {
  const inner = payloadOf(value);
  if (inner instanceof PyFloat) return roundFloat(inner.v, digits);
  const n = inner instanceof PyInstance ? undefined : integer.indexOf(inner);
  if (n !== undefined) {
    if (digits === null) return n;
    const places = integer.toIndex(digits);
    return places >= 0 ? n : roundInteger(BigInt(n), -places);
  }
  const own = digits === null ? callSpecial(value, '__round__') : callSpecial(value, '__round__', digits);
  if (own !== NotImplemented) return own;
  if (value instanceof PyObject) {
    const method = value.cls.lookup('__round__');
    if (method !== undefined) return call(method, digits === null ? [value] : [value, digits]);
  }
  typeError(`type ${typeName(value)} doesn't define __round__ method`);
}

function roundFloat(v: number, digits: Value): Value {
  if (digits === null) {
    if (Number.isNaN(v)) valueError('cannot convert float NaN to integer');
    if (!Number.isFinite(v)) raise('OverflowError', 'cannot convert float infinity to integer');
    const floored = Math.floor(v);
    const rest = v - floored;
    const rounded = rest < 0.5 || (rest === 0.5 && floored % 2 === 0) ? floored : floored + 1;
    return integer.integerFromNumber(rounded);
  }
  const places = integer.toIndex(digits);
  if (!Number.isFinite(v)) return new PyFloat(v);
  const result = roundDecimal(v, places);
  if (!Number.isFinite(result)) raise('OverflowError', 'rounded value too large to represent');
  return new PyFloat(result);
}

/** An int rounded to a multiple of 10^places, half to even. */
function roundInteger(n: bigint, places: number): Value {
  if (places > 5000) return 0;
  const unit = 10n ** BigInt(places);
  let rest = n % unit;
  if (rest < 0n) rest += unit;
  let base = n - rest;
  const twice = rest * 2n;
  if (twice > unit || (twice === unit && (base / unit) % 2n !== 0n)) base += unit;
  return integer.normalizeInteger(base);
}
