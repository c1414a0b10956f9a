import { expect, test } from 'vitest';
import { learnabilityReward } from '../../core/rl/rewards.ts';
import type { Proposal } from '../../core/runlog/events.ts';
import { proposalRewardText, weightText } from './rewardText.ts';

function probed(successes: number, rule: 'paper' | 'code' | 'inverse' | 'validity'): string {
  const proposal: Proposal = {
    kind: 'proposal',
    step: 1,
    id: 'p',
    type: 'deduction',
    mode: 'new',
    rollout: 'r',
    references: [],
    verdict: { kind: 'accepted', taskId: 't' },
    probes: Array(8).fill('x'),
    successes,
    reward: learnabilityReward(rule, successes, 8),
  };
  return proposalRewardText(proposal, rule);
}

test('the sentence gives the share, the rule and the reward that was paid', () => {
  expect(probed(3, 'paper')).toBe('s = 3/8, so the reward is 1 − s = +0.63.');
  expect(probed(0, 'paper')).toContain('nothing to learn from it: reward 0');
  expect(probed(8, 'code')).toContain('reward −0.5');
  expect(probed(0, 'inverse')).toBe('s = 0/8: out of reach for now: reward +1.');
  expect(probed(8, 'validity')).toContain('reward +1');
});

test('a weight is a share of the update, and none is said plainly', () => {
  expect(weightText(0)).toBe('did not train');
  expect(weightText(0.0123)).toBe('1.2 % of this step’s update');
  expect(weightText(0.00042)).toBe('0.042 % of this step’s update');
  expect(weightText(undefined)).toContain('end of the step');
});
