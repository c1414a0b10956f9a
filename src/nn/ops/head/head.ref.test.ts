import { expect, it } from 'vitest';
import { expectGradient, noise } from '../expectGradient.testing.ts';
import { headLoss } from './head.ref.ts';

const V = 7;
const TARGET = 3;

it.each([
  ['likelihood', { clipRatio: 0, entropyBonus: 0, klCoefficient: 0 }, 0],
  ['an entropy bonus', { clipRatio: 0, entropyBonus: 0.3, klCoefficient: 0 }, 0],
  ['the clipped surrogate, where it is not clipped', { clipRatio: 0.2, entropyBonus: 0, klCoefficient: 0 }, 0],
  ['the clipped surrogate, where it is', { clipRatio: 0.2, entropyBonus: 0.3, klCoefficient: 0 }, 1],
  ['divergence from a reference', { clipRatio: 0, entropyBonus: 0, klCoefficient: 0.4 }, 0],
  ['all terms', { clipRatio: 0.2, entropyBonus: 0.3, klCoefficient: 0.4 }, 0],
])('has its derivative with %s, for either sign of the weight', (_, terms, clipped) => {
  for (const weight of [0.7, -0.7]) {
    const logits = noise(V);
    const { logProb } = headLoss(terms, logits, TARGET, weight);
    // Beyond the clip on the side that counts, or within it; the reference is somewhere else.
    const sampled = logProb - Math.sign(weight) * (clipped ? 1 : 0.05);
    const told = () => headLoss(terms, logits, TARGET, weight, sampled, logProb + 0.6);
    const objective = () => {
      const [loss, entropy, kl] = told().sums;
      return loss - terms.entropyBonus * entropy + terms.klCoefficient * kl;
    };
    expect(told().sums[3]).toBe(clipped);
    expectGradient(logits, told().gradient, objective);
  }
});

it('tells ln p and entropy of a token without weight, which has no loss and no gradient', () => {
  const terms = { clipRatio: 0.2, entropyBonus: 0.3, klCoefficient: 0.4 };
  const { logProb, entropy, sums, gradient } = headLoss(terms, Float64Array.of(0, 0, 0, 0), 2, 0);
  expect([logProb, entropy]).toEqual([Math.log(1 / 4), expect.closeTo(Math.log(4), 12)]);
  expect(sums).toEqual([0, 0, 0, 0]);
  expect([...gradient]).toEqual([0, 0, 0, 0]);
});
