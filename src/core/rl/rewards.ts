import type { Config } from '../config/schema.ts';

/** Proposer reward of an invalid or ill-formed proposal, and solver reward of an ill-formed answer (paper equation 6). */
export const ILL_FORMED_REWARD = -1;
/** Solver reward of a right answer (paper equation 5). */
export const RIGHT_REWARD = 1;
/** Solver reward of a wrong but well-formed answer (paper equation 6). */
export const WRONG_REWARD = -0.5;

/**
 * Proposer reward of a valid task that `successes` of `rollouts` solved; s = successes / rollouts is the average solve rate.
 * - `paper` (equation 4): 1 - s, and 0 when every or no rollout solved it.
 * - `code` (reference implementation, rewards/reward_managers.py; its issue 37): as the paper, but -0.5 at both ends.
 * - `inverse` (an option of the reference implementation): 1 - s throughout, so that impossible tasks pay most.
 * - `validity`: 1 for every valid task.
 */
export function learnabilityReward(rule: Config['rewardRule'], successes: number, rollouts: number): number {
  const solveRate = rollouts > 0 ? successes / rollouts : 0;
  const extreme = successes === 0 || successes === rollouts;
  switch (rule) {
    case 'paper':
      return extreme ? 0 : 1 - solveRate;
    case 'code':
      return extreme ? -0.5 : 1 - solveRate;
    case 'inverse':
      return 1 - solveRate;
    case 'validity':
      return 1;
  }
}

/** Solver reward (paper equations 5 and 6): 1 for a correct answer, -0.5 for a wrong one, -1 for an ill-formed one. */
export function solverReward(verdict: 'correct' | 'wrong' | 'ill-formed'): number {
  switch (verdict) {
    case 'correct':
      return RIGHT_REWARD;
    case 'wrong':
      return WRONG_REWARD;
    case 'ill-formed':
      return ILL_FORMED_REWARD;
  }
}
