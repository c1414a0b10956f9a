import type { Config } from '../config/schema.ts';
import type { Module } from '../python/ast.ts';
import { astDistance } from '../python/metrics/astDistance.ts';
import { cognitiveComplexity } from '../python/metrics/cognitiveComplexity.ts';
import { maxCyclomaticComplexity } from '../python/metrics/cyclomaticComplexity.ts';
import { halstead } from '../python/metrics/halstead.ts';
import { parseModule } from '../python/parser.ts';
import type { Task } from '../tasks/taskType.ts';

/** Most that one intrinsic reward adds (reference code, `generation_reward_config`). */
const MOST = 0.5;

export type IntrinsicWeights = Pick<
  Config,
  'intrinsicComplexity' | 'intrinsicHalstead' | 'intrinsicDistance' | 'intrinsicDiversity'
>;

/**
 * What a proposed task adds to its learnability reward: Σ min(weight · measure, 0.5) over the four measures of the reference code
 * (rewards/reward_managers.py), combined by plain sum, which the paper found the most stable.
 * @param references programs that the proposer was shown
 * @param rarity 1 less the share of earlier answers that equal the task's
 */
export function intrinsicReward(
  weights: IntrinsicWeights,
  task: Task,
  references: readonly string[],
  rarity: () => number,
): number {
  const capped = (weight: number, measure: () => number) => (weight === 0 ? 0 : Math.min(weight * measure(), MOST));
  const program = () => parseModule(task.program);
  return (
    capped(weights.intrinsicComplexity, () => cognitiveComplexity(program()) / 15) +
    capped(weights.intrinsicHalstead, () => halsteadMeasure(program())) +
    capped(weights.intrinsicDistance, () => meanDistance(program(), references)) +
    capped(weights.intrinsicDiversity, rarity)
  );
}

/** The reference code's mixture of radon's measures, from 0 to 1. */
export function halsteadMeasure(module: Module): number {
  const { effort, volume } = halstead(module);
  const share = (value: number, full: number) => Math.min(value / full, 1);
  return 0.5 * share(effort, 10_000) + 0.3 * share(maxCyclomaticComplexity(module), 10) + 0.2 * share(volume, 500);
}

function meanDistance(program: Module, references: readonly string[]): number {
  if (references.length === 0) return 0;
  const total = references.reduce((sum, reference) => sum + astDistance(program, parseModule(reference)), 0);
  return total / references.length;
}

/** The answers whose rarity counts: the output of a deduction (the exception of an error), the input of an abduction, inputs and outputs of an induction. */
export function answersOf({ type, inputs, outputs }: Task): string[] {
  return type === 'abduction' ? inputs : type === 'induction' ? [...inputs, ...outputs] : outputs;
}

/** Mean over a task's answers of 1 less the share of equal ones among those of earlier tasks. */
export function answerRarity(task: Task, earlier: Iterable<Task>): number {
  const counts = new Map<string, number>();
  let total = 0;
  for (const other of earlier) {
    for (const answer of answersOf(other)) {
      counts.set(answer, (counts.get(answer) ?? 0) + 1);
      total++;
    }
  }
  const answers = answersOf(task);
  return answers.reduce((sum, answer) => sum + 1 - (counts.get(answer) ?? 0) / Math.max(1, total), 0) / answers.length;
}
