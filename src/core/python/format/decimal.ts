/** Exact conversion of doubles to decimal digits, rounded half to even as C's printf does (JavaScript rounds ties up). */

const words = new DataView(new ArrayBuffer(8));

/** |v| = mantissa · 2^exponent exactly. */
function decompose(v: number): { mantissa: bigint; exponent: number } {
  words.setFloat64(0, Math.abs(v));
  const bits = words.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 };
}

/** |v| · 10^digits rounded to an integer, half to even. */
export function scaledInteger(v: number, digits: number): bigint {
  const { mantissa, exponent } = decompose(v);
  let numerator = mantissa;
  let denominator = 1n;
  if (digits >= 0) numerator *= 10n ** BigInt(digits);
  else denominator *= 10n ** BigInt(-digits);
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  return twice > denominator || (twice === denominator && (quotient & 1n) === 1n) ? quotient + 1n : quotient;
}

/** |v| with `digits` decimals, as `%.{digits}f` without sign; v is finite. */
export function toFixedExact(v: number, digits: number): string {
  const size = Math.abs(v);
  // A tie needs a value whose binary fraction ends within digits + 1 places; all others JavaScript rounds exactly.
  if (digits <= 100 && size < 1e21 && !Number.isInteger(size * 2 ** (digits + 1))) return size.toFixed(digits);
  const text = scaledInteger(v, digits)
    .toString()
    .padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** |v| as `precision` significant digits and the power of ten of the first, as `%.{precision - 1}e`; v is finite. */
export function toDigitsExact(v: number, precision: number): { digits: string; exponent: number } {
  if (v === 0) return { digits: '0'.repeat(precision), exponent: 0 };
  let exponent = Number(Math.abs(v).toExponential(20).split('e')[1]);
  let digits = scaledInteger(v, precision - 1 - exponent).toString();
  if (digits.length > precision) {
    exponent += 1;
    digits = scaledInteger(v, precision - 1 - exponent).toString();
  }
  return { digits, exponent };
}

/** `round(v, digits)` of a finite float. */
export function roundDecimal(v: number, digits: number): number {
  if (digits > 323) return v;
  if (digits < -308) return v < 0 ? -0 : 0;
  const scaled = scaledInteger(v, digits).toString();
  const rounded = Number(`${scaled}e${-digits}`);
  return v < 0 || Object.is(v, -0) ? -rounded : rounded;
}
