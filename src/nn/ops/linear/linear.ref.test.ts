import { expect, it } from 'vitest';
import { dot, expectGradient, noise } from '../expectGradient.testing.ts';
import { linear, linearBackward } from './linear.ref.ts';

const [N, D, M] = [8, 6, 3];

it('has its derivative', () => {
  const [x, w, dy, dw] = [noise(N * D), noise(M * D), noise(N * M), new Float64Array(M * D)];
  const dx = linearBackward(dy, x, w, D, dw);
  const objective = () => dot(dy, linear(x, w, D));
  expectGradient(x, dx, objective);
  expectGradient(w, dw, objective);
});

it('gives no number for no token, and adds nothing to a gradient', () => {
  const [none, w, dw] = [new Float64Array(), noise(M * D), new Float64Array(M * D)];
  expect(linear(none, w, D)).toEqual(none);
  expect(linearBackward(none, none, w, D, dw)).toEqual(none);
  expect(dw.every((g) => g === 0)).toBe(true);
});
