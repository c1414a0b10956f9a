import type { Trend } from '../runlog/trend.ts';
import { type TaskType, taskTypes } from '../tasks/taskType.ts';

/** The mean over task types of a series that each has; undefined where none has it. */
export function meanTrend(
  trends: Readonly<Record<string, Trend>>,
  nameOf: (type: TaskType) => string,
  types: readonly TaskType[] = taskTypes,
): Trend | undefined {
  const own = types.map((type) => trends[nameOf(type)]).filter((trend) => trend !== undefined);
  if (own.length === 0) return undefined;
  const mean = (end: 'first' | 'last') => own.reduce((sum, trend) => sum + trend[end], 0) / own.length;
  return { first: mean('first'), last: mean('last') };
}
