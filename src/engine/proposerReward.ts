import type { Config } from '../core/config/schema.ts';
import { answerRarity, intrinsicReward } from '../core/rl/intrinsicRewards.ts';
import { learnabilityReward } from '../core/rl/rewards.ts';
import type { BufferedTask, TaskBuffer } from '../core/tasks/taskBuffer.ts';

/**
 * Reward of a valid proposal of which `successes` of n probes were right: learnability (paper equation 4) and, where that is above 0, what
 * the intrinsic rewards add (reference code).
 */
export function proposerReward(
  config: Config,
  task: BufferedTask,
  successes: number,
  references: readonly BufferedTask[],
  buffer: TaskBuffer,
): number {
  const learnability = learnabilityReward(config.rewardRule, successes, config.rollouts);
  if (learnability <= 0) return learnability;
  const programs = references.map((reference) => reference.task.program);
  const earlier = () => buffer.tasks.filter((entry) => entry !== task).map((entry) => entry.task);
  return learnability + intrinsicReward(config, task.task, programs, () => answerRarity(task.task, earlier()));
}
