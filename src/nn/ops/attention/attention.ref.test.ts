import { expect, it } from 'vitest';
import { modelShape } from '../../modelShape.ts';
import { dot, expectGradient, noise } from '../expectGradient.testing.ts';
import { attention, attentionBackward } from './attention.ref.ts';

const [N, D] = [8, 6];

it.each([1, 2, 3])('has its derivative with %i heads, and looks at no other sequence', (heads) => {
  const shape = { ...modelShape('nano', 5), width: D, heads, headWidth: D / heads };
  const starts = Int32Array.of(0, 4, 4, 5, 8);
  const [q, k, v, dy] = [noise(N * D), noise(N * D), noise(N * D), noise(N * D)];
  const gradients = attentionBackward(shape, dy, q, k, v, starts);
  const objective = () => dot(dy, attention(shape, q, k, v, starts));
  for (const [i, x] of [q, k, v].entries()) expectGradient(x, gradients[i], objective);
});

it('gives no number for no token', () => {
  const [shape, none, one] = [modelShape('nano', 5), new Float64Array(), Int32Array.of(0)];
  expect(attention(shape, none, none, none, one)).toEqual(none);
  expect(attentionBackward(shape, none, none, none, none, one)).toEqual([none, none, none]);
});
