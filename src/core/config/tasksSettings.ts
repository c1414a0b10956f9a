import type { Field } from './field.ts';

/** Settings of the group `tasks`: which task types there are. */
export const tasksSettings = {
  deduction: {
    kind: 'boolean',
    group: 'tasks',
    label: 'Deduction',
    default: true,
    applies: 'now',
    changesResult: true,
    help: 'Propose a program and an input; solve for the output.',
    paper: 'on',
  },
  abduction: {
    kind: 'boolean',
    group: 'tasks',
    label: 'Abduction',
    default: true,
    applies: 'now',
    changesResult: true,
    help: 'Propose a program and an input; given program and output, solve for an input that gives it.',
    paper: 'on',
  },
  induction: {
    kind: 'boolean',
    group: 'tasks',
    label: 'Induction',
    default: true,
    applies: 'now',
    changesResult: true,
    help: 'Propose inputs and a message for a program; given half of the pairs, solve for the program.',
    paper: 'on',
  },
} as const satisfies Record<string, Field>;
