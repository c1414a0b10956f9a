import { describe, expect, it } from 'vitest';
import { roundDecimal, toDigitsExact, toFixedExact } from './decimal.ts';
import { floatRepr } from './floatRepr.ts';

describe('exact decimal conversion', () => {
  it.each([
    [0.5, 0, '0'],
    [1.5, 0, '2'],
    [2.5, 0, '2'],
    [0.125, 2, '0.12'],
    [0.375, 2, '0.38'],
    [2.675, 2, '2.67'],
    [1e22, 1, '10000000000000000000000.0'],
    [0.1, 20, '0.10000000000000000555'],
    [5e-324, 3, '0.000'],
  ])('%f with %i decimals is %s, ties to even', (value, digits, text) => {
    expect(toFixedExact(value, digits)).toBe(text);
  });

  it('gives significant digits, carrying over where they round up to a power of ten', () => {
    expect(toDigitsExact(9.995, 3)).toEqual({ digits: '999', exponent: 0 });
    expect(toDigitsExact(99.95, 2)).toEqual({ digits: '10', exponent: 2 });
    expect(toDigitsExact(25, 1)).toEqual({ digits: '2', exponent: 1 });
  });

  it('rounds as round() does', () => {
    expect(roundDecimal(2.675, 2)).toBe(2.67);
    expect(roundDecimal(1234.5, -2)).toBe(1200);
    expect(roundDecimal(-0.5, 0)).toBe(-0);
  });
});

describe('repr of floats', () => {
  it.each([
    [1, '1.0'],
    [-0, '-0.0'],
    [0.1, '0.1'],
    [1e16, '1e+16'],
    [123456789012345680, '1.2345678901234568e+17'],
    [9999999999999998, '9999999999999998.0'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e-7, '1.5e-07'],
    [5e-324, '5e-324'],
    [Number.NaN, 'nan'],
    [-Infinity, '-inf'],
  ])('%f shows as %s', (value, text) => {
    expect(floatRepr(value)).toBe(text);
  });
});
