import type { Field } from './field.ts';

/** Settings of the group `evaluation`: how held-out accuracy is measured. */
export const evaluationSettings = {
  evaluateEvery: {
    kind: 'integer',
    group: 'evaluation',
    label: 'Evaluate every',
    min: 0,
    max: 1000,
    step: 1,
    default: 10,
    unit: 'steps',
    applies: 'now',
    changesResult: false,
    help: 'Greedy evaluation on the fixed held-out tasks that the proposer never sees. 0 evaluates only at the start and the end.',
    paper: '10',
  },
  evaluationTasks: {
    kind: 'integer',
    group: 'evaluation',
    label: 'Held-out tasks',
    min: 3,
    max: 4500,
    step: 3,
    default: 360,
    applies: 'reset',
    changesResult: false,
    help: 'Held-out tasks in an evaluation, spread evenly over task types and depths, at most 120 each: 3600 are 100 or more in every cell.',
  },
  evaluationSet: {
    kind: 'choice',
    group: 'evaluation',
    label: 'Held-out set',
    default: 'test',
    applies: 'reset',
    changesResult: false,
    options: [
      { value: 'test', label: 'Test: for reporting' },
      { value: 'development', label: 'Development: for choosing' },
    ],
    help: 'Two fixed sets of held-out tasks. Choose settings on the development set and report the test set: what was chosen on a set looks better on it than it is.',
  },
} as const satisfies Record<string, Field>;
