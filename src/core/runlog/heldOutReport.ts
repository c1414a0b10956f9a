import { runRequest } from '../python/run.ts';
import { heldOutTasks } from '../tasks/heldOut.ts';
import { findLanguage } from '../tasks/language.ts';
import type { Overlap, ProposedPrograms } from '../tasks/proposedPrograms.ts';
import type { TaskType } from '../tasks/taskType.ts';
import type { Evaluation, RunStarted } from './events.ts';

export interface HeldOutReport {
  start: Evaluation['types'];
  end: Evaluation['types'];
  /** For each type and depth, how many held-out tasks had been proposed; absent where the log does not say which tasks were solved. */
  overlap?: Partial<Record<TaskType, Record<number, Overlap>>>;
}

/** First and last evaluation on the same held-out tasks: all that were not proposed in the run. */
export function heldOutReport(
  { config, warmupDepth }: RunStarted,
  start: Evaluation | undefined,
  end: Evaluation | undefined,
  proposed: ProposedPrograms,
): HeldOutReport {
  if (!start?.solved || !end?.solved) return { start: start?.types ?? {}, end: end?.types ?? {} };
  const { evaluationSet, evaluationTasks, inductionInputs } = config;
  const tasks = heldOutTasks(
    findLanguage(config.language),
    evaluationSet,
    evaluationTasks,
    inductionInputs,
    runRequest,
  );
  const report: Required<HeldOutReport> = { start: {}, end: {}, overlap: {} };
  for (const task of tasks) {
    const { type } = task.task;
    const cell = ((report.overlap[type] ??= {})[task.depth] ??= { n: 0, exact: 0, normalized: 0, takenOut: 0 });
    const index = cell.n++;
    const { exact, normalized, takenOut } = proposed.overlap(task, warmupDepth);
    if (exact) cell.exact++;
    if (normalized) cell.normalized++;
    if (takenOut) cell.takenOut++;
    for (const [scores, { solved }] of [
      [report.start, start],
      [report.end, end],
    ] as const) {
      const score = ((scores[type] ??= {})[task.depth] ??= { n: 0, correct: 0 });
      if (takenOut) continue;
      score.n++;
      if (solved?.[type]?.[task.depth]?.[index] === '1') score.correct++;
    }
  }
  return report;
}
