import { describe, expect, it } from 'vitest';
import * as elementary from './elementary.ts';
import { erf, erfc } from './erf.ts';
import { gamma, logGamma } from './gamma.ts';

/** Results of CPython 3.11 (glibc) on arguments where JavaScript's own functions are off by a digit, and extremes. */
const CASES: [string, (...args: number[]) => number, number[], number][] = [
  ['sin', elementary.sin, [1e22], -0.8522008497671888],
  ['sin', elementary.sin, [Math.PI], 1.2246467991473532e-16],
  ['cos', elementary.cos, [1.5707963267948966], 6.123233995736766e-17],
  ['cos', elementary.cos, [1e16], -0.6261681981330862],
  ['tan', elementary.tan, [1.5707963267948966], 1.633123935319537e16],
  ['exp', elementary.exp, [1], Math.E],
  ['exp', elementary.exp, [-745], 5e-324],
  ['exp', elementary.exp, [709.7], 1.6549840276802644e308],
  ['log', elementary.log, [10], Math.LN10],
  ['log', elementary.log, [5e-324], -744.4400719213812],
  ['log2', elementary.log2, [8], 3],
  ['log10', elementary.log10, [1000], 3],
  ['log10', elementary.log10, [2], 0.3010299956639812],
  ['pow', elementary.power, [10, -5], 1e-5],
  ['pow', elementary.power, [1.1, 10], 2.5937424601000023],
  ['pow', elementary.power, [2, 0.5], Math.SQRT2],
  ['cbrt', elementary.cbrt, [27], 3.0000000000000004],
  ['atan', elementary.atan, [1], 0.7853981633974483],
  ['atan2', elementary.atan2, [1, 2], 0.4636476090008061],
  ['asin', elementary.asin, [0.5], 0.5235987755982989],
  ['acos', elementary.acos, [0.5], 1.0471975511965979],
  ['cosh', elementary.cosh, [1], 1.5430806348152437],
  ['asinh', elementary.asinh, [1], 0.881373587019543],
  ['acosh', elementary.acosh, [2], 1.3169578969248166],
  ['norm', (...v) => elementary.norm(v), [3, 4], 5],
  ['norm', (...v) => elementary.norm(v), [1e308, 1e308], 1.4142135623730951e308],
  ['erf', erf, [0.5], 0.5204998778130465],
  ['erfc', erfc, [3], 2.2090496998585438e-5],
  ['gamma', gamma, [5], 24],
  ['gamma', gamma, [0.5], 1.7724538509055159],
  ['lgamma', logGamma, [100], 359.1342053695754],
];

describe('elementary functions', () => {
  it.each(CASES)('%s is CPython’s', (_name, compute, args, expected) => {
    expect(compute(...args)).toBe(expected);
  });
});
