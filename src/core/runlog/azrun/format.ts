import type { RunStarted } from '../events.ts';

/** Version of the .azrun format that is written. Readers keep all earlier ones. */
export const AZRUN_VERSION = 1;

/** What was left out of a file to keep it small. */
export interface Thinned {
  rollouts: { kept: number; of: number };
  proposals: { kept: number; of: number };
  tasks: { kept: number; of: number };
  sentence: string;
}

/** `manifest.json`: everything about a run but its settings and its events. */
export interface Manifest extends Omit<RunStarted, 'kind' | 'config'> {
  v: number;
  seed: number;
  /** Last finished step, and the trajectory hash after it; null before the first. */
  steps: number;
  hash: string | null;
  /** How the rows of the four .jsonl entries interleave, as counts of rows: e(vents), t(asks), r(ollouts), m(etrics), e.g. `e3t2r40m1`. */
  order: string;
  thinned?: Thinned;
}

/** The entries whose rows together are the log, and the event kind of their rows (events.jsonl holds all other kinds). */
export const logEntries = {
  e: { name: 'events.jsonl' },
  t: { name: 'tasks.jsonl', kind: 'task' },
  r: { name: 'rollouts.jsonl', kind: 'rollout' },
  m: { name: 'metrics.jsonl', kind: 'step' },
} as const;
export type LogLetter = keyof typeof logEntries;

/** A name that an opaque entry (weights, optimiser state) may have. */
export const extraName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
