import type { Score } from '../../../core/runlog/events.ts';
import type { FrontierColumn } from './pooledFrontier.ts';

/** Accuracy as a whole number of percent. */
export const percent = (score: Score) => Math.round((100 * score.correct) / score.n);

/** What a cell says, in words. */
export function cellWords(depth: number, column: FrontierColumn, row: number): string {
  const score = column.scores[row];
  const steps =
    column.firstStep === column.lastStep
      ? `step ${column.firstStep}`
      : `steps ${column.firstStep} to ${column.lastStep}`;
  const what = `depth ${depth}, ${steps}`;
  return score && score.n > 0
    ? `${what}: ${score.correct}/${score.n} solved, ${percent(score)} %`
    : `${what}: not evaluated`;
}

/** The same in little room. */
export function cellNumber(depth: number, column: FrontierColumn, row: number): string {
  const score = column.scores[row];
  return score && score.n > 0 ? `${depth}: ${score.correct}/${score.n}` : `${depth}: –`;
}
