import * as v from 'valibot';
import { budgets } from './budgets.ts';
import { type Specialist, specialistSchema } from './specialists.ts';

/**
 * What is known of the claims, as numbers of runs: public/evidence.json. A row of the table (evidenceRows.ts) is computed from them, so that
 * results append and nothing is written by hand.
 */

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const score = v.object({ n: count, correct: count });
const cell = v.object({ before: score, after: score });
const depths = v.object({ seen: cell, beyond: cell });

/** Values stated on the way to an answer of the held-out tasks, and how many of them are true; right answers with any, and with a false one. */
const reasoning = v.object({ stated: count, true: count, right: count, rightWithFalse: count });
const reasoningEnds = v.object({ before: reasoning, after: reasoning });

const result = v.object({
  preset: v.string(),
  budget: v.picklist(Object.keys(budgets) as (keyof typeof budgets)[]),
  seed: count,
  steps: count,
  /** Sampled and trained. */
  tokens: count,
  /** Held-out tasks pooled over the depths that warm-up showed, and over all deeper ones; those that the run proposed are left out. */
  heldOut: v.object({ deduction: depths, abduction: depths, induction: depths }),
  /** By task type; absent in older results, and of a type where nothing was evaluated. */
  reasoning: v.optional(
    v.partial(v.object({ deduction: reasoningEnds, abduction: reasoningEnds, induction: reasoningEnds })),
  ),
  /** Share of valid deduction and abduction proposals that are distinct programs; null where nothing was proposed. */
  uniqueShare: v.nullable(share),
  /** Series at the start of training and at its end, named as in the run log. */
  trends: v.record(v.string(), v.object({ first: v.number(), last: v.number() })),
  /** 16 hexadecimal digits: the run that anyone can repeat. */
  trajectoryHash: v.string(),
});
export type EvidenceResult = v.InferOutput<typeof result>;
export type EvidenceCell = v.InferOutput<typeof cell>;

const evidence = v.object({
  v: v.literal(1),
  results: v.array(result),
  /** The cross-evaluation of models that know one language each. */
  specialists: v.optional(v.array(specialistSchema), []),
});
/** The file: one result a run, one line a specialist. */
export type Evidence = v.InferOutput<typeof evidence>;

/** Reads the file. @throws Error with a sentence when it is not of this form. */
export function parseEvidence(text: string): Evidence {
  try {
    return v.parse(evidence, JSON.parse(text));
  } catch (error) {
    throw new Error(`evidence.json cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Old results with new ones; one of the same preset, budget and seed is replaced, and the specialists where there are new ones. Sorted, so that the
 * file changes only where results do.
 */
export function mergeEvidence(
  old: Evidence,
  results: readonly EvidenceResult[],
  specialists: readonly Specialist[] = [],
): Evidence {
  const key = ({ preset, budget, seed }: EvidenceResult) => `${preset} ${budget} ${String(seed).padStart(10, '0')}`;
  const all = new Map([...old.results, ...results].map((entry) => [key(entry), entry]));
  return {
    v: 1,
    results: [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry),
    specialists: specialists.length > 0 ? [...specialists] : old.specialists,
  };
}

/** The file's text: one line a result. */
export function evidenceText({ results, specialists }: Evidence): string {
  const lines = (entries: readonly unknown[]) => entries.map((entry) => `\n${JSON.stringify(entry)}`).join(',');
  return `{"v":1,"results":[${lines(results)}\n],"specialists":[${lines(specialists)}\n]}\n`;
}
