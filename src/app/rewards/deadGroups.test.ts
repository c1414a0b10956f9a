import { expect, it } from 'vitest';
import { difficultySentence } from './deadGroups.ts';

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
