import { atan2, cos, exp, log, norm, power, sin } from '../numeric/elementary.ts';
import { raise } from '../values/exceptions.ts';
import { PyComplex } from '../values/value.ts';

/** Quotient of complex numbers by Smith's method, as `_Py_c_quot`. */
export function complexDivide(a: PyComplex, b: PyComplex): PyComplex {
  if (b.re === 0 && b.im === 0) raise('ZeroDivisionError', 'complex division by zero');
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    const ratio = b.im / b.re;
    const denominator = b.re + b.im * ratio;
    return new PyComplex((a.re + a.im * ratio) / denominator, (a.im - a.re * ratio) / denominator);
  }
  const ratio = b.re / b.im;
  const denominator = b.re * ratio + b.im;
  return new PyComplex((a.re * ratio + a.im) / denominator, (a.im * ratio - a.re) / denominator);
}

export function complexMultiply(a: PyComplex, b: PyComplex): PyComplex {
  return new PyComplex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
}

/** `a ** b`: by repeated multiplication for small integral exponents, else in polar form, as `complex_pow`. */
export function complexPower(a: PyComplex, b: PyComplex): PyComplex {
  if (b.im === 0 && Number.isInteger(b.re) && Math.abs(b.re) <= 100) return integralPower(a, b.re);
  if (b.re === 0 && b.im === 0) return new PyComplex(1, 0);
  if (a.re === 0 && a.im === 0) {
    if (b.im !== 0 || b.re < 0) raise('ZeroDivisionError', '0.0 to a negative or complex power');
    return new PyComplex(0, 0);
  }
  const size = a.im === 0 ? Math.abs(a.re) : norm([a.re, a.im]);
  let length = b.re === 0 ? 1 : power(size, b.re);
  const angle = atan2(a.im, a.re);
  let phase = angle * b.re;
  if (b.im !== 0) {
    length /= exp(angle * b.im);
    phase += b.im * log(size);
  }
  return new PyComplex(length * cos(phase), length * sin(phase));
}

function integralPower(a: PyComplex, n: number): PyComplex {
  let result = new PyComplex(1, 0);
  let base = a;
  for (let left = Math.abs(n); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = complexMultiply(result, base);
    base = complexMultiply(base, base);
  }
  return n < 0 ? complexDivide(new PyComplex(1, 0), result) : result;
}
