import type { Rollout } from '../../core/runlog/events.ts';
import type { RunState } from '../../core/runlog/runState.ts';
import type { StepGroup } from '../store.ts';
import { streamParts } from './streamNames.ts';

/** Completions for the same task, whose rewards are compared with each other; a proposal is a group of its own. */
export interface RolloutGroup {
  taskId?: string;
  purpose: Rollout['purpose'];
  rollouts: Rollout[];
}

/** The kept completions behind a point of a reward curve, grouped by the task that they attempt. Evaluation earns no reward: left out. */
export function stepGroups(run: RunState, { stream, step }: StepGroup): RolloutGroup[] {
  const { role, type } = streamParts(stream);
  const groups = new Map<string, RolloutGroup>();
  for (const rollout of run.rollouts.ofStep(step)) {
    if (rollout.role !== role || rollout.type !== type) continue;
    if (rollout.purpose === 'evaluate' || rollout.purpose === 'lab') continue;
    const key = role === 'propose' ? rollout.id : `${rollout.purpose} ${rollout.taskId}`;
    const group = groups.get(key);
    if (group) group.rollouts.push(rollout);
    else groups.set(key, { taskId: rollout.taskId, purpose: rollout.purpose, rollouts: [rollout] });
  }
  return [...groups.values()];
}

/** Mean reward of the completions that have one, undefined when none has. */
export function meanReward(rollouts: readonly Rollout[]): number | undefined {
  const rewards = rollouts.flatMap((rollout) => rollout.reward ?? []);
  return rewards.length > 0 ? rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length : undefined;
}
