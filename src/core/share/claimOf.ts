import type { Evaluation } from '../runlog/events.ts';
import type { RunState } from '../runlog/runState.ts';
import { type TaskType, taskTypes } from '../tasks/taskType.ts';
import { type Claim, type ClaimMark, MOST_MARKS } from './claim.ts';

/** The claim of a run as it stands; undefined before its first finished step. */
export function claimOf(run: RunState): Claim | undefined {
  const { header, lastStep } = run;
  if (!header || !lastStep) return undefined;
  const bySteps = new Map(run.evaluations.map((evaluation) => [evaluation.step, evaluation]));
  const marks = [...bySteps.values()]
    .sort((a, b) => a.step - b.step)
    .flatMap((evaluation): ClaimMark[] => {
      const hash = run.hashAt(evaluation.step);
      return hash && evaluation.step <= lastStep.step
        ? [{ step: evaluation.step, hash: hash.slice(0, 4), heldout: accuracies(evaluation) }]
        : [];
    });
  const { backend, engine, build, adapter } = header;
  return {
    step: lastStep.step,
    hash: lastStep.hash.slice(0, 16),
    backend,
    engine,
    build,
    adapter,
    tokens: lastStep.tokens.sampled + lastStep.tokens.trained,
    marks: evenly(marks, MOST_MARKS),
  };
}

/** Held-out accuracy of each evaluated task type over all depths, to three decimals. */
function accuracies(evaluation: Evaluation): Partial<Record<TaskType, number>> {
  const result: Partial<Record<TaskType, number>> = {};
  for (const type of taskTypes) {
    const { n, correct } = heldoutScore(evaluation, type);
    if (n > 0) result[type] = Math.round((1000 * correct) / n) / 1000;
  }
  return result;
}

/** Correct answers of a task type out of n, over all depths of an evaluation. */
export function heldoutScore(evaluation: Evaluation, type: TaskType): { n: number; correct: number } {
  const total = { n: 0, correct: 0 };
  for (const { n, correct } of Object.values(evaluation.types[type] ?? {})) {
    total.n += n;
    total.correct += correct;
  }
  return total;
}

/** At most `count` items, evenly spread, with the first and the last. */
function evenly<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, i) => items[Math.round((i * (items.length - 1)) / (count - 1))]);
}
