import { expect, it } from 'vitest';
import { dot, expectGradient, noise } from '../expectGradient.testing.ts';
import { gatedSilu, gatedSiluBackward } from './gatedSilu.ref.ts';

const [N, M] = [8, 3];

it('has its derivative', () => {
  const [gateUp, dy] = [noise(N * 2 * M), noise(N * M)];
  expectGradient(gateUp, gatedSiluBackward(dy, gateUp, M), () => dot(dy, gatedSilu(gateUp, M)));
});

it('gives no number for no token', () => {
  const none = new Float64Array();
  expect(gatedSiluBackward(none, gatedSilu(none, M), M)).toEqual(none);
});
