import type { Rollout } from '../../core/runlog/events.ts';
import type { RunState } from '../../core/runlog/runState.ts';
import type { Stream } from '../../core/tasks/taskType.ts';

const SHOWN = 24;

/** The newest finished completions of a stream, newest first. */
export function recentRollouts(run: RunState, stream: Stream, most = SHOWN): Rollout[] {
  const ids = run.rollouts.recentIds(stream);
  const found: Rollout[] = [];
  for (let i = ids.length - 1; i >= 0 && found.length < most; i--) {
    const rollout = run.rollouts.get(ids[i]);
    if (rollout) found.push(rollout);
  }
  return found;
}
