import type { RunState } from '../../core/runlog/runState.ts';
import { streamSeries, streamsOf } from '../../core/runlog/series.ts';
import { taskTypes } from '../../core/tasks/taskType.ts';
import { heldoutCurve } from '../rewards/heldoutCurve.ts';
import { recentMean } from '../rewards/recentMean.ts';
import { streamName } from '../rewards/streamNames.ts';

/** Steps over which noisy series are averaged. */
export const RECENT_STEPS = 10;

export interface FinalRow {
  label: string;
  kind: 'share' | 'reward' | 'number';
  first?: number;
  second?: number;
}

export interface FinalDifferences {
  /** Tokens at which both runs are read: all of the shorter one. Runs are compared at equal tokens, never at equal steps. */
  tokens: number;
  /** The last step of each run within those tokens. */
  steps: [first: number, second: number];
  rows: FinalRow[];
}

/** What two runs had reached when each had used as many tokens as the shorter one used in all. */
export function finalDifferences(first: RunState, second: RunState): FinalDifferences {
  const runs = [first, second];
  const tokens = Math.min(...runs.map((run) => run.series.x('tokens').at(-1) ?? 0));
  const steps = runs.map((run) => lastStepWithin(run, tokens)) as [number, number];
  const row = (label: string, kind: FinalRow['kind'], read: (run: RunState, step: number) => number | undefined) => {
    const [a, b] = runs.map((run, index) => read(run, steps[index]));
    return { label, kind, first: a, second: b };
  };
  const series = (name: string) => (run: RunState, step: number) => recentMean(run.series, name, RECENT_STEPS, step);
  const rows: FinalRow[] = [
    ...taskTypes.map((type) =>
      row(`Held-out accuracy, ${type}`, 'share', (run, step) => {
        const curve = heldoutCurve(run, type, 'step');
        return curve.mean[curve.steps.findLastIndex((at) => at <= step)];
      }),
    ),
    ...streamsOf(taskTypes).map((stream) =>
      row(`Reward, ${streamName(stream)}`, 'reward', series(streamSeries(stream, 'reward'))),
    ),
    ...taskTypes.map((type) => row(`Tasks that can teach, ${type}`, 'share', series(`difficulty.${type}.informative`))),
    row('Distinct programs', 'share', series('proposals.uniqueShare')),
    ...taskTypes.map((type) => row(`Depth of proposals, ${type}`, 'number', series(`proposals.${type}.depth`))),
  ];
  return { tokens, steps, rows };
}

function lastStepWithin(run: RunState, tokens: number): number {
  return run.series.x('step')[run.series.x('tokens').findLastIndex((used) => used <= tokens)] ?? 0;
}
