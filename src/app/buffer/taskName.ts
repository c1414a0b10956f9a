import { allTaskTypes, type TaskType } from '../../core/tasks/taskType.ts';
import { typeNames } from '../style/typeNames.ts';

const TYPE = `(${allTaskTypes.join('|')})`;
const PROPOSED = new RegExp(`^(\\d+)\\.propose\\.${TYPE}\\.(\\d+)\\.(\\d+)(?:\\.task)?$`);
const IDENTITY = new RegExp(`^\\d+\\.identity\\.${TYPE}$`);

/**
 * A short name for a task or proposal, for where its id would be too long: `16.propose.abduction.0.11.task` is A16.0.11, the one
 * of step 16 with those numbers. An id of another form is its own name.
 */
export function taskName(id: string): string {
  const proposed = PROPOSED.exec(id);
  if (proposed) {
    const [, step, type, round, item] = proposed;
    return `${typeNames[type as TaskType].letter}${step}.${round}.${item}`;
  }
  const identity = IDENTITY.exec(id);
  return identity ? `${typeNames[identity[1] as TaskType].letter} identity` : id;
}
