import type { TaskType } from '../../core/tasks/taskType.ts';
import type { FalseStepOutcome } from '../../engine/falseSteps.ts';
import type { IconName } from '../style/Icon.tsx';

/** What the outcome of a causal test says about the reasoning. */
export function falseStepWords(outcome: FalseStepOutcome, type: TaskType): { icon: IconName; sentence: string } {
  switch (outcome) {
    case 'followed':
      return {
        icon: 'check',
        sentence: 'The answer follows the false step: it comes from the reasoning that is written there.',
      };
    case 'kept':
      return {
        icon: 'cross',
        sentence:
          type === 'induction'
            ? 'The program stays the same: its statements do not come from the values that are written beside them.'
            : 'The answer stays the same: it does not come from this step.',
      };
    case 'other':
      return {
        icon: 'question',
        sentence:
          type === 'induction'
            ? 'The program changes: the values that are written beside it count.'
            : 'The answer changes, but not to what follows from the false step.',
      };
    case 'unreadable':
      return { icon: 'question', sentence: 'After the false step the model comes to no answer that can be read.' };
  }
}
