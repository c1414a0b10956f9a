import type { Score } from '../../../core/runlog/events.ts';
import type { Frontier } from '../../../core/runlog/frontier.ts';

/** A column of the picture: the evaluations of one step, or of several that had to share a column. */
export interface FrontierColumn {
  firstStep: number;
  lastStep: number;
  /** One for each depth of the picture, undefined where nothing was evaluated. */
  scores: (Score | undefined)[];
}

/**
 * A frontier with at most `most` columns: where there are more evaluations, 2, 4, 8, … neighbours are pooled, their tasks counted
 * together. Rows are `depths`, so that the maps of all task types line up.
 */
export function pooledFrontier(frontier: Frontier, depths: readonly number[], most: number): FrontierColumn[] {
  let share = 1;
  while (Math.ceil(frontier.steps.length / share) > Math.max(1, most)) share *= 2;
  const columns: FrontierColumn[] = [];
  for (let from = 0; from < frontier.steps.length; from += share) {
    const to = Math.min(from + share, frontier.steps.length);
    const scores = depths.map((depth) => {
      const row = frontier.cells[frontier.depths.indexOf(depth)];
      return row?.slice(from, to).reduce(added, undefined);
    });
    columns.push({ firstStep: frontier.steps[from], lastStep: frontier.steps[to - 1], scores });
  }
  return columns;
}

function added(a: Score | undefined, b: Score | undefined): Score | undefined {
  if (!a || !b) return a ?? b;
  return { n: a.n + b.n, correct: a.correct + b.correct };
}

/** Every depth from 1 to the deepest that any of the frontiers has. */
export function depthsOf(frontiers: readonly Frontier[]): number[] {
  const deepest = Math.max(0, ...frontiers.flatMap((frontier) => frontier.depths));
  return Array.from({ length: deepest }, (_, index) => index + 1);
}

/**
 * Columns to leave room for: a run that goes on has empty ones at its right, 12, then 24, 48, …, so that the picture fills up
 * and its cells shrink rarely. A run that has ended fills its picture.
 */
export function roomFor(columns: number, ended: boolean, most: number): number {
  if (ended) return Math.max(1, Math.min(columns, most));
  let room = 12;
  while (room < columns) room *= 2;
  return Math.max(columns, Math.min(room, most));
}
