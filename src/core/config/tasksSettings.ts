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
  error: {
    kind: 'boolean',
    group: 'tasks',
    label: 'Error type',
    default: false,
    applies: 'reset',
    changesResult: true,
    later: true,
    help: 'A fourth task type, code_e in the reference code: propose a program and an input on which it raises; solve for the type of the exception. The shipped base models have never seen it: a run with it first warms up for 1.5 million tokens more, half of them on such tasks, and one that warms up here mixes them in.',
    paper: 'off (tried: no gain, appendix D)',
  },
} as const satisfies Record<string, Field>;
