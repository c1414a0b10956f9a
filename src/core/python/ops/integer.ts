import { budget, charge, MAX_INTEGER_BITS, outOfMemory, Refusal } from '../budget.ts';
import { raise, typeError } from '../values/exceptions.ts';
import { NotImplemented, typeName } from '../values/types.ts';
import { PyInstance, type Value } from '../values/value.ts';
import { payloadOf } from './equal.ts';
import { bitLength } from './repr.ts';
import { callSpecial } from './special.ts';

/** An int in its canonical form: a number while |n| ≤ 2^53 − 1, else a bigint. */
export function normalizeInteger(n: bigint): number | bigint {
  return n >= -9007199254740991n && n <= 9007199254740991n ? Number(n) : n;
}

/** Canonical int from a JavaScript number that is integral but may be large. */
export function integerFromNumber(n: number): number | bigint {
  return Number.isSafeInteger(n) ? n + 0 : BigInt(n);
}

/** Refuses a big int of `bits` bits before it is made when it is above the cap, else charges for its digits. */
export function reserveBits(bits: number): void {
  if (bits > MAX_INTEGER_BITS) {
    throw new Refusal(
      'memory',
      `an integer of about ${Math.round(bits)} bits is above the limit of ${MAX_INTEGER_BITS} bits`,
    );
  }
  charge(Math.ceil(bits / 256));
  if ((budget.memory -= bits >> 3) < 0) outOfMemory();
}

export function add(a: number | bigint, b: number | bigint): number | bigint {
  const x = BigInt(a);
  const y = BigInt(b);
  if (typeof a === 'bigint' || typeof b === 'bigint') chargeBig(x, y);
  return normalizeInteger(x + y);
}

export function subtract(a: number | bigint, b: number | bigint): number | bigint {
  const x = BigInt(a);
  const y = BigInt(b);
  if (typeof a === 'bigint' || typeof b === 'bigint') chargeBig(x, y);
  return normalizeInteger(x - y);
}

export function multiply(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product + 0;
  }
  const x = BigInt(a);
  const y = BigInt(b);
  const bits = (typeof a === 'number' ? 53 : bitLength(a)) + (typeof b === 'number' ? 53 : bitLength(b));
  if (bits > 256) {
    reserveBits(bits);
    charge(Math.ceil((bits * bits) / 16_000_000));
  }
  return normalizeInteger(x * y);
}

function chargeBig(a: bigint, b: bigint): void {
  if (fits256(a) && fits256(b)) return;
  reserveBits(Math.max(bitLength(a), bitLength(b)) + 1);
}

const BOUND = 1n << 256n;

function fits256(n: bigint): boolean {
  return n < BOUND && n > -BOUND;
}

/** Floor division; the caller has excluded zero. */
export function floorDivide(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === 'number' && typeof b === 'number') {
    const rest = a % b;
    const floored = rest !== 0 && rest < 0 !== b < 0 ? (a - rest) / b - 1 : (a - rest) / b;
    return floored + 0;
  }
  const x = BigInt(a);
  const y = BigInt(b);
  chargeBig(x, y);
  const quotient = x / y;
  const rest = x % y;
  return normalizeInteger(rest !== 0n && rest < 0n !== y < 0n ? quotient - 1n : quotient);
}

/** Modulo with the sign of the divisor; the caller has excluded zero. */
export function modulo(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === 'number' && typeof b === 'number') {
    const rest = a % b;
    return (rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest) + 0;
  }
  const x = BigInt(a);
  const y = BigInt(b);
  chargeBig(x, y);
  const rest = x % y;
  return normalizeInteger(rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest);
}

/** `a ** b` for b ≥ 0. */
export function power(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === 'number') {
    if (a === 1 || b === 0) return 1;
    if (a === 0) return 0;
    if (a === -1) return BigInt(b) % 2n === 0n ? 1 : -1;
    if (typeof b === 'number' && b < 64) {
      const result = a ** b;
      if (Number.isSafeInteger(result)) return result;
    }
  }
  const base = BigInt(a);
  const bits = typeof a === 'number' ? Math.log2(Math.abs(a)) : bitLength(base);
  const size = bits * Number(b);
  if (size > 256) {
    reserveBits(size);
    charge(Math.ceil((size * size) / 16_000_000));
  }
  return normalizeInteger(base ** BigInt(b));
}

/** `pow(a, b, m)`. */
export function powerModulo(a: number | bigint, b: number | bigint, m: number | bigint): number | bigint {
  let modulus = BigInt(m);
  if (modulus === 0n) raise('ValueError', 'pow() 3rd argument cannot be 0');
  let exponent = BigInt(b);
  let base = BigInt(a);
  const negative = modulus < 0n;
  if (negative) modulus = -modulus;
  if (exponent < 0n) {
    base = inverse(base, modulus);
    exponent = -exponent;
  }
  base = ((base % modulus) + modulus) % modulus;
  const cost = Math.ceil((bitLength(modulus) / 256) ** 2);
  let result = 1n % modulus;
  while (exponent > 0n) {
    charge(cost);
    if ((exponent & 1n) === 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
    exponent >>= 1n;
  }
  if (negative && result !== 0n) result -= modulus;
  return normalizeInteger(result);
}

function inverse(a: bigint, m: bigint): bigint {
  let [r0, r1] = [((a % m) + m) % m, m];
  let [s0, s1] = [1n, 0n];
  while (r1 !== 0n) {
    charge(1);
    const q = r0 / r1;
    [r0, r1] = [r1, r0 - q * r1];
    [s0, s1] = [s1, s0 - q * s1];
  }
  if (r0 !== 1n) raise('ValueError', 'base is not invertible for the given modulus');
  return s0;
}

export function shiftLeft(a: number | bigint, b: number | bigint): number | bigint {
  if (b < 0) raise('ValueError', 'negative shift count');
  if (a === 0) return 0;
  if (typeof a === 'number' && typeof b === 'number' && b < 53) {
    const result = a * 2 ** b;
    if (Number.isSafeInteger(result)) return result;
  }
  const bits = (typeof a === 'number' ? 53 : bitLength(a)) + Number(b);
  if (bits > 256) reserveBits(bits);
  return normalizeInteger(BigInt(a) << BigInt(b));
}

export function shiftRight(a: number | bigint, b: number | bigint): number | bigint {
  if (b < 0) raise('ValueError', 'negative shift count');
  if (typeof a === 'number') return b > 53 ? (a < 0 ? -1 : 0) : Math.floor(a / 2 ** Number(b)) + 0;
  if (b > MAX_INTEGER_BITS) return a < 0n ? -1 : 0;
  return normalizeInteger(a >> BigInt(b));
}

export function bitwise(op: 'BitAnd' | 'BitOr' | 'BitXor', a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b) {
    return op === 'BitAnd' ? a & b : op === 'BitOr' ? a | b : a ^ b;
  }
  const x = BigInt(a);
  const y = BigInt(b);
  chargeBig(x, y);
  return normalizeInteger(op === 'BitAnd' ? x & y : op === 'BitOr' ? x | y : x ^ y);
}

/** The correctly rounded quotient of two ints as a float; the caller has excluded zero. */
export function trueDivide(a: number | bigint, b: number | bigint): number {
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  let x = BigInt(a);
  let y = BigInt(b);
  const negative = x < 0n !== y < 0n;
  if (x < 0n) x = -x;
  if (y < 0n) y = -y;
  if (x === 0n) return 0;
  // A quotient of at least 66 bits with a sticky lowest bit rounds as the exact one would.
  const shift = 66 - (bitLength(x) - bitLength(y));
  const scaledX = shift > 0 ? x << BigInt(shift) : x;
  const scaledY = shift < 0 ? y << BigInt(-shift) : y;
  let quotient = scaledX / scaledY;
  if (scaledX % scaledY !== 0n) quotient |= 1n;
  const value = scaleExactly(quotient, -shift);
  if (value === Infinity) raise('OverflowError', 'integer division result too large for a float');
  return negative ? -value : value;
}

/** quotient · 2^exponent, rounded once (also where the result is subnormal). */
function scaleExactly(quotient: bigint, exponent: number): number {
  const bits = bitLength(quotient);
  const lowest = bits + exponent;
  if (lowest > 1024) return Infinity;
  // Bits that a double can hold at this size; drop the others with round-half-even.
  const precision = lowest < -1021 ? 53 - (-1021 - lowest) : 53;
  if (precision < 0) return 0;
  const drop = bits - precision;
  let mantissa = quotient;
  let power = exponent;
  if (drop > 0) {
    const half = 1n << BigInt(drop - 1);
    const rest = quotient & ((1n << BigInt(drop)) - 1n);
    mantissa = quotient >> BigInt(drop);
    if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa += 1n;
    power += drop;
  }
  const value = Number(mantissa);
  return power < -1000
    ? value * 2 ** (power + 500) * 2 ** -500
    : power > 900
      ? value * 2 ** (power - 500) * 2 ** 500
      : value * 2 ** power;
}

/** A Python int as a float; raises OverflowError. */
export function integerToFloat(n: number | bigint): number {
  const v = Number(n);
  if (!Number.isFinite(v)) raise('OverflowError', 'int too large to convert to float');
  return v;
}

/** The int behind an int, bool or object with `__index__`; `undefined` for anything else. */
export function indexOf(value: Value): number | bigint | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
  }
  if (value instanceof PyInstance) {
    const result = callSpecial(value, '__index__');
    if (result !== NotImplemented) {
      const index = indexOf(result);
      if (index === undefined) typeError(`__index__ returned non-int (type ${typeName(result)})`);
      return index;
    }
    const payload = payloadOf(value);
    if (payload !== value) return indexOf(payload);
  }
  return undefined;
}

/** An index argument as an exact JavaScript number; raises TypeError for other types and clamps what no list can hold. */
export function toIndex(value: Value): number {
  if (typeof value === 'number') return value;
  const index = indexOf(value);
  if (index === undefined) typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  return typeof index === 'number' ? index : index > 0n ? Number.MAX_SAFE_INTEGER : -Number.MAX_SAFE_INTEGER;
}

/** A flag that C takes as an int: any int, but no other value. */
export function integerFlag(value: Value): boolean {
  return typeof value === 'boolean' ? value : toInt(value) !== 0;
}

/** What C takes as an `int`: raises OverflowError for what does not fit 32 bits. */
export function toInt(value: Value): number {
  const n = indexOf(value);
  if (n === undefined) typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  if (typeof n === 'bigint' || n > 0x7fffffff || n < -0x80000000) {
    raise('OverflowError', 'Python int too large to convert to C int');
  }
  return n;
}

/** As `toIndex`, but raises OverflowError for what does not fit 64 bits. */
export function toSize(value: Value): number {
  const index = indexOf(value);
  if (index === undefined) typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  if (typeof index === 'bigint' && (index >= 1n << 63n || index < -(1n << 63n))) {
    raise('OverflowError', 'Python int too large to convert to C ssize_t');
  }
  return Number(index);
}
