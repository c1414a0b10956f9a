import { raise } from '../values/exceptions.ts';
import { PyComplex, PyFloat, type Value } from '../values/value.ts';
import { complexPower } from './complex.ts';

/** Modulo of floats with the sign of the divisor, as `float_rem`; the caller has excluded zero. */
export function floatModulo(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}

/** Floor division of floats, as `float_floor_div`; the caller has excluded zero. */
export function floatFloorDivide(a: number, b: number): number {
  let rest = a % b;
  let quotient = (a - rest) / b;
  if (rest !== 0) {
    if (b < 0 !== rest < 0) {
      rest += b;
      quotient -= 1;
    }
  }
  if (quotient === 0) return 1 / (a / b) < 0 || a / b < 0 ? -0 : 0;
  const floored = Math.floor(quotient);
  return quotient - floored > 0.5 ? floored + 1 : floored;
}

/** `a ** b` of floats; negative bases with fractional exponents go to complex numbers. */
export function floatPower(a: number, b: number): Value {
  if (b === 0 || a === 1) return new PyFloat(1);
  if (a === 0 && b < 0) raise('ZeroDivisionError', '0.0 cannot be raised to a negative power');
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b)) {
    return complexPower(new PyComplex(a, 0), new PyComplex(b, 0));
  }
  if (a === -1 && (b === Infinity || b === -Infinity)) return new PyFloat(1);
  const result = exactPower(a, b);
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b)) {
    raise('OverflowError', 34, 'Numerical result out of range');
  }
  return new PyFloat(result);
}

/** `a ** b` of finite doubles; correctly rounded for small integral exponents, where JavaScript's may be off by one digit. */
export function exactPower(a: number, b: number): number {
  if (b === 0.5 && a >= 0) return Math.sqrt(a);
  if (b === 1) return a;
  if (b === 2) return a * a;
  if (b === -1) return 1 / a;
  if (Number.isInteger(b) && Math.abs(b) <= 64 && Number.isFinite(a) && a !== 0) {
    const exact = integralPower(a, b);
    if (exact !== undefined) return exact;
  }
  return a ** b;
}

const words = new DataView(new ArrayBuffer(8));

/** Correctly rounded a^b by exact integer arithmetic; `undefined` when the result leaves the normal range. */
function integralPower(a: number, b: number): number | undefined {
  words.setFloat64(0, Math.abs(a));
  const bits = words.getBigUint64(0);
  const biased = Number(bits >> 52n);
  if (biased === 0) return undefined;
  let mantissa = (bits & 0xfffffffffffffn) | 0x10000000000000n;
  let exponent = biased - 1075;
  while ((mantissa & 1n) === 0n) {
    mantissa >>= 1n;
    exponent++;
  }
  const n = Math.abs(b);
  const size = Math.abs(b * Math.log2(Math.abs(a)));
  if (size > 1000) return undefined;
  const powered = mantissa ** BigInt(n);
  const negative = a < 0 && n % 2 === 1;
  // Number(bigint) rounds half to even once; scaling by a power of two is exact in the normal range.
  let value: number;
  const shift = exponent * n;
  if (b > 0) {
    value = scaled(powered, shift);
  } else {
    const length = powered.toString(2).length;
    const quotient = (1n << BigInt(length + 80)) / powered;
    value = scaled(quotient | 1n, -(length + 80) - shift);
  }
  return negative ? -value : value;
}

function scaled(mantissa: bigint, shift: number): number {
  const length = mantissa.toString(2).length;
  const drop = Math.max(0, length - 120);
  const kept = drop > 0 ? (mantissa >> BigInt(drop)) | 1n : mantissa;
  const power = shift + drop;
  const half = Math.trunc(power / 2);
  return Number(kept) * 2 ** half * 2 ** (power - half);
}
