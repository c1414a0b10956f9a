import {
  addPairs,
  dividePairs,
  LN2,
  multiplyPairs,
  negate,
  type Pair,
  PI,
  pair,
  sqrtPair,
  twoProduct,
} from './doubleDouble.ts';

/** Elementary functions of doubles, correctly rounded but for the rarest cases. Special values are the caller's. */

/** 1/k! as pairs, made by exact division. */
const INVERSE_FACTORIALS: Pair[] = (() => {
  const list = [pair(1)];
  for (let k = 1; k <= 28; k++) list.push(dividePairs(list[k - 1], pair(k)));
  return list;
})();

/** v · 2^n without intermediate overflow or double rounding above the subnormals. */
export function scale(v: number, n: number): number {
  if (n >= -1022 && n <= 1023) return v * 2 ** n;
  const half = Math.trunc(n / 2);
  return v * 2 ** half * 2 ** (n - half);
}

/** e^x as pair · 2^exponent, |x| < 1000. */
function expPair(x: Pair): { value: Pair; exponent: number } {
  const n = Math.round(x.hi / LN2.hi);
  let r = addPairs(x, negate(multiplyPairs(LN2, pair(n))));
  // e^r = (e^(r/512))^512, its Taylor series on |r| < 0.0007.
  r = { hi: r.hi / 512, lo: r.lo / 512 };
  // Horner's rule for e^r − 1, which keeps the small result's relative precision through the squarings.
  let sum = INVERSE_FACTORIALS[9];
  for (let k = 8; k >= 1; k--) sum = addPairs(multiplyPairs(sum, r), INVERSE_FACTORIALS[k]);
  let m = multiplyPairs(sum, r);
  for (let i = 0; i < 9; i++) m = addPairs(multiplyPairs(m, m), { hi: 2 * m.hi, lo: 2 * m.lo });
  return { value: addPairs(m, pair(1)), exponent: n };
}

/** e^x − 1 as a pair, |x| < 0.5. */
function expm1Small(x: Pair): Pair {
  const r = { hi: x.hi / 512, lo: x.lo / 512 };
  let sum = INVERSE_FACTORIALS[9];
  for (let k = 8; k >= 1; k--) sum = addPairs(multiplyPairs(sum, r), INVERSE_FACTORIALS[k]);
  let m = multiplyPairs(sum, r);
  for (let i = 0; i < 9; i++) m = addPairs(multiplyPairs(m, m), { hi: 2 * m.hi, lo: 2 * m.lo });
  return m;
}

export function exp(x: number): number {
  if (x > 709.8) return Infinity;
  if (x < -745.2) return 0;
  const { value, exponent } = expPair(pair(x));
  return roundScaled(value, exponent);
}

/** The double nearest to pair · 2^exponent, rounding once in the subnormal range too. */
function roundScaled(value: Pair, exponent: number): number {
  const size = Math.floor(Math.log2(Math.abs(value.hi))) + exponent;
  if (size >= -1021) return scale(value.hi, exponent);
  // Adding a number whose last bit is worth 2^-1074 · 2^-exponent rounds the sum there; then it goes away exactly.
  const unit = 2 ** (52 - 1074 - exponent);
  const big = addPairs(pair(unit), value);
  return scale(big.hi - unit, exponent);
}

/** log x as a pair, x a positive pair in the normal range. */
export function logPair(x: Pair): Pair {
  let m = x;
  let n = 0;
  if (x.hi < 1e-300) {
    m = { hi: x.hi * 2 ** 100, lo: x.lo * 2 ** 100 };
    n = -100;
  }
  const power = Math.floor(Math.log2(m.hi) + 0.5);
  m = { hi: scale(m.hi, -power), lo: scale(m.lo, -power) };
  n += power;
  // m in about [0.7, 1.42]: Newton's step y + 2 (m − e^y)/(m + e^y) triples the digits of Math.log.
  const y = pair(Math.log(m.hi));
  const e = addPairs(expm1Small(y), pair(1));
  const top = addPairs(addPairs(m, pair(-1)), negate(expm1Small(y)));
  const step = dividePairs({ hi: 2 * top.hi, lo: 2 * top.lo }, addPairs(m, e));
  const result = addPairs(y, step);
  return n === 0 ? result : addPairs(multiplyPairs(LN2, pair(n)), result);
}

export function log(x: number): number {
  return x === 1 ? 0 : logPair(pair(x)).hi;
}

export function log2(x: number): number {
  const exact = Math.round(Math.log2(x));
  if (scale(1, exact) === x) return exact;
  return dividePairs(logPair(pair(x)), LN2).hi;
}

/** As glibc computes it, which is not always correctly rounded. */
export function log10(x: number): number {
  let k = 0;
  let m = x;
  if (m < 2.2250738585072014e-308) {
    m *= 2 ** 54;
    k = -54;
  }
  const words = new DataView(new ArrayBuffer(8));
  words.setFloat64(0, m);
  const high = words.getInt32(0);
  k += (high >> 20) - 1023;
  const negative = k < 0 ? 1 : 0;
  words.setInt32(0, (high & 0xfffff) | ((0x3ff - negative) << 20));
  const y = k + negative;
  const z = y * 3.694239077158931e-13 + Math.LOG10E * log(words.getFloat64(0));
  return z + y * 0.30102999566361177;
}

/** x^y for finite x > 0 and finite y. */
export function power(x: number, y: number): number {
  const l = logPair(pair(x));
  const p = twoProduct(l.hi, y);
  const product = addPairs({ hi: p.hi, lo: p.lo }, pair(l.lo * y));
  if (product.hi > 709.8) return Infinity;
  if (product.hi < -745.2) return 0;
  const { value, exponent } = expPair(product);
  return roundScaled(value, exponent);
}

export function exp2(x: number): number {
  if (x >= 1024) return Infinity;
  if (x < -1075) return 0;
  return Number.isInteger(x) ? scale(1, x) : power(2, x);
}

/** A minimax polynomial for the cube root on [0.5, 1), lowest power first. */
const CUBE_ROOT_GUESS = [
  0.35489576504391984, 1.508191937815849, -2.114994941673713, 2.4469312256353444, -1.8346927748361308,
  0.7849323449766392, -0.14526389938548637,
];
const CUBE_ROOT_OF_2 = 1.2599210498948732;
const CUBE_ROOT_OF_4 = 1.5874010519681996;
/** 2^(n/3) for n = −2 … 2. */
const CUBE_ROOT_FACTORS = [1 / CUBE_ROOT_OF_4, 1 / CUBE_ROOT_OF_2, 1, CUBE_ROOT_OF_2, CUBE_ROOT_OF_4];

/**
 * Cube root by a polynomial guess and one step of Halley's method, as glibc computes it: CPython shows its last
 * digit, which is wrong for half of all arguments (`cbrt(27.0)` is 3.0000000000000004).
 */
export function cbrt(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const words = new DataView(new ArrayBuffer(8));
  const subnormal = Math.abs(x) < 2.2250738585072014e-308;
  words.setFloat64(0, subnormal ? Math.abs(x) * 2 ** 54 : Math.abs(x));
  const high = words.getInt32(0);
  const exponent = (high >> 20) - 1022 - (subnormal ? 54 : 0);
  words.setInt32(0, (high & 0xfffff) | (1022 << 20));
  const m = words.getFloat64(0);
  let u = CUBE_ROOT_GUESS[6];
  for (let i = 5; i >= 0; i--) u = u * m + CUBE_ROOT_GUESS[i];
  const cube = u * u * u;
  const y = ((u * (cube + 2 * m)) / (2 * cube + m)) * CUBE_ROOT_FACTORS[2 + (exponent % 3)];
  return scale(x > 0 ? y : -y, Math.trunc(exponent / 3));
}

/** x − n·π/2 with |result| ≤ π/4, and n modulo 4. By exact integer arithmetic, so that every size of x is reduced right. */
function reduce(x: number): { rest: Pair; quadrant: number } {
  if (Math.abs(x) < 0.7853981633974483) return { rest: pair(x), quadrant: 0 };
  const size = Math.abs(x);
  if (size < 1e5) {
    const n = Math.round(size / (PI.hi / 2));
    const quarter = threeParts(n);
    const rest = addPairs(addPairs(pair(size), negate(quarter.first)), negate(quarter.second));
    return x < 0 ? { rest: negate(rest), quadrant: (4 - (n % 4)) % 4 } : { rest, quadrant: n % 4 };
  }
  const words = new DataView(new ArrayBuffer(8));
  words.setFloat64(0, size);
  const bits = words.getBigUint64(0);
  const exponent = Number(bits >> 52n) - 1075;
  const mantissa = (bits & 0xfffffffffffffn) | 0x10000000000000n;
  // Enough digits of π/2 for the exponent would be needed; 1100 bits by Machin's formula, made once.
  const scaleBits = 1250n;
  const half = halfPi(scaleBits);
  const scaled =
    exponent >= 0 ? mantissa << (scaleBits + BigInt(exponent)) : (mantissa << scaleBits) >> BigInt(-exponent);
  let n = scaled / half;
  let rest = scaled % half;
  if (rest * 2n > half) {
    n += 1n;
    rest -= half;
  }
  const hi = toNumber(rest, scaleBits);
  const back = fromNumber(hi, scaleBits);
  const value = { hi, lo: toNumber(rest - back, scaleBits) };
  const quadrant = Number(n % 4n);
  return x < 0 ? { rest: negate(value), quadrant: (4 - quadrant) % 4 } : { rest: value, quadrant };
}

function toNumber(n: bigint, bits: bigint): number {
  const negative = n < 0n;
  let magnitude = negative ? -n : n;
  const length = magnitude.toString(2).length;
  let shift = -Number(bits);
  if (length > 64) {
    const drop = BigInt(length - 64);
    magnitude >>= drop;
    shift += Number(drop);
  }
  const value = scale(Number(magnitude), shift);
  return negative ? -value : value;
}

function fromNumber(v: number, bits: bigint): bigint {
  if (v === 0) return 0n;
  const words = new DataView(new ArrayBuffer(8));
  words.setFloat64(0, Math.abs(v));
  const raw = words.getBigUint64(0);
  const shift = bits + (raw >> 52n) - 1075n;
  const mantissa = (raw & 0xfffffffffffffn) | 0x10000000000000n;
  const n = shift >= 0n ? mantissa << shift : mantissa >> -shift;
  return v < 0 ? -n : n;
}

let halfPiDigits: bigint | null = null;

/** π/2 · 2^bits by Machin's formula. */
function halfPi(bits: bigint): bigint {
  if (halfPiDigits !== null) return halfPiDigits;
  const guard = bits + 20n;
  const inverse = (n: bigint): bigint => {
    let term = (1n << guard) / n;
    let sum = term;
    for (let k = 3n, sign = -1n; term !== 0n; k += 2n, sign = -sign) {
      term /= n * n;
      sum += (sign * term) / k;
    }
    return sum;
  };
  halfPiDigits = (2n * (4n * inverse(5n) - inverse(239n))) >> 20n;
  return halfPiDigits;
}

/** π/2 in parts of 33 bits, so that their multiples up to 2^20 are exact, and the rest. */
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487111665e-21;
const HALF_PI_4 = 8.4784276603689e-32;

/** n · π/2 as a sum of two pairs, exact to about 2^-150. */
function threeParts(n: number): { first: Pair; second: Pair } {
  return {
    first: addPairs(pair(n * HALF_PI_1), pair(n * HALF_PI_2)),
    second: addPairs(twoProduct(n, HALF_PI_3), pair(n * HALF_PI_4)),
  };
}

/** sin and cos of a reduced argument, |r| ≤ π/4 (a little more does no harm). */
function sinCos(r: Pair): { sin: Pair; cos: Pair } {
  const square = multiplyPairs(r, r);
  let sin = INVERSE_FACTORIALS[27];
  for (let k = 25; k >= 1; k -= 2) sin = addPairs(negate(multiplyPairs(sin, square)), INVERSE_FACTORIALS[k]);
  let cos = INVERSE_FACTORIALS[28];
  for (let k = 26; k >= 0; k -= 2) cos = addPairs(negate(multiplyPairs(cos, square)), INVERSE_FACTORIALS[k]);
  return { sin: multiplyPairs(sin, r), cos };
}

function sinCosOf(x: number): { sin: Pair; cos: Pair } {
  const { rest, quadrant } = reduce(x);
  const { sin, cos } = sinCos(rest);
  switch (quadrant) {
    case 0:
      return { sin, cos };
    case 1:
      return { sin: cos, cos: negate(sin) };
    case 2:
      return { sin: negate(sin), cos: negate(cos) };
    default:
      return { sin: negate(cos), cos: sin };
  }
}

export function sin(x: number): number {
  return Math.abs(x) < 1e-10 ? x : sinCosOf(x).sin.hi;
}

export function cos(x: number): number {
  return sinCosOf(x).cos.hi;
}

export function tan(x: number): number {
  if (Math.abs(x) < 1e-10) return x;
  const { sin: s, cos: c } = sinCosOf(x);
  return dividePairs(s, c).hi;
}

/** atan of y/x as a pair, x and y pairs, |result| ≤ π: one Newton step from Math.atan2. */
function atanPair(y: Pair, x: Pair): Pair {
  const start = Math.atan2(y.hi, x.hi);
  const { sin: s, cos: c } = sinCosOf(start);
  const top = addPairs(multiplyPairs(y, c), negate(multiplyPairs(x, s)));
  const bottom = addPairs(multiplyPairs(x, c), multiplyPairs(y, s));
  const delta = dividePairs(top, bottom);
  return addPairs(pair(start), delta);
}

export function atan(x: number): number {
  if (Math.abs(x) < 1e-10 || !Number.isFinite(x) || Math.abs(x) > 1e30) return Math.atan(x);
  return atanPair(pair(x), pair(1)).hi;
}

export function atan2(y: number, x: number): number {
  const ordinary = y !== 0 && x !== 0 && Number.isFinite(x) && Number.isFinite(y);
  if (!ordinary) return Math.atan2(y, x);
  const larger = Math.max(Math.abs(x), Math.abs(y));
  const smaller = Math.min(Math.abs(x), Math.abs(y));
  if (larger > 1e150 || smaller < 1e-150 || larger / smaller > 1e30) return Math.atan2(y, x);
  return atanPair(pair(y), pair(x)).hi;
}

export function asin(x: number): number {
  if (Math.abs(x) < 1e-10 || Math.abs(x) === 1) return Math.asin(x);
  const square = twoProduct(x, x);
  return atanPair(pair(x), sqrtPair(addPairs(pair(1), negate(square)))).hi;
}

export function acos(x: number): number {
  if (Math.abs(x) === 1) return Math.acos(x);
  const square = twoProduct(x, x);
  return atanPair(sqrtPair(addPairs(pair(1), negate(square))), pair(x)).hi;
}

/** The hyperbolic functions below follow fdlibm, as C libraries do, over the exact exp and log above. */
export function cosh(x: number): number {
  const size = Math.abs(x);
  if (size < Math.LN2 / 2) {
    const t = Math.expm1(size);
    const w = 1 + t;
    return size < 2 ** -55 ? w : 1 + (t * t) / (w + w);
  }
  if (size < 22) {
    const t = exp(size);
    return 0.5 * t + 0.5 / t;
  }
  if (size <= 709.78) return 0.5 * exp(size);
  const w = exp(size / 2);
  return 0.5 * w * w;
}

export function acosh(x: number): number {
  if (x === 1) return 0;
  if (x > 2 ** 28) return log(x) + Math.LN2;
  if (x > 2) return log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
  const t = x - 1;
  return Math.log1p(t + Math.sqrt(2 * t + t * t));
}

export function asinh(x: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -28) return x;
  let value: number;
  if (size > 2 ** 28) value = log(size) + Math.LN2;
  else if (size > 2) value = log(2 * size + 1 / (Math.sqrt(x * x + 1) + size));
  else value = Math.log1p(size + (x * x) / (1 + Math.sqrt(1 + x * x)));
  return x < 0 ? -value : value;
}

/** √(Σ x²), rounded once. */
export function norm(values: readonly number[]): number {
  let largest = 0;
  for (const v of values) largest = Math.max(largest, Math.abs(v));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  const power = Math.floor(Math.log2(largest));
  let sum = pair(0);
  for (const v of values) {
    const scaled = scale(v, -power);
    sum = addPairs(sum, twoProduct(scaled, scaled));
  }
  return scale(sqrtPair(sum).hi, power);
}
