import { allTaskTypes, type Stream, type TaskType } from '../tasks/taskType.ts';

/** The task × role streams of these types, proposers first. */
export function streamsOf(types: readonly TaskType[]): Stream[] {
  return [...types.map((type): Stream => `propose.${type}`), ...types.map((type): Stream => `solve.${type}`)];
}

/** All task × role streams; a run has six of them, and eight with the type `error`. */
export const streams: readonly Stream[] = streamsOf(allTaskTypes);

/**
 * Names of the series in `StepMetrics.series` and `metrics.jsonl`. A stream with nothing in a step leaves its series out of that step.
 * For each stream: `<stream>.reward` (mean), `<stream>.rewardDeviation`, `<stream>.advantageDeviation`, `<stream>.length` (tokens, mean),
 * `<stream>.entropy` (nats), `<stream>.wellFormed` (share). For solver streams `<stream>.accuracy`: share that the interpreter found right.
 * For each task type: `heldout.<type>` (accuracy, on steps with an evaluation), `proposals.<type>.valid|invalid|illFormed` (counts),
 * `difficulty.<type>.tooHard|informative|tooEasy` (shares of probed tasks with s = 0, 0 < s < 1, s = 1), `buffer.<type>` (size),
 * `proposals.<type>.depth` (mean of the valid ones), `solveRate.<type>` (mean s of probed tasks), `frontier.<type>` (deepest level solved), `reasoning.<type>.true` (share of intermediate values that are true),
 * `reasoning.<type>.rightWithFalse` (share of right answers that state a false one), `reasoning.<type>.wrongWithTrue` (share of wrong answers
 * that state only true ones); see core/tasks/faithfulness.ts.
 * `difficulty.<type>.dead` (share of probed tasks that teach nothing), `difficulty.<type>.predictedDead` (core/health/predictedDeadShare.ts).
 * Counts of a step: `proposals.programs` (valid programs of deduction and abduction proposals) and how many of them are `proposals.copies` of an
 * earlier one, `hacks.<hack>` (core/health/hacks.ts) and `proposals.trivial` (accepted tasks with any), `operations.<name>` (in accepted programs).
 * `complexity.proposed|induced.cyclomatic|halstead|cognitive` (means of accepted programs, and of programs that solved an induction task).
 * For the run: `proposals.uniqueShare`, `update.loss`, `update.gradientNorm`, `update.learningRate`, `update.positives`, `update.kl` and `update.clippedShare` (where there is such a term).
 */
export function streamSeries(
  stream: Stream,
  name: 'reward' | 'rewardDeviation' | 'advantageDeviation' | 'length' | 'entropy' | 'wellFormed' | 'accuracy',
): string {
  return `${stream}.${name}`;
}
