import type { Config } from '../config/schema.ts';
import type { RunError, RunErrorKind, RunRequest, RunResult } from '../python/api.ts';
import { parseLiteralArguments, sameLiteral } from '../python/literal.ts';
import { PythonSyntaxError } from '../python/pythonSyntaxError.ts';
import type { RefusalReason } from '../runlog/events.ts';
import type { Language } from './language.ts';
import { type ProgramFacts, programFacts } from './programFacts.ts';
import { shownPairs } from './prompts.ts';
import type { Task, TaskType } from './taskType.ts';
import { traceLines } from './traceLines.ts';

/** A proposal whose text could be read. */
export interface Candidate {
  type: TaskType;
  program: string;
  inputs: string[];
  message?: string;
}

export interface Refusal {
  reason: RefusalReason;
  detail: string;
  /** Set when the program ran. */
  depth?: number;
}

/** What validation asks of a task beyond running. */
export interface ValidationRules {
  language: Language;
  /** Inputs that an induction task must have. */
  inductionInputs: number;
  /** Share of them that the solver is shown. */
  shownShare: number;
  /** Deepest program that is let in, or undefined for no gate. */
  deepest?: number;
  /** Interpreter steps a run may spend. */
  fuel: number;
  /** Whether a task with this key is in the buffer already; undefined turns the novelty filter off. */
  known?: (key: string) => boolean;
  /** Whether another input makes a known program new. */
  noveltyOf: Config['noveltyOf'];
}

/** Checks that need no run: syntax, entry, literal inputs, number of inputs, message. */
export function readCandidate(candidate: Candidate, rules: ValidationRules): { facts: ProgramFacts } | Refusal {
  let facts: ProgramFacts;
  try {
    facts = programFacts(candidate.program);
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    return { reason: 'syntax', detail: `${error.message} (line ${error.line})` };
  }
  if (!facts.entry) return { reason: 'ill-formed', detail: 'The program must define the entry f, once.' };
  for (const input of candidate.inputs) {
    try {
      parseLiteralArguments(input);
    } catch {
      return { reason: 'ill-formed', detail: `The input "${input}" is not a list of literal arguments.` };
    }
  }
  if (candidate.type === 'induction') {
    const distinct = new Set(candidate.inputs).size;
    if (distinct < rules.inductionInputs) {
      return {
        reason: 'too few inputs',
        detail: `${distinct} different inputs of the ${rules.inductionInputs} that an induction task needs.`,
      };
    }
    if (/def |return |[[\](){}]/.test(candidate.message ?? '')) {
      return { reason: 'message', detail: 'The message holds code; it may only hint at the program.' };
    }
  }
  return { facts };
}

/**
 * The runs that validate a candidate, one an input; `deterministic` has each repeated with fresh state and other hash seeds. (The reference
 * code runs twice in one process, which misses programs that depend on the order of a set.) The first is traced, for the depth.
 */
export function validationRuns(candidate: Candidate, fuel: number): RunRequest[] {
  return candidate.inputs.map((args, index) => ({
    code: candidate.program,
    args,
    fuel,
    deterministic: true,
    trace: index === 0,
  }));
}

const reasonOfError: Record<RunErrorKind, RefusalReason> = {
  python: 'error',
  syntax: 'syntax',
  unsupported: 'unsupported',
  banned: 'banned',
  fuel: 'fuel',
  memory: 'memory',
  recursion: 'recursion',
  output: 'output',
  nondeterministic: 'nondeterministic',
  source: 'too long',
  request: 'ill-formed',
};

/** The task that a candidate makes, or why it is refused. `results` answer `validationRuns`, in order. */
export function judgeCandidate(
  candidate: Candidate,
  facts: ProgramFacts,
  results: readonly RunResult[],
  rules: ValidationRules,
): { task: Task; depth: number; key: string } | Refusal {
  const outputs = candidate.type === 'error' ? raisedBy(candidate, facts, results) : returnedBy(candidate, results);
  if ('reason' in outputs) return outputs;
  const depth = traceLines(candidate.program, facts, results[0].trace ?? []).length;
  if (rules.deepest !== undefined && depth > rules.deepest) {
    return {
      reason: 'too deep',
      detail: `Depth ${depth}; the solver's frontier lets in up to ${rules.deepest}.`,
      depth,
    };
  }
  const refused = rules.language.refuse(facts, candidate.type === 'error' ? [] : outputs);
  if (refused) return { reason: 'language', detail: refused, depth };
  const key = taskKey(candidate, facts, rules.noveltyOf);
  if (rules.known?.(key)) return { reason: 'duplicate', detail: 'This program is in the buffer already.', depth };
  const task: Task = { type: candidate.type, program: candidate.program, inputs: candidate.inputs, outputs };
  if (candidate.type === 'induction') {
    task.message = candidate.message ?? '';
    const shown = shownOf(candidate.inputs.length, rules.shownShare);
    if (shown !== shownPairs(task)) task.shown = shown;
  }
  return { task, depth, key };
}

function refusalOf(input: string, { kind, type, message, line }: RunError): Refusal {
  return {
    reason: reasonOfError[kind],
    detail: `f(${input}): ${type}: ${message}${line > 0 ? ` (line ${line})` : ''}`,
  };
}

/** The outputs of a program that returns, or why it is refused. */
function returnedBy(candidate: Candidate, results: readonly RunResult[]): string[] | Refusal {
  const outputs: string[] = [];
  for (const [index, input] of candidate.inputs.entries()) {
    const result = results[index];
    if (!result.ok) return refusalOf(input, result.error);
    outputs.push(result.output);
  }
  for (const output of outputs) {
    if (!sameLiteral(output, output))
      return { reason: 'output', detail: `The output ${output} cannot be written as a literal and compared.` };
  }
  return outputs;
}

/**
 * The name of the exception that a program raises on its input, on a line of f before its return: there the reasoning can state it. What the
 * interpreter refuses (fuel, memory, what it does not know) is no error of the program, and a `raise` or `assert` gives the answer away (the
 * reference code bans the word too).
 */
function raisedBy(candidate: Candidate, facts: ProgramFacts, results: readonly RunResult[]): string[] | Refusal {
  const [input] = candidate.inputs;
  const [result] = results;
  if (result.ok)
    return {
      reason: 'no exception',
      detail: `f(${input}) returns ${result.output}; an error task needs a program that raises.`,
    };
  if (result.error.kind !== 'python') return refusalOf(input, result.error);
  const { type, line } = result.error;
  if (/^ *(?:raise|assert)\b/m.test(facts.normalized))
    return { reason: 'banned', detail: 'A raise or assert statement gives away which exception comes.' };
  const last = traceLines(candidate.program, facts, result.trace ?? []).at(-1);
  if (!last || last.statement !== candidate.program.split('\n')[line - 1]?.trim())
    return { reason: 'ill-formed', detail: `f(${input}) raises ${type}, but not on a line of f before its return.` };
  return [type];
}

/** How many of so many pairs a share shows: at least one, and at least one stays hidden. */
function shownOf(pairs: number, share: number): number {
  return Math.max(1, Math.min(pairs - 1, Math.floor(pairs * share + 1e-9)));
}

/**
 * What novelty compares: the canonical program, or the program with its inputs; for induction, which proposes inputs for a given program,
 * always both.
 */
function taskKey(candidate: Candidate, facts: ProgramFacts, noveltyOf: Config['noveltyOf']): string {
  return candidate.type === 'induction' || noveltyOf === 'input'
    ? `${facts.canonical}\n${[...candidate.inputs].sort().join('\n')}`
    : facts.canonical;
}
