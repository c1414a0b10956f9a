import { allTaskTypes, type TaskType, taskTypes } from '../tasks/taskType.ts';
import type { RunState } from './runState.ts';

/** The task types that a run shows: the paper's three, and `error` where the run was made with it. */
export function typesOfRun({ header }: Pick<RunState, 'header'>): readonly TaskType[] {
  return header?.config.error ? allTaskTypes : taskTypes;
}
