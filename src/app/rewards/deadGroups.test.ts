import { expect, it } from 'vitest';
import { difficultySentence, predictedDeadShare } from './deadGroups.ts';

it('predicts dead groups: 70 % at n = 2 and p = 0.18, 20 % at n = 8', () => {
  expect(predictedDeadShare(0.18, 2)).toBeCloseTo(0.7048, 4);
  expect(predictedDeadShare(0.18, 8)).toBeCloseTo(0.2044, 4);
  expect(predictedDeadShare(0, 8)).toBe(1);
  expect(predictedDeadShare(1, 8)).toBe(1);
});

it('is no larger than what tasks of different difficulty with the same mean give', () => {
  const mixed = (predictedDeadShare(0.1, 8) + predictedDeadShare(0.9, 8)) / 2;
  expect(predictedDeadShare(0.5, 8)).toBeLessThan(mixed);
});

it('says why groups are dead', () => {
  const hard = difficultySentence({ tooHard: 0.7, informative: 0.2, tooEasy: 0.1 }, 0.1, 4);
  expect(hard).toContain('80 % of the probed tasks teach nothing, most because no rollout solves them');
  const easy = difficultySentence({ tooHard: 0.1, informative: 0.2, tooEasy: 0.7 }, undefined, 4);
  expect(easy).toContain('the proposer plays safe');
  const good = difficultySentence({ tooHard: 0.1, informative: 0.8, tooEasy: 0.1 }, 0.5, 4);
  expect(good).toBe(
    '80 % of the probed tasks can teach: some of the 4 rollouts solve them, some do not. Were all equally hard (p = 0.50), ' +
      'pⁿ + (1 − p)ⁿ = 13 % would be dead; which is about what is seen.',
  );
});
