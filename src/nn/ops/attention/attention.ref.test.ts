import { expect, it } from 'vitest';
import { modelShape } from '../../modelShape.ts';
import { dot, expectGradient, noise } from '../expectGradient.testing.ts';
import { attention, attentionBackward } from './attention.ref.ts';

const [N, D] = [8, 6];

it.each([
  [1, false],
  [2, false],
  [2, true],
  [3, true],
])('has its derivative with %i heads, recency bias %s, and looks at no other sequence', (heads, recencyBias) => {
  const shape = { ...modelShape('nano', 5), width: D, heads, headWidth: D / heads, recencyBias };
  const starts = Int32Array.of(0, 4, 4, 5, 8);
  const [q, k, v, dy] = [noise(N * D), noise(N * D), noise(N * D), noise(N * D)];
  const gradients = attentionBackward(shape, dy, q, k, v, starts);
  const objective = () => dot(dy, attention(shape, q, k, v, starts));
  for (const [i, x] of [q, k, v].entries()) expectGradient(x, gradients[i], objective);
});

it('with a recency bias, weighs values that all keys would weigh alike by e^(-slope · distance)', () => {
  const shape = { ...modelShape('nano', 5), width: 2, heads: 2, headWidth: 1, recencyBias: true };
  const none = new Float64Array(8);
  const got = attention(shape, none, none, Float64Array.of(1, 1, 2, 2, 3, 3, 4, 4), Int32Array.of(0, 4));
  for (const [h, slope] of [2 ** -4, 2 ** -8].entries()) {
    const weights = [3, 2, 1, 0].map((distance) => Math.exp(-slope * distance));
    const sum = weights.reduce((total, weight) => total + weight);
    expect(got[6 + h]).toBeCloseTo(weights.reduce((total, weight, j) => total + weight * (j + 1), 0) / sum, 12);
  }
});

it('gives no number for no token', () => {
  const [shape, none, one] = [modelShape('nano', 5), new Float64Array(), Int32Array.of(0)];
  expect(attention(shape, none, none, none, one)).toEqual(none);
  expect(attentionBackward(shape, none, none, none, none, one)).toEqual([none, none, none]);
});
