import type { SolvedAttempt } from './solver.ts';
import type { StepOutcome } from './stepMetrics.ts';

/**
 * What a step's trajectory hash covers, in item order: proposals with token ids, verdicts and success counts, then every solver rollout
 * with token ids and verdict. Integers and words only, no floats and no times.
 */
export function stepRecord({ proposals, solved }: StepOutcome): string {
  const attempt = ({ attempt, rollout, judgement }: SolvedAttempt) => [
    attempt.id,
    rollout.tokens,
    judgement.verdict.kind,
  ];
  return JSON.stringify([
    proposals.map(({ id, rollout, task, refusal, successes, probes }) => [
      id,
      rollout.tokens,
      task ? 'accepted' : refusal?.reason,
      successes,
      probes.map(attempt),
    ]),
    solved.map(attempt),
  ]);
}
