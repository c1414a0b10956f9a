import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../core/rng.ts';
import { type ModelShape, modelShape } from '../modelShape.ts';
import * as ops from './ops.ts';

/** Odd sizes: one head of three pairs with two of them turned, and packed sequences of 4, 0, 1 and 3 tokens. */
const shape: ModelShape = { ...modelShape('nano', 5), width: 6, heads: 1, headWidth: 6, hidden: 3, rotaryWidth: 4 };
const starts = Int32Array.of(0, 4, 4, 5, 8);
const positions = Int32Array.of(0, 1, 2, 9, 0, 3, 4, 5);
const [N, D, M, EPSILON] = [8, 6, 3, 1e-5];

const random = new RandomStream({ seed: 3, purpose: 2, step: 0, item: 0 });
const noise = (count: number) => Float64Array.from({ length: count }, () => random.normal());
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Holds a gradient of dy · op(x) against finite differences in every number of x. */
function expectGradient(x: Float64Array, gradient: Float64Array, objective: () => number): void {
  for (let i = 0; i < x.length; i++) {
    const saved = x[i];
    x[i] = saved + 1e-6;
    const above = objective();
    x[i] = saved - 1e-6;
    const below = objective();
    x[i] = saved;
    expect(gradient[i], `number ${i}`).toBeCloseTo((above - below) / 2e-6, 6);
  }
}

describe('the derivative of', () => {
  it('a matrix', () => {
    const [x, w, dy, dw] = [noise(N * D), noise(M * D), noise(N * M), new Float64Array(M * D)];
    const dx = ops.linearBackward(dy, x, w, D, dw);
    const objective = () => dot(dy, ops.linear(x, w, D));
    expectGradient(x, dx, objective);
    expectGradient(w, dw, objective);
  });

  it('the norm', () => {
    const [x, gain, dy, dx, dgain] = [
      noise(N * D),
      noise(D),
      noise(N * D),
      new Float64Array(N * D),
      new Float64Array(D),
    ];
    ops.rmsNormBackward(dy, x, gain, EPSILON, dx, dgain);
    const objective = () => dot(dy, ops.rmsNorm(x, gain, EPSILON));
    expectGradient(x, dx, objective);
    expectGradient(gain, dgain, objective);
  });

  it('the rotation', () => {
    const [x, dy] = [noise(N * D), noise(N * D)];
    const dx = dy.slice();
    ops.rotate(shape, dx, positions, -1);
    expectGradient(x, dx, () => {
      const y = x.slice();
      ops.rotate(shape, y, positions, 1);
      return dot(dy, y);
    });
  });

  it.each([1, 2, 3])('attention with %i heads, which looks at no other sequence', (heads) => {
    const some = { ...shape, heads, headWidth: D / heads };
    const [q, k, v, dy] = [noise(N * D), noise(N * D), noise(N * D), noise(N * D)];
    const gradients = ops.attentionBackward(some, dy, q, k, v, starts);
    const objective = () => dot(dy, ops.attention(some, q, k, v, starts));
    for (const [i, x] of [q, k, v].entries()) expectGradient(x, gradients[i], objective);
  });

  it('the gated unit', () => {
    const [gateUp, dy] = [noise(N * 2 * M), noise(N * M)];
    expectGradient(gateUp, ops.gatedSiluBackward(dy, gateUp, M), () => dot(dy, ops.gatedSilu(gateUp, M)));
  });
});

it('no token gives no number, and adds nothing to a gradient', () => {
  const [none, w, dw, dgain] = [new Float64Array(), noise(M * D), new Float64Array(M * D), new Float64Array(D)];
  const one = Int32Array.of(0);
  expect(ops.linear(none, w, D)).toEqual(none);
  expect(ops.linearBackward(none, none, w, D, dw)).toEqual(none);
  expect(ops.rmsNorm(none, noise(D), EPSILON)).toEqual(none);
  ops.rmsNormBackward(none, none, noise(D), EPSILON, none, dgain);
  expect(ops.attention(shape, none, none, none, one)).toEqual(none);
  expect(ops.attentionBackward(shape, none, none, none, none, one)).toEqual([none, none, none]);
  expect(ops.gatedSiluBackward(none, ops.gatedSilu(none, M), M)).toEqual(none);
  expect([...dw, ...dgain].every((g) => g === 0)).toBe(true);
});
