import { describe, expect, it } from 'vitest';
import { learnabilityReward, solverReward } from './rewards.ts';

const successes = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const inside = [0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125];

describe('learnability reward at n = 8', () => {
  it.each([
    ['paper', [0, ...inside, 0]],
    ['code', [-0.5, ...inside, -0.5]],
    ['inverse', [1, ...inside, 0]],
    ['validity', new Array(9).fill(1)],
  ] as const)('%s', (rule, expected) => {
    expect(successes.map((k) => learnabilityReward(rule, k, 8))).toEqual(expected);
  });

  it("is 0 in the paper's rule when there was only one rollout", () => {
    expect([learnabilityReward('paper', 0, 1), learnabilityReward('paper', 1, 1)]).toEqual([0, 0]);
  });
});

describe('solver reward', () => {
  it('is 1, -0.5, -1', () => {
    expect([solverReward('correct'), solverReward('wrong'), solverReward('ill-formed')]).toEqual([1, -0.5, -1]);
  });
});
