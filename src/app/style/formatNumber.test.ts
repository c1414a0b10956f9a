import { expect, test } from 'vitest';
import { percentage, shortCount, signed, wholeCount } from './formatNumber.ts';

test('numbers are written as a reader expects them', () => {
  expect(signed(0.75)).toBe('+0.75');
  expect(signed(-1)).toBe('−1');
  expect(signed(-0.001)).toBe('0');
  expect(shortCount(1_234_567)).toBe('1.23M');
  expect(shortCount(950)).toBe('950');
  expect(wholeCount(205_000)).toBe('205,000');
  expect(percentage(0.125)).toBe('13%');
});
