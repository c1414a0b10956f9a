import { charge } from '../budget.ts';
import {
  type Definition,
  exact,
  keyword,
  keywords,
  makeBuiltin,
  noKeywords,
  range,
  variadic,
} from '../builtins/define.ts';
import { iterateItems } from '../builtins/functions.ts';
import { toFloat, truncate } from '../methods/numbers.ts';
import * as elementary from '../numeric/elementary.ts';
import { erf, erfc } from '../numeric/erf.ts';
import { gamma, logGamma } from '../numeric/gamma.ts';
import { binary } from '../ops/arithmetic.ts';
import { call } from '../ops/call.ts';
import { payloadOf } from '../ops/equal.ts';
import { realPower } from '../ops/float.ts';
import * as integer from '../ops/integer.ts';
import { getIterator, toArray } from '../ops/iterate.ts';
import { bitLength } from '../ops/repr.ts';
import { callSpecial } from '../ops/special.ts';
import { raise, typeError, valueError } from '../values/exceptions.ts';
import { NotImplemented, typeName } from '../values/types.ts';
import { PyFloat, PyObject, PyTuple, type Value } from '../values/value.ts';
import { combinations, factorial, gcd, integerSquareRoot, lcm, permutations } from './mathIntegers.ts';
import { exactSum } from './mathSum.ts';

/** A real argument as a double. */
function real(value: Value): number {
  if (value instanceof PyFloat) return value.v;
  if (typeof value === 'number') return value;
  if (typeof payloadOf(value) === 'string') typeError(`must be real number, not ${typeName(value)}`);
  return toFloat(value, 'must be real number').valueOf();
}

function realArgument(value: Value): number {
  const inner = payloadOf(value);
  if (inner === null || (typeof inner === 'object' && !(inner instanceof PyFloat))) {
    if (callSpecial(value, '__float__') === NotImplemented && integer.indexOf(value) === undefined) {
      if (!(inner instanceof PyObject && inner.toFloat !== undefined))
        typeError(`must be real number, not ${typeName(value)}`);
    }
  }
  return real(value);
}

/** A function of one double: NaN from a number is a domain error, infinity from a finite number a range error. */
function unary(compute: (x: number) => number, onInfinity: 'range' | 'domain' = 'range'): Definition {
  return exact(1, (value: Value) => {
    const x = realArgument(value);
    if (Number.isNaN(x)) return new PyFloat(x);
    const result = compute(x);
    if (Number.isNaN(result)) valueError('math domain error');
    if (!Number.isFinite(result) && Number.isFinite(x)) {
      if (onInfinity === 'domain') valueError('math domain error');
      raise('OverflowError', 'math range error');
    }
    return new PyFloat(result);
  });
}

const domain = (inside: (x: number) => boolean, compute: (x: number) => number) => (x: number) =>
  inside(x) ? compute(x) : Number.NaN;

/** A function that C leaves at the special value itself (∞ and 0). */
const finite = (compute: (x: number) => number, special: (x: number) => number) => (x: number) =>
  Number.isFinite(x) ? compute(x) : special(x);

/** log of an int too large for a double, or of a double; raises ValueError outside the domain. */
function logarithm(value: Value, compute: (x: number) => number, perBit: number): number {
  const n = integer.indexOf(value);
  if (n !== undefined) {
    if (n <= 0) valueError('math domain error');
    if (typeof n === 'bigint' && !Number.isFinite(Number(n))) {
      const shift = bitLength(n) - 60;
      const mantissa = integer.trueDivide(integer.normalizeInteger(n >> BigInt(shift)), 2 ** 53);
      return compute(mantissa) + perBit * (shift + 53);
    }
    return compute(Number(n));
  }
  const x = realArgument(value);
  if (Number.isNaN(x)) return x;
  if (x <= 0) valueError('math domain error');
  return x === Infinity ? x : compute(x);
}

function log(value: Value, base?: Value): Value {
  const natural = logarithm(value, elementary.log, Math.LN2);
  if (base === undefined) return new PyFloat(natural);
  const divisor = logarithm(base, elementary.log, Math.LN2);
  if (divisor === 0) raise('ZeroDivisionError', 'float division by zero');
  return new PyFloat(natural / divisor);
}

function pow(a: Value, b: Value): Value {
  const x = realArgument(a);
  const y = realArgument(b);
  const result = realPower(x, y);
  if (Number.isFinite(x) && Number.isFinite(y)) {
    if (Number.isNaN(result) || (x < 0 && !Number.isInteger(y))) valueError('math domain error');
    if (!Number.isFinite(result)) {
      if (x === 0) valueError('math domain error');
      raise('OverflowError', 'math range error');
    }
  }
  return new PyFloat(result);
}

/** `ceil` and `floor`: of an int itself, of a float its int, of others their own method. */
function rounding(name: '__ceil__' | '__floor__' | '__trunc__', compute: (x: number) => number): Definition {
  return exact(1, (value: Value) => {
    const inner = payloadOf(value);
    if (inner instanceof PyFloat) return truncate(compute(inner.v));
    const own = callSpecial(value, name);
    if (own !== NotImplemented) return own;
    const method = inner instanceof PyObject ? inner.cls.lookup(name) : undefined;
    if (method !== undefined) return call(method, [inner]);
    const n = integer.indexOf(value);
    if (n !== undefined) return n;
    if (name === '__trunc__') typeError(`type ${typeName(value)} doesn't define __trunc__ method`);
    return truncate(compute(realArgument(value)));
  });
}

function frexp(value: Value): Value {
  const x = realArgument(value);
  if (x === 0 || !Number.isFinite(x)) return new PyTuple([new PyFloat(x), 0]);
  let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(x))) + 1);
  let mantissa = elementary.scale(x, -exponent);
  while (Math.abs(mantissa) < 0.5) {
    mantissa *= 2;
    exponent--;
  }
  while (Math.abs(mantissa) >= 1) {
    mantissa /= 2;
    exponent++;
  }
  return new PyTuple([new PyFloat(mantissa), exponent]);
}

function ldexp(value: Value, power: Value): Value {
  const x = realArgument(value);
  const n = integer.indexOf(power);
  if (n === undefined) typeError('Expected an int as second argument to ldexp.');
  const result = x === 0 ? x : n > 5000 ? x * Infinity : n < -5000 ? x * 0 : elementary.scale(x, Number(n));
  if (!Number.isFinite(result) && Number.isFinite(x)) raise('OverflowError', 'math range error');
  return new PyFloat(result);
}

function isClose(a: Value, b: Value, relative: Value = new PyFloat(1e-9), absolute: Value = new PyFloat(0)): Value {
  const [x, y, rel, abs] = [realArgument(a), realArgument(b), realArgument(relative), realArgument(absolute)];
  if (rel < 0 || abs < 0) valueError('tolerances must be non-negative');
  if (x === y) return true;
  if (!Number.isFinite(x) || !Number.isFinite(y)) return false;
  const difference = Math.abs(y - x);
  return difference <= Math.abs(rel * y) || difference <= Math.abs(rel * x) || difference <= abs;
}

function product(values: Value, start: Value): Value {
  let total = start;
  iterateItems(values, (item) => {
    charge(1);
    total = binary('Mult', total, item);
  });
  return total;
}

const words = new DataView(new ArrayBuffer(8));

function nextAfter(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (x === y) return y;
  if (x === 0) return y > 0 ? 5e-324 : -5e-324;
  words.setFloat64(0, x);
  const bits = words.getBigInt64(0);
  words.setBigInt64(0, y > x === x > 0 ? bits + 1n : bits - 1n);
  return words.getFloat64(0);
}

function ulp(x: number): number {
  const size = Math.abs(x);
  if (!Number.isFinite(size)) return size;
  const up = nextAfter(size, Infinity);
  return Number.isFinite(up) ? up - size : size - nextAfter(size, 0);
}

/** IEEE remainder: x − n·y with n the nearest integer, ties to even. */
function remainder(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (!Number.isFinite(x) || y === 0) valueError('math domain error');
  if (!Number.isFinite(y)) return x;
  const size = Math.abs(y);
  const m = Math.abs(x) % size;
  const c = size - m;
  const r = m < c ? m : m > c ? -c : m - 2 * ((0.5 * (Math.abs(x) - m)) % size);
  return x < 0 || Object.is(x, -0) ? -r : r;
}

const pairOf = (compute: (a: number, b: number) => number): Definition =>
  range(2, 2, (a: Value, b: Value) => new PyFloat(compute(realArgument(a), realArgument(b))));

const DEFINITIONS: Record<string, Definition> = {
  sqrt: unary(domain((x) => x >= 0, Math.sqrt)),
  cbrt: unary(elementary.cbrt),
  exp: unary(finite(elementary.exp, (x) => Math.max(x, 0))),
  exp2: unary(finite(elementary.exp2, (x) => Math.max(x, 0))),
  expm1: unary(Math.expm1),
  log: range(1, 2, log),
  log2: exact(1, (value: Value) => new PyFloat(logarithm(value, elementary.log2, 1))),
  log10: exact(1, (value: Value) => new PyFloat(logarithm(value, elementary.log10, Math.log10(2)))),
  log1p: unary(domain((x) => x > -1, Math.log1p)),
  sin: unary(finite(elementary.sin, () => Number.NaN)),
  cos: unary(finite(elementary.cos, () => Number.NaN)),
  tan: unary(finite(elementary.tan, () => Number.NaN)),
  asin: unary(domain((x) => Math.abs(x) <= 1, elementary.asin)),
  acos: unary(domain((x) => Math.abs(x) <= 1, elementary.acos)),
  atan: unary(elementary.atan),
  sinh: unary(Math.sinh),
  cosh: unary(finite(elementary.cosh, Math.abs)),
  tanh: unary(Math.tanh),
  asinh: unary(finite(elementary.asinh, (x) => x)),
  acosh: unary(
    finite(
      domain((x) => x >= 1, elementary.acosh),
      (x) => (x > 0 ? x : Number.NaN),
    ),
  ),
  atanh: unary(
    domain((x) => Math.abs(x) < 1, Math.atanh),
    'domain',
  ),
  erf: unary(erf),
  erfc: unary(erfc),
  gamma: exact(1, (value: Value) => {
    const x = realArgument(value);
    if (x === -Infinity || (Number.isInteger(x) && x <= 0)) valueError('math domain error');
    const result = Number.isFinite(x) ? gamma(x) : x;
    if (!Number.isFinite(result) && Number.isFinite(x)) raise('OverflowError', 'math range error');
    return new PyFloat(result);
  }),
  lgamma: exact(1, (value: Value) => {
    const x = realArgument(value);
    if (Number.isInteger(x) && x <= 0) valueError('math domain error');
    const result = Number.isFinite(x) ? logGamma(x) : Number.isNaN(x) ? x : Infinity;
    if (!Number.isFinite(result) && Number.isFinite(x)) raise('OverflowError', 'math range error');
    return new PyFloat(result);
  }),
  fabs: unary(Math.abs),
  degrees: unary((x) => x * (180 / Math.PI)),
  radians: unary((x) => x * (Math.PI / 180)),
  ceil: rounding('__ceil__', Math.ceil),
  floor: rounding('__floor__', Math.floor),
  trunc: rounding('__trunc__', Math.trunc),
  isnan: exact(1, (value: Value) => Number.isNaN(realArgument(value))),
  isinf: exact(1, (value: Value) => Math.abs(realArgument(value)) === Infinity),
  isfinite: exact(1, (value: Value) => Number.isFinite(realArgument(value))),
  isclose: keywords(['a', 'b', 'rel_tol', 'abs_tol'], 2, isClose, 0),
  pow: range(2, 2, pow),
  atan2: pairOf(elementary.atan2),
  copysign: pairOf((x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x))),
  fmod: range(2, 2, (a: Value, b: Value) => {
    const [x, y] = [realArgument(a), realArgument(b)];
    const result = x % y;
    if (Number.isNaN(result) && !Number.isNaN(x) && !Number.isNaN(y)) valueError('math domain error');
    return new PyFloat(result);
  }),
  remainder: pairOf(remainder),
  nextafter: pairOf(nextAfter),
  ulp: exact(1, (value: Value) => new PyFloat(ulp(realArgument(value)))),
  hypot: noKeywords((args) => new PyFloat(elementary.norm(args.map(realArgument)))),
  dist: range(2, 2, (p: Value, q: Value) => {
    const [first, second] = [toArray(p), toArray(q)];
    if (first.length !== second.length) valueError('both points must have the same number of dimensions');
    const [a, b] = [first.map(realArgument), second.map(realArgument)];
    return new PyFloat(elementary.norm(a.map((x, i) => x - b[i])));
  }),
  frexp: exact(1, frexp),
  ldexp: range(2, 2, ldexp),
  modf: exact(1, (value: Value) => {
    const x = realArgument(value);
    if (!Number.isFinite(x)) return new PyTuple([new PyFloat(Number.isNaN(x) ? x : x > 0 ? 0 : -0), new PyFloat(x)]);
    const whole = Math.trunc(x);
    const rest = x - whole;
    return new PyTuple([new PyFloat(rest === 0 && (x < 0 || Object.is(x, -0)) ? -0 : rest), new PyFloat(whole)]);
  }),
  factorial: exact(1, factorial),
  gcd: variadic((args) => gcd(args)),
  lcm: variadic((args) => lcm(args)),
  comb: range(2, 2, combinations),
  perm: range(1, 2, permutations),
  isqrt: exact(1, integerSquareRoot),
  fsum: exact(1, (values: Value) => {
    const numbers: number[] = [];
    const items = getIterator(values);
    for (let item = items.next(); item !== undefined; item = items.next()) numbers.push(realArgument(item));
    return new PyFloat(exactSum(numbers));
  }),
  prod: variadic((args, kwargs) => {
    if (args.length !== 1) typeError(`prod() takes exactly 1 positional argument (${args.length} given)`);
    return product(args[0], keyword(kwargs, 'start', 1));
  }),
};

/** `math`. */
export function mathModule(): Record<string, Value> {
  const members: Record<string, Value> = {
    pi: new PyFloat(Math.PI),
    e: new PyFloat(Math.E),
    tau: new PyFloat(2 * Math.PI),
    inf: new PyFloat(Infinity),
    nan: new PyFloat(Number.NaN),
  };
  for (const [name, definition] of Object.entries(DEFINITIONS)) members[name] = makeBuiltin(name, definition);
  return members;
}
