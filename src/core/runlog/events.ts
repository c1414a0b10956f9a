import type { Config } from '../config/schema.ts';
import type { Faithfulness } from '../tasks/faithfulness.ts';
import type { Role, Task, TaskType } from '../tasks/taskType.ts';

/**
 * The one run log: small typed events in the order in which they happened. Live view, replay, charts, files and tests read them.
 * Ids are unique within a run and stable for a seed.
 */

/** First event of a run. */
export interface RunStarted {
  kind: 'run';
  preset: string;
  config: Config;
  /** Build of the program, from package.json. */
  build: string;
  backend: 'webgpu' | 'wasm' | 'cpu';
  engine: 'plain' | 'fused';
  /** Adapter or CPU, in words. */
  adapter: string;
  parameters: number;
  /** Where the weights came from, in words, e.g. `shipped checkpoint lists-small` or `random weights`. */
  base: string;
  /** Deepest program that warm-up ever showed the model; 0 for random weights. */
  warmupDepth: number;
}

export interface WarmupProgress {
  kind: 'warmup';
  update: number;
  updates: number;
  loss: number;
  tokens: number;
  seconds: number;
}

export const phases = ['evaluate', 'seed', 'propose', 'validate', 'probe', 'solve', 'verify', 'update'] as const;
export type Phase = (typeof phases)[number];

/** The loop entered a phase of a step. */
export interface PhaseStarted {
  kind: 'phase';
  step: number;
  phase: Phase;
}

/** Why a proposal was refused. */
export const refusalReasons = [
  'ill-formed',
  'syntax',
  'error',
  'banned',
  'unsupported',
  'fuel',
  'memory',
  'recursion',
  'output',
  'nondeterministic',
  'too deep',
  'too long',
  'language',
  'duplicate',
  'message',
  'too few inputs',
  'no exception',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** A task entered the buffer of its type. */
export interface TaskAccepted {
  kind: 'task';
  step: number;
  id: string;
  task: Task;
  depth: number;
  origin: 'identity' | 'seed' | 'proposer' | 'composite' | 'grammar' | 'curated' | 'mutation';
  /** Id of the proposal that made it; absent for the identity triplet. */
  proposal?: string;
  /** Ids of the buffer tasks that the proposer was shown. */
  references: string[];
}

/** A completion begins: its prompt is known. Followed by RolloutTokens and one Rollout with the same id. Not saved in files. */
export interface RolloutStarted {
  kind: 'rolloutStarted';
  step: number;
  id: string;
  role: Role;
  type: TaskType;
  purpose: RolloutPurpose;
  prompt: number[];
  /** The task being solved, or undefined for a proposal. */
  task?: Task;
}

export const rolloutPurposes = ['propose', 'probe', 'solve', 'evaluate', 'lab'] as const;
export type RolloutPurpose = (typeof rolloutPurposes)[number];

/** New tokens of a running completion. Not saved in files. */
export interface RolloutTokens {
  kind: 'rolloutTokens';
  id: string;
  tokens: number[];
}

/** One line of reasoning that states a variable's value, held against the interpreter's trace. */
export interface StatedValue {
  /** 0-based line of the completion's text. */
  line: number;
  variable: string;
  stated: string;
  /** What the trace has; undefined when the program never gives the variable a value there. */
  actual?: string;
  true: boolean;
}

/** A finished and judged completion. */
export interface Rollout {
  kind: 'rollout';
  step: number;
  id: string;
  role: Role;
  type: TaskType;
  purpose: RolloutPurpose;
  /** Exact prompt and completion as token ids (core/tasks/tokenizer.ts decodes them). */
  prompt: number[];
  tokens: number[];
  /** ln p of each token, rounded to three decimals. */
  logProbs: number[];
  stopped: 'end' | 'lines' | 'length' | 'context';
  /** Solver: the task's id in the buffer (absent for evaluation and lab tasks). */
  taskId?: string;
  /** Solver: the task, when it has no id in the buffer. */
  task?: Task;
  /** Solver: depth of the task's program. */
  depth?: number;
  verdict: Verdict;
  /** Absent for evaluation; for a proposal it comes with its Proposal event. */
  reward?: number;
  /** Comes with the Credit event of its step. */
  advantage?: number;
  /** Share of the gradient weight of its step's updates that was this completion's; 0 when it did not train. Comes with Credit. */
  weight?: number;
  /** Solver of deduction and abduction: the reasoning against the trace. */
  stated?: StatedValue[];
}

export type Verdict =
  | { kind: 'correct'; answer: string }
  | { kind: 'wrong'; answer: string; reason: string }
  | { kind: 'ill-formed'; reason: string }
  | { kind: 'accepted'; taskId: string }
  | { kind: 'refused'; reason: RefusalReason; detail: string };

/** Solver attempts at a buffer task in a step whose completions were left out of a file; only their count is known. */
export interface TaskAttempts {
  kind: 'attempts';
  step: number;
  taskId: string;
  n: number;
  correct: number;
}

/** What completions earned and how much they counted, known at the end of their step. Proposals and rollouts take it over by id. */
export interface Credit {
  kind: 'credit';
  step: number;
  entries: CreditEntry[];
}

/** `id` is a rollout's; `weight` as in Rollout. */
export interface CreditEntry {
  id: string;
  reward: number;
  advantage?: number;
  weight: number;
}

/** A judged proposal with what made its reward. Its completion is the Rollout with id `rollout`. */
export interface Proposal {
  kind: 'proposal';
  step: number;
  id: string;
  type: TaskType;
  mode: ProposalMode;
  rollout: string;
  references: string[];
  /** The program text as proposed (as far as it could be read) and its inputs. */
  program?: string;
  inputs?: string[];
  depth?: number;
  verdict: Extract<Verdict, { kind: 'accepted' } | { kind: 'refused' }>;
  /** Rollout ids of the n probe attempts, and how many solved it. */
  probes: string[];
  successes?: number;
  reward: number;
  advantage?: number;
}

export const proposalModes = ['new', 'extend', 'edit', 'append'] as const;
export type ProposalMode = (typeof proposalModes)[number];

/** Correct answers of a depth out of n. */
export interface Score {
  n: number;
  correct: number;
}

/** Greedy accuracy on the fixed held-out tasks, by task type and program depth. */
export interface Evaluation {
  kind: 'evaluation';
  step: number;
  types: Partial<Record<TaskType, Record<number, Score>>>;
  /** Which held-out tasks of a type and depth were solved, in their order: a '1' or '0' each. Absent in logs of older builds. */
  solved?: Partial<Record<TaskType, Record<number, string>>>;
  /** The same attempts' chains of thought against the trace; absent in logs of older builds. */
  reasoning?: Partial<Record<TaskType, Faithfulness>>;
}

/** End of a step: every series has a number, named as in the run summary, e.g. `propose.deduction.reward`. */
export interface StepMetrics {
  kind: 'step';
  step: number;
  updates: number;
  /** Seconds since the run began, pauses left out. */
  seconds: number;
  tokens: { sampled: number; trained: number };
  series: Record<string, number>;
  /** Trajectory hash after this step, 64 hex digits. */
  hash: string;
}

/** Something that a person should read: device lost, run resumed, collapse noticed. */
export interface Notice {
  kind: 'notice';
  step: number;
  level: 'info' | 'warning' | 'error';
  text: string;
}

/**
 * Model, optimiser, buffers and frontiers went back to what they were after step `to`, because a person asked. Steps, tokens and seconds
 * go on counting: what was spent is spent.
 */
export interface Restored {
  kind: 'restored';
  step: number;
  to: number;
}

/** Last event of a run that ended by itself. */
export interface RunEnded {
  kind: 'ended';
  step: number;
  reason: 'steps' | 'tokens' | 'minutes' | 'error';
}

export type RunEvent =
  | RunStarted
  | WarmupProgress
  | PhaseStarted
  | TaskAccepted
  | RolloutStarted
  | RolloutTokens
  | Rollout
  | TaskAttempts
  | Proposal
  | Credit
  | Evaluation
  | StepMetrics
  | Notice
  | Restored
  | RunEnded;
