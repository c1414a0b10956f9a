import { predictedDeadShare } from '../../core/health/predictedDeadShare.ts';

/** Shares of the tasks that were probed in a step; they add up to 1. */
export interface Difficulty {
  /** No rollout solved it: s = 0. */
  tooHard: number;
  /** Some did: 0 < s < 1. */
  informative: number;
  /** All did: s = 1. */
  tooEasy: number;
}

/** What the shares mean, for the reader: which kind is the most and what the prediction adds to it. */
export function difficultySentence(difficulty: Difficulty, solveRate: number | undefined, rollouts: number): string {
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const dead = difficulty.tooHard + difficulty.tooEasy;
  const main =
    difficulty.informative > dead - 1e-9
      ? `${percent(difficulty.informative)} of the probed tasks can teach: some of the ${rollouts} rollouts solve them, some do not.`
      : difficulty.tooHard > difficulty.tooEasy
        ? `${percent(dead)} of the probed tasks teach nothing, most because no rollout solves them: the proposer aims too high.`
        : `${percent(dead)} of the probed tasks teach nothing, most because every rollout solves them: the proposer plays safe.`;
  if (solveRate === undefined) return main;
  const predicted = predictedDeadShare(solveRate, rollouts);
  const spread =
    dead > predicted + 0.1
      ? 'so the tasks differ much in difficulty'
      : dead < predicted - 0.1
        ? 'fewer than that are dead'
        : 'which is about what is seen';
  return `${main} Were all equally hard (p = ${solveRate.toFixed(2)}), pⁿ + (1 − p)ⁿ = ${percent(predicted)} would be dead; ${spread}.`;
}
