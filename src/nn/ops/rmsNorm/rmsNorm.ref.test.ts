import { expect, it } from 'vitest';
import { dot, expectGradient, noise } from '../expectGradient.testing.ts';
import { rmsNorm, rmsNormBackward } from './rmsNorm.ref.ts';

const [N, D, EPSILON] = [8, 6, 1e-5];

it('has its derivative', () => {
  const [x, gain, dy, dx, dgain] = [noise(N * D), noise(D), noise(N * D), new Float64Array(N * D), new Float64Array(D)];
  rmsNormBackward(dy, x, gain, EPSILON, dx, dgain);
  const objective = () => dot(dy, rmsNorm(x, gain, EPSILON));
  expectGradient(x, dx, objective);
  expectGradient(gain, dgain, objective);
});

it('gives no number for no token, and adds nothing to a gradient', () => {
  const [none, dgain] = [new Float64Array(), new Float64Array(D)];
  expect(rmsNorm(none, noise(D), EPSILON)).toEqual(none);
  rmsNormBackward(none, none, noise(D), EPSILON, none, dgain);
  expect(dgain.every((g) => g === 0)).toBe(true);
});

it('normalises a row to its gain', () => {
  const y = rmsNorm(Float64Array.of(3, 4), Float64Array.of(1, 2), 0);
  expect([...y]).toEqual([3 / Math.sqrt(12.5), 8 / Math.sqrt(12.5)].map((v) => expect.closeTo(v, 12)));
});
