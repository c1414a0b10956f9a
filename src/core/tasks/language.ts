import type { Config } from '../config/schema.ts';
import type { RandomStream } from '../rng.ts';
import type { ProposalMode } from '../runlog/events.ts';
import type { KeptFromWarmup } from './heldOut.ts';
import { listsLanguage } from './lists/listsLanguage.ts';
import type { ProgramFacts } from './programFacts.ts';
import type { TaskType } from './taskType.ts';
import { numbersLanguage } from './typed/numbersLanguage.ts';
import { textLanguage } from './typed/textLanguage.ts';
import type { Run } from './warmupExample.ts';

/** A program with inputs that suit it. */
export interface ProgramWithInputs {
  program: string;
  inputs: string[];
}

/** References and what a good proposer would make of them. */
export interface Rewrite {
  mode: ProposalMode;
  /** One for `extend`, `edit` and `append`; any number for `new`, which has nothing to do with them. */
  references: ProgramWithInputs[];
  result: ProgramWithInputs;
  /** For `append`: the statement alone. */
  statement?: string;
}

/**
 * A language level: which Python the warm-up grammar writes, and what a proposal must keep to. The interpreter is the same for all.
 */
export interface Language {
  name: Config['language'];
  /** Whether the reasoning of deduction and abduction ends with a line of its own for the answer: `return e  # 7`, `f([1, 2], 3)`. */
  closingLine: boolean;
  /** Size of its base model where none is asked for. */
  defaultSize: Config['modelSize'];
  /** Most tokens that a proposal gets for a program with its input, and for each input of an induction task. */
  proposalTokens: { triplet: number; input: number };
  /** Deepest program in warm-up. */
  warmupDepth: number;
  /** Deepest held-out program of each task type; held-out depths are 1 … this. */
  heldOutDepth: Record<TaskType, number>;
  /** Held-out tasks that warm-up leaves out, where it is not all of both sets. */
  keptFromWarmup?: KeptFromWarmup;
  /** A random program of `depth` with `inputs` distinct inputs. */
  randomProgram(random: RandomStream, depth: number, inputs: number): ProgramWithInputs;
  /**
   * A random program of `depth` some of whose statements raise on some inputs (index out of range, division by 0, key or value not found),
   * with an input on which it may or may not raise: for tasks of type `error`.
   */
  riskyProgram(random: RandomStream, depth: number): { program: string; input: string };
  /** A random program of `depth` one statement of which, at a random place, has an operation that `randomProgram` never draws. */
  rareProgram(random: RandomStream, depth: number, inputs: number): ProgramWithInputs;
  /** A random rewrite whose result has at most `maximumDepth`. */
  randomRewrite(random: RandomStream, mode: ProposalMode, maximumDepth: number): Rewrite;
  /**
   * The program with one thing changed, for the mutation proposer: by a statement of the donor's, or by the grammar. Undefined where it
   * cannot be changed. `run` runs programs at once.
   */
  mutate(random: RandomStream, task: { program: string; input: string }, donor: string, run: Run): string | undefined;
  /** Why a program that runs is not of this language, as a sentence; undefined when it is. */
  refuse(facts: ProgramFacts, outputs: readonly string[]): string | undefined;
}

/** The one task that AZR starts from (paper figure 5). */
export const identityTriplet = { program: 'def f(a):\n    return a', input: "'Hello world'", output: "'Hello world'" };

/** The message of an induction task in the grammars: a hint that holds no code. */
export function depthMessage(depth: number): string {
  return `${depth} steps`;
}

const languages: Record<Config['language'], Language> = {
  lists: listsLanguage,
  numbers: numbersLanguage,
  text: textLanguage,
};

/** The language of a config. */
export function findLanguage(name: Config['language']): Language {
  return languages[name];
}
