/**
 * `repr` of a float: the shortest digits that read back the same, as JavaScript finds them, in Python's notation
 * (an exponent from 1e16 on and below 1e-4).
 */
export function floatRepr(v: number): string {
  if (Number.isInteger(v)) {
    if (v < 1e16 && v > -1e16) return Object.is(v, -0) ? '-0.0' : `${v}.0`;
  } else {
    if (Number.isNaN(v)) return 'nan';
    if (v === Infinity) return 'inf';
    if (v === -Infinity) return '-inf';
    const size = Math.abs(v);
    if (size >= 1e-4 && size < 1e16) return String(v);
  }
  const [mantissa, exponent] = v.toExponential().split('e');
  const power = Number(exponent);
  return `${mantissa}e${power < 0 ? '-' : '+'}${Math.abs(power) < 10 ? '0' : ''}${Math.abs(power)}`;
}

/** `repr` of a complex number. */
export function complexRepr(re: number, im: number): string {
  const part = (v: number): string => {
    const text = floatRepr(v);
    return text.endsWith('.0') ? text.slice(0, -2) : text;
  };
  const imaginary = part(im);
  if (re === 0 && !Object.is(re, -0)) return `${imaginary}j`;
  const sign = imaginary.startsWith('-') || imaginary.startsWith('+') ? '' : '+';
  return `(${part(re)}${sign}${imaginary}j)`;
}
