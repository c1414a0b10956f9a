import { describe, expect, it } from 'vitest';
import { Purpose, RandomStream } from '../../core/rng.ts';
import { initialWeights } from '../initialWeights.ts';
import type { TrainingBatch } from '../languageModel.ts';
import { type ModelShape, parameterLayout } from '../modelShape.ts';
import { referenceLogits, referenceLogProbs, referenceLossAndGradient } from './transformer.ts';

const shape: ModelShape = {
  vocabulary: 7,
  width: 8,
  layers: 2,
  heads: 2,
  headWidth: 4,
  hidden: 6,
  context: 16,
  rotaryWidth: 2,
  rotaryBase: 100,
  epsilon: 1e-5,
  recencyBias: false,
};

const batch: TrainingBatch = {
  tokens: Int32Array.of(1, 5, 2, 6, 3, 0, 4, 4, 1),
  positions: Int32Array.of(0, 1, 2, 7, 8, 0, 0, 1, 2),
  starts: Int32Array.of(0, 5, 6, 9),
  weights: Float32Array.of(0, 0, 0.5, -0.25, 1, 0, 0, 0.75, 0.5),
};

const likelihood = { clipRatio: 0, entropyBonus: 0, klCoefficient: 0 };

/** Initial weights with gains moved away from 1 and everything larger, so that every derivative matters. */
function testWeights(): Float64Array {
  const random = new RandomStream({ seed: 5, purpose: Purpose.lab, step: 0, item: 0 });
  return Float64Array.from(initialWeights(shape, 1), (w) => 2 * w + 0.3 * random.normal());
}

describe('reference transformer', () => {
  it.each([
    ['likelihood and entropy', { clipRatio: 0, entropyBonus: 0.06, klCoefficient: 0 }],
    ['clipped surrogate, entropy and divergence', { clipRatio: 0.2, entropyBonus: 0.06, klCoefficient: 0.3 }],
  ])('has the gradient that finite differences of the loss give, for every tensor: %s', (_, terms) => {
    const weights = testWeights();
    const logProbs = referenceLogProbs(shape, weights, batch);
    // Ratios of e^±0.1 are within the clip and e^±1 are beyond it, on the side that counts for one sign of the weight.
    const apart = Float32Array.of(0, 0, 1, 1, -0.1, 0, 0, 0.1, -1);
    const policies = {
      ...batch,
      sampledLogProbs: apart.map((distance, i) => logProbs[i] - distance),
      referenceLogProbs: apart.map((distance, i) => logProbs[i] + distance),
    };
    const objective = () => {
      const [loss, entropy, kl] = referenceLossAndGradient(shape, weights, policies, terms).sums;
      return loss - terms.entropyBonus * entropy + terms.klCoefficient * kl;
    };
    const { gradient, sums } = referenceLossAndGradient(shape, weights, policies, terms);
    expect(sums[3]).toBe(terms.clipRatio > 0 ? 1 : 0);
    const step = 2e-6;
    for (const { name, offset, size } of parameterLayout(shape)) {
      for (let i = offset; i < offset + size; i += 3) {
        const saved = weights[i];
        weights[i] = saved + step;
        const above = objective();
        weights[i] = saved - step;
        const below = objective();
        weights[i] = saved;
        const difference = Math.abs(gradient[i] - (above - below) / (2 * step));
        expect(difference / (1 + Math.abs(gradient[i])), `${name}[${i - offset}]`).toBeLessThan(1e-6);
      }
    }
  });

  it('is causal and keeps packed sequences apart', () => {
    const weights = testWeights();
    const logits = referenceLogits(shape, weights, batch);
    const changed = referenceLogits(shape, weights, { ...batch, tokens: Int32Array.of(1, 5, 2, 0, 3, 0, 4, 4, 1) });
    const rows = Array.from({ length: 9 }, (_, n) =>
      [...logits.subarray(n * 7, n * 7 + 7)].some((z, j) => z !== changed[n * 7 + j]),
    );
    expect(rows).toEqual([false, false, false, true, true, false, false, false, false]);
  });

  it('gives log-probs that add up to the loss', () => {
    const weights = testWeights();
    const logProbs = referenceLogProbs(shape, weights, batch);
    const loss = batch.weights.reduce((sum, weight, i) => sum - weight * logProbs[i], 0);
    expect(loss).toBeCloseTo(referenceLossAndGradient(shape, weights, batch, likelihood).sums[0], 12);
    expect([logProbs[0], logProbs[5], logProbs[6]]).toEqual([0, 0, 0]);
  });

  it('has sums of 0 and no gradient for a batch without weights, and for an empty one', () => {
    const empty = { tokens: new Int32Array(), positions: new Int32Array(), starts: Int32Array.of(0) };
    for (const nothing of [
      { ...batch, weights: new Float32Array(9) },
      { ...empty, weights: new Float32Array() },
    ]) {
      const { sums, gradient } = referenceLossAndGradient(shape, testWeights(), nothing, likelihood);
      expect(sums).toEqual([0, 0, 0, 0]);
      expect(gradient.every((g) => g === 0)).toBe(true);
    }
  });
});
