import type { TaskType } from '../../core/tasks/taskType.ts';

/**
 * The argument lists that a person typed, one a line. Empty and repeated lines are left out, and a whole call `f(…)` is taken for its
 * arguments.
 */
export function inputLines(text: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim().replace(/^f\((.*)\)$/, '$1'))
    .filter((line) => line !== '');
  return [...new Set(lines)];
}

/** Why a task cannot be handed to the model, as a sentence; undefined when it can. */
export function refuseTask(type: TaskType, program: string, inputs: readonly string[]): string | undefined {
  if (!/^\s*def\s+f\s*\(/m.test(program)) return 'The program needs a function named f: begin it with "def f(…):".';
  if (inputs.length === 0) return 'Type an input for f first, for example [3, 1, 2].';
  if (type === 'induction' && inputs.length < 2) {
    return 'Induction needs at least two inputs, one a line: the model sees the first half, the rest judges its program.';
  }
  return undefined;
}
