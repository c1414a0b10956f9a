import type { Phase } from '../../core/runlog/events.ts';

/** The phases of a step in the order of the loop, with what happens in each, in plain words. */
export const loopPhases = [
  'propose',
  'validate',
  'probe',
  'solve',
  'verify',
  'update',
] as const satisfies readonly Phase[];

export const phaseTexts: Record<Phase, string> = {
  seed: 'Before the first update the untrained base model proposes tasks until the buffer has enough to begin with.',
  evaluate:
    'The model answers a fixed set of held-out tasks that the proposer never sees. This measures; it does not train.',
  propose: 'The model invents tasks. It is shown a few from its own buffer and told to write something new.',
  validate:
    'The interpreter runs every proposal twice. What does not parse, breaks a budget or gives two different results is refused, and the reason is kept.',
  probe:
    'The model tries each valid task n times. The share it solves, s, decides the proposer’s reward: a task that always or never works teaches nothing, one that sometimes works is worth 1 − s.',
  solve: 'The model reasons its way through tasks of all three types, drawn from the buffer.',
  verify:
    'The interpreter compares every answer with the truth, by value. No human label and no second model is asked.',
  update:
    'The weights change so that what earned more than its stream’s average, or what was verified, becomes likelier.',
};
