import type { RunState } from '../../core/runlog/runState.ts';
import { streamSeries, streams } from '../../core/runlog/series.ts';

/** Rewards with a meaning of their own: ill-formed, wrong, nothing to learn, halfway, correct. */
const levels = [-1, -0.5, 0, 0.5, 1] as const;

/** The levels between which the rewards of all six streams lie, so that one scale fits all and heights can be compared. */
export function sharedLevels(runs: readonly RunState[]): number[] {
  let least = 0;
  let greatest = 0.5;
  for (const { series } of runs) {
    for (const stream of streams) {
      for (const value of series.view(streamSeries(stream, 'reward')).mean) {
        if (value < least) least = value;
        if (value > greatest) greatest = value;
      }
    }
  }
  const from = levels.findLastIndex((level) => level <= Math.max(least, -1));
  const to = levels.findIndex((level) => level >= Math.min(greatest, 1));
  return levels.slice(from, to + 1);
}
