import { describe, expect, it } from 'vitest';
import { WeightAverage } from './weightAverage.ts';

/** Weights of one parameter, observed one after another. */
function averageOf(values: readonly number[], share: number): number {
  const average = new WeightAverage();
  values.forEach((value, i) => {
    average.observe(Float32Array.of(value), i + 1, share);
  });
  return (average.weights as Float32Array)[0];
}

describe('WeightAverage', () => {
  it('holds nothing before it has seen weights', () => {
    expect(new WeightAverage().weights).toBeUndefined();
  });

  it('is the mean of all weights at a share of 1', () => {
    expect(averageOf([3, 5, 10, 2], 1)).toBeCloseTo(5, 6);
  });

  it.each([
    [1 / 2, (t: number) => t],
    [1 / 3, (t: number) => (t * (t + 1)) / 2],
    [1 / 4, (t: number) => (t * (t + 1) * (t + 2)) / 6],
  ])('at a share of %f weighs step t as t to the power η = 1 / share - 1, rising', (share, weightOf) => {
    const values = [4, -1, 7, 2, 9];
    const weights = values.map((_, i) => weightOf(i + 1));
    const expected = values.reduce((sum, value, i) => sum + value * weights[i], 0) / weights.reduce((a, b) => a + b);
    expect(averageOf(values, share)).toBeCloseTo(expected, 5);
  });

  it('keeps its own copy', () => {
    const average = new WeightAverage();
    const weights = Float32Array.of(1);
    average.observe(weights, 1, 0.5);
    weights[0] = 100;
    expect((average.weights as Float32Array)[0]).toBe(1);
  });
});
