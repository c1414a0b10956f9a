import * as v from 'valibot';
import { allTaskTypes, roles } from '../../tasks/taskType.ts';
import { phases, proposalModes, type RunEvent, refusalReasons, rolloutPurposes } from '../events.ts';

/** Validators of log events that come from a file: a panel may rely on what passes. Unknown keys of a row are dropped. */

const number = v.pipe(v.number(), v.finite());
const integer = v.pipe(v.number(), v.safeInteger());
const count = v.pipe(integer, v.minValue(0));
const text = v.string();
const texts = v.array(text);
const type = v.picklist(allTaskTypes);

/** A list of numbers, checked in one loop: rollouts have hundreds of thousands of them. */
const numbers = v.custom<number[]>((input) => Array.isArray(input) && input.every(Number.isFinite));
const tokenIds = v.custom<number[]>(
  (input) => Array.isArray(input) && input.every((id) => Number.isInteger(id) && id >= 0 && id < 2 ** 31),
);

const task = v.object({
  type,
  program: text,
  inputs: texts,
  outputs: texts,
  message: v.optional(text),
  shown: v.optional(count),
});

const accepted = v.object({ kind: v.literal('accepted'), taskId: text });
const refused = v.object({ kind: v.literal('refused'), reason: v.picklist(refusalReasons), detail: text });
const verdict = v.variant('kind', [
  v.object({ kind: v.literal('correct'), answer: text }),
  v.object({ kind: v.literal('wrong'), answer: text, reason: text }),
  v.object({ kind: v.literal('ill-formed'), reason: text }),
  accepted,
  refused,
]);

const stated = v.object({
  line: count,
  variable: text,
  stated: text,
  actual: v.optional(text),
  true: v.boolean(),
});

const score = v.object({ n: count, correct: count });
const faithfulness = v.optional(
  v.object({ stated: count, true: count, right: count, rightWithFalse: count, wrong: count, wrongWithTrue: count }),
);
const solved = v.optional(v.record(v.pipe(text, v.regex(/^\d{1,4}$/)), v.pipe(text, v.regex(/^[01]{0,4500}$/))));
const scores = v.optional(v.record(v.pipe(text, v.regex(/^\d{1,4}$/)), score));

export const eventSchema: v.GenericSchema<unknown, RunEvent> = v.variant('kind', [
  v.object({
    kind: v.literal('warmup'),
    update: count,
    updates: count,
    loss: number,
    tokens: number,
    seconds: number,
  }),
  v.object({ kind: v.literal('phase'), step: count, phase: v.picklist(phases) }),
  v.object({
    kind: v.literal('task'),
    step: count,
    id: text,
    task,
    depth: count,
    origin: v.picklist(['identity', 'seed', 'proposer', 'composite', 'grammar', 'curated', 'mutation']),
    proposal: v.optional(text),
    references: texts,
  }),
  v.object({
    kind: v.literal('rollout'),
    step: count,
    id: text,
    role: v.picklist(roles),
    type,
    purpose: v.picklist(rolloutPurposes),
    prompt: tokenIds,
    tokens: tokenIds,
    logProbs: numbers,
    stopped: v.picklist(['end', 'lines', 'length', 'context']),
    taskId: v.optional(text),
    task: v.optional(task),
    depth: v.optional(count),
    verdict,
    reward: v.optional(number),
    advantage: v.optional(number),
    weight: v.optional(number),
    stated: v.optional(v.array(stated)),
  }),
  v.object({ kind: v.literal('attempts'), step: count, taskId: text, n: count, correct: count }),
  v.object({
    kind: v.literal('proposal'),
    step: count,
    id: text,
    type,
    mode: v.picklist(proposalModes),
    rollout: text,
    references: texts,
    program: v.optional(text),
    inputs: v.optional(texts),
    depth: v.optional(count),
    verdict: v.variant('kind', [accepted, refused]),
    probes: texts,
    successes: v.optional(count),
    reward: number,
    advantage: v.optional(number),
  }),
  v.object({
    kind: v.literal('evaluation'),
    step: count,
    types: v.object({ deduction: scores, abduction: scores, induction: scores, error: scores }),
    solved: v.optional(v.object({ deduction: solved, abduction: solved, induction: solved, error: solved })),
    reasoning: v.optional(
      v.object({ deduction: faithfulness, abduction: faithfulness, induction: faithfulness, error: faithfulness }),
    ),
  }),
  v.object({
    kind: v.literal('step'),
    step: count,
    updates: count,
    seconds: number,
    tokens: v.object({ sampled: number, trained: number }),
    series: v.record(text, number),
    hash: v.pipe(text, v.regex(/^[0-9a-f]{64}$/)),
  }),
  v.object({
    kind: v.literal('notice'),
    step: count,
    level: v.picklist(['info', 'warning', 'error']),
    text,
  }),
  v.object({ kind: v.literal('restored'), step: count, to: count }),
  v.object({ kind: v.literal('ended'), step: count, reason: v.picklist(['steps', 'tokens', 'minutes', 'error']) }),
]);

/** The event that a row stands for, or undefined when it is none. */
export function eventOf(row: unknown): RunEvent | undefined {
  const parsed = v.safeParse(eventSchema, row, { abortEarly: true });
  return parsed.success ? parsed.output : undefined;
}
