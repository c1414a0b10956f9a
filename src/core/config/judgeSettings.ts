import type { Field } from './field.ts';

/** Settings of the group `judge`: how the interpreter runs programs. */
export const judgeSettings = {
  fuel: {
    kind: 'integer',
    group: 'judge',
    label: 'Fuel',
    min: 100,
    max: 10000000,
    step: 100,
    default: 100000,
    unit: 'steps',
    applies: 'now',
    changesResult: true,
    help: 'Interpreter steps that one run of a program may spend. What needs more is refused.',
    paper: '10 seconds of wall clock',
  },
  judgeWorkers: {
    kind: 'integer',
    group: 'judge',
    label: 'Judge workers',
    min: 0,
    max: 16,
    step: 1,
    default: 1,
    applies: 'reset',
    changesResult: false,
    help: "Workers that run proposed programs. 0 runs them in the trainer's own thread. The answers do not depend on it.",
    paper: '1 process',
  },
} as const satisfies Record<string, Field>;
