import { expect, it } from 'vitest';
import { smooth, spanFor } from './smooth.ts';

const floats = (...values: number[]) => new Float64Array(values);

it('leaves a constant constant, also at its start', () => {
  expect([...smooth(floats(0, 1, 2), floats(0.5, 0.5, 0.5), 5)]).toEqual([0.5, 0.5, 0.5]);
});

it('weighs by distance in x, not by the number of points', () => {
  const [, near] = smooth(floats(0, 1), floats(0, 1), 10);
  const [, far] = smooth(floats(0, 100), floats(0, 1), 10);
  expect(near).toBeCloseTo(1 / (1 + Math.exp(-0.1)), 12);
  expect(far).toBeGreaterThan(0.9999);
});

it('gives the values back without a span', () => {
  const values = floats(3, 1, 2);
  expect(smooth(floats(0, 1, 2), values, 0)).toBe(values);
});

it('chooses a span from the length of the run, in rare jumps', () => {
  expect([0, 39, 40, 79, 80, 199, 200, 399, 400, 2000, 10_000].map(spanFor)).toEqual([
    0, 0, 1, 1, 2, 2, 5, 5, 10, 50, 200,
  ]);
});
