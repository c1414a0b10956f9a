import { expect, test } from 'vitest';
import { sparkline } from './sparkline.ts';

test('the path runs from left to right, with the greatest value on top', () => {
  expect(sparkline([2, 1, 0], 10, 4)).toBe('M0.0 1.0L5.0 2.0L10.0 3.0');
});

test('flat and long series stay drawable', () => {
  expect(sparkline([3, 3], 10, 4)).toBe('M0.0 3.0L10.0 3.0');
  expect(sparkline(Array(10_000).fill(0), 10, 4).split('L').length).toBeLessThanOrEqual(200);
  expect(sparkline([1], 10, 4)).toBe('');
});
