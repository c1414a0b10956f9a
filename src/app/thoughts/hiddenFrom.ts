import { shownPairs } from '../../core/tasks/prompts.ts';
import type { Task } from '../../core/tasks/taskType.ts';

/** A piece of a task for the reader's eyes only. */
export interface HiddenPiece {
  label: string;
  text: string;
}

/** What the solver of a task never sees: the answer, or what judges it. */
export function hiddenFrom(task: Task): HiddenPiece[] {
  switch (task.type) {
    case 'deduction':
      return [{ label: 'output', text: task.outputs[0] }];
    case 'error':
      return [{ label: 'exception', text: task.outputs[0] }];
    case 'abduction':
      return [{ label: 'one right input', text: task.inputs[0] }];
    case 'induction': {
      const shown = shownPairs(task);
      const pairs = task.inputs.slice(shown).map((input, i) => `f(${input}) == ${task.outputs[shown + i]}`);
      return [
        { label: 'program', text: task.program },
        { label: 'pairs that judge the answer', text: pairs.join('\n') },
      ];
    }
  }
}
