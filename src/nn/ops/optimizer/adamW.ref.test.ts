import { expect, it } from 'vitest';
import { type ModelShape, parameterCount, parameterLayout } from '../../modelShape.ts';
import { adamWStep } from './adamW.ref.ts';

const shape: ModelShape = {
  vocabulary: 2,
  width: 2,
  layers: 0,
  heads: 1,
  headWidth: 2,
  hidden: 2,
  context: 4,
  rotaryWidth: 0,
  rotaryBase: 100,
  epsilon: 1e-5,
  recencyBias: false,
};

it('follows AdamW by hand: two steps, clipping in the first, decay on the matrix and not on the gain', () => {
  expect(parameterLayout(shape).map(({ dims }) => dims.length)).toEqual([2, 1]);
  const weights = Float64Array.of(1, 1, 1, 1, 1, 1);
  const state = { updates: 0, first: new Float64Array(parameterCount(shape)), second: new Float64Array(6) };
  const options = { learningRate: 0.1, weightDecay: 0.5, clipNorm: 1 };

  // Norm 5 is clipped to 1: gradient (.6, 0, 0, 0, .8, 0). The first bias-corrected step is the gradient's sign.
  expect(adamWStep(shape, weights, Float64Array.of(3, 0, 0, 0, 4, 0), state, options)).toBe(5);
  expect([...state.first]).toEqual([0.06, 0, 0, 0, 0.08, 0].map((v) => expect.closeTo(v, 12)));
  expect([...state.second]).toEqual([0.00036, 0, 0, 0, 0.00064, 0].map((v) => expect.closeTo(v, 12)));
  expect([...weights]).toEqual([0.85, 0.95, 0.95, 0.95, 0.9, 1].map((v) => expect.closeTo(v, 7)));

  // Second step with gradient (.5, …) unclipped: first = .9 · .06 + .05 = .104, / .19; second = .999 · .00036 + .00025, / .001999.
  expect(adamWStep(shape, weights, Float64Array.of(0.5, 0, 0, 0, 0, 0), state, options)).toBe(0.5);
  const step = 0.104 / 0.19 / Math.sqrt((0.999 * 0.00036 + 0.00025) / 0.001999);
  expect(weights[0]).toBeCloseTo(0.85 - 0.05 * 0.85 - 0.1 * step, 6);
  expect(state.updates).toBe(2);
});
