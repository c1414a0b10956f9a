import type { Score } from '../../../core/runlog/events.ts';

/** A depth counts as solved when at least this share of its held-out tasks is. */
export const SOLVED = 0.5;

const accuracy = (score: Score | undefined) => (score && score.n > 0 ? score.correct / score.n : undefined);

/** How many rows from the bottom on are solved without a gap: the deepest depth that the model reaches. */
export function solvedRows(scores: readonly (Score | undefined)[]): number {
  let rows = 0;
  while ((accuracy(scores[rows]) ?? 0) >= SOLVED) rows++;
  return rows;
}

/**
 * Height at which accuracy falls through one half, in rows from the bottom, interpolated between the middles of rows: the line that
 * climbs. 0 when nothing is solved, the number of rows when everything is.
 */
export function reach(scores: readonly (Score | undefined)[]): number {
  const rows = solvedRows(scores);
  const above = accuracy(scores[rows]);
  if (above === undefined) return rows;
  if (rows === 0) return above;
  const below = accuracy(scores[rows - 1]) as number;
  return rows - 0.5 + (below - SOLVED) / (below - above);
}
