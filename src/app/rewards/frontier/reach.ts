import type { Score } from '../../../core/runlog/events.ts';

/** A depth counts as solved when at least this share of its held-out tasks is. */
const SOLVED = 0.5;

const accuracy = (score: Score | undefined) => (score && score.n > 0 ? score.correct / score.n : undefined);

/**
 * The deepest row, counted from the bottom, up to which everything that was evaluated is solved. Rows without an evaluation are passed
 * over: a small exam leaves depths out.
 */
export function solvedRows(scores: readonly (Score | undefined)[]): number {
  let rows = 0;
  for (const [row, score] of scores.entries()) {
    const solved = accuracy(score);
    if (solved === undefined) continue;
    if (solved < SOLVED) break;
    rows = row + 1;
  }
  return rows;
}

/**
 * Height at which accuracy falls through one half, in rows from the bottom, interpolated between the middles of rows: the line that
 * climbs. Below the first row everything counts as solved; at the top the line ends with the last row that was evaluated.
 */
export function reach(scores: readonly (Score | undefined)[]): number {
  const rows = solvedRows(scores);
  const failed = scores.findIndex((score, row) => row >= rows && accuracy(score) !== undefined);
  if (failed < 0) return rows;
  const below = rows > 0 ? (accuracy(scores[rows - 1]) as number) : 1;
  const above = accuracy(scores[failed]) as number;
  return rows - 0.5 + ((below - SOLVED) / (below - above)) * (failed - rows + 1);
}
