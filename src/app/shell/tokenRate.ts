import type { RunState } from '../../core/runlog/runState.ts';

const WINDOW = 6;

/** Tokens sampled and trained a second over the last few steps; undefined before two steps are done. */
export function tokenRate(run: RunState): number | undefined {
  const { series } = run;
  const last = series.length - 1;
  if (last < 1) return undefined;
  const first = Math.max(0, last - WINDOW);
  const tokens = series.x('tokens');
  const seconds = series.x('seconds');
  const time = seconds[last] - seconds[first];
  return time > 0 ? (tokens[last] - tokens[first]) / time : undefined;
}
