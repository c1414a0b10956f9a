import { trueDivide } from '../ops/integer.ts';
import { PyFloat, type Value } from '../values/value.ts';

/** The int or float that equals numerator / denominator (in lowest terms, the latter positive); `undefined` for none. */
export function plainRatio(numerator: number | bigint, denominator: number | bigint): Value | undefined {
  if (denominator === 1) return numerator;
  // A float is an odd number of up to 53 bits over a power of two, the smallest 2^-1074.
  if (typeof numerator === 'bigint') return undefined;
  const unit = BigInt(denominator);
  if ((unit & (unit - 1n)) !== 0n || unit > 1n << 1074n) return undefined;
  return new PyFloat(trueDivide(numerator, denominator));
}
