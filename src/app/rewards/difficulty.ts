import type { RunState } from '../../core/runlog/runState.ts';
import type { TaskType } from '../../core/tasks/taskType.ts';
import type { Difficulty } from './deadGroups.ts';
import { recentMean } from './recentMean.ts';

/** Steps over which the shares are averaged: a step has few tasks. */
export const DIFFICULTY_STEPS = 10;

/** The kinds of probed tasks, from the hardest, with the series and the colour of each. Groups that teach nothing are grey. */
export const difficultyKinds = [
  { key: 'tooHard', name: 'too hard', hue: '--line-strong' },
  { key: 'informative', name: 'informative', hue: '--true' },
  { key: 'tooEasy', name: 'too easy', hue: '--line' },
] as const satisfies readonly { key: keyof Difficulty; name: string; hue: string }[];

/** Shares of too hard, informative and too easy among the tasks of a type probed lately, and their mean solve rate. */
export function recentDifficulty(
  run: RunState,
  type: TaskType,
): { shares: Difficulty; solveRate: number | undefined } | undefined {
  const mean = (name: string) => recentMean(run.series, name, DIFFICULTY_STEPS);
  const [tooHard, informative, tooEasy] = difficultyKinds.map(({ key }) => mean(`difficulty.${type}.${key}`));
  if (tooHard === undefined || informative === undefined || tooEasy === undefined) return undefined;
  return { shares: { tooHard, informative, tooEasy }, solveRate: mean(`solveRate.${type}`) };
}
