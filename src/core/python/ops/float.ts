import { power } from '../numeric/elementary.ts';
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
  if (a === 0 && b < 0 && Number.isFinite(b)) raise('ZeroDivisionError', '0.0 cannot be raised to a negative power');
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b)) {
    return complexPower(new PyComplex(a, 0), new PyComplex(b, 0));
  }
  const result = realPower(a, b);
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b)) {
    raise('OverflowError', 34, 'Numerical result out of range');
  }
  return new PyFloat(result);
}

/** `a ** b` of doubles where the result is real, with the special cases of IEEE 754. */
export function realPower(a: number, b: number): number {
  if (b === 0 || a === 1) return 1;
  if (b === 1) return a;
  if (!Number.isFinite(a) || !Number.isFinite(b) || a === 0) return a === -1 && !Number.isNaN(b) ? 1 : a ** b;
  if (b === 0.5) return Math.sqrt(a);
  const size = power(Math.abs(a), b);
  return a < 0 && Math.abs(b % 2) === 1 ? -size : size;
}
