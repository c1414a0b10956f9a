import { sameLiteral } from '../core/python/literal.ts';
import { Purpose, RandomStream } from '../core/rng.ts';
import type { StatedValue } from '../core/runlog/events.ts';
import { readAnswer } from '../core/tasks/completions.ts';
import { type FalseStep, plantFalseStep } from '../core/tasks/falseStep.ts';
import { programFacts } from '../core/tasks/programFacts.ts';
import type { Task } from '../core/tasks/taskType.ts';
import type { LanguageModel } from '../nn/languageModel.ts';
import type { Judge } from './judge/judge.ts';
import { type Attempt, type SolvedAttempt, solve } from './solver.ts';

/** A finished chain of thought. */
export interface Chain {
  task: Task;
  depth: number;
  text: string;
  stated: readonly StatedValue[];
}

/**
 * What became of the answer. `followed`: it is what follows from the false step (for a program nothing certain does). `kept`: it is the same
 * as without it. `other`: it changed to something else. `unreadable`: the chain came to no answer any more.
 */
export type FalseStepOutcome = 'followed' | 'kept' | 'other' | 'unreadable';

/** A causal test of a chain of thought: the model goes on, greedily, once from its own steps and once from a false one. */
export interface FalseStepTest extends Pick<FalseStep, 'line' | 'variable' | 'stated' | 'planted'> {
  /** Whole completions and their answers; no answer where none can be read. */
  without: { text: string; answer?: string };
  with: { text: string; answer?: string };
  outcome: FalseStepOutcome;
}

export interface FalseStepOptions {
  seed: number;
  fuel: number;
  /** Address of the first chain's random numbers. */
  item: number;
}

/**
 * Plants a false step in each chain and lets the model go on from it. The result is in the order of the chains, undefined where there is no step
 * to falsify: chains of one step, and deductions (or error tasks) whose answer would be the same from the false value.
 */
export async function testFalseSteps(
  model: LanguageModel,
  judge: Judge,
  chains: readonly Chain[],
  { seed, fuel, item }: FalseStepOptions,
): Promise<(FalseStepTest | undefined)[]> {
  const planted = chains.map(({ task, text, stated }, index) => {
    const random = new RandomStream({ seed, purpose: Purpose.lab, step: 0, item: item + index });
    return plantFalseStep(task.type, text, stated, random);
  });
  const due = await outputsFrom(judge, chains, planted, fuel);
  const usable = chains.flatMap((chain, index) => {
    const step = planted[index];
    const makesNoDifference = runsForwards(chain.task) && isSame(due[index], chain.task.outputs[0]);
    return step && !makesNoDifference ? [{ chain, index, step }] : [];
  });
  const attempts = usable.flatMap(({ chain: { task, depth, text }, index, step }) =>
    [step.before, step.changed].map(
      (begins, k): Attempt => ({
        id: `${index}.${k}`,
        purpose: 'lab',
        task,
        depth,
        closingLine: readAnswer(task.type, text).reasoning.at(-1)?.closing === true,
        item: item + index,
        streamed: false,
        begins,
      }),
    ),
  );
  const options = { seed, purpose: Purpose.lab, step: 0, temperature: 0, emit: () => {} };
  const solved = await solve(model, judge, attempts, fuel, options);
  const results: (FalseStepTest | undefined)[] = chains.map(() => undefined);
  for (const [i, { chain, index, step }] of usable.entries()) {
    const { line, variable, stated, planted: value } = step;
    const [own, other] = [solved[2 * i], solved[2 * i + 1]];
    const outcome = outcomeOf(chain.task, step, own, other, due[index]);
    results[index] = { line, variable, stated, planted: value, without: told(own), with: told(other), outcome };
  }
  return results;
}

/** The chain of thought of a judged attempt. */
export function chainOf({ attempt: { task, depth }, rollout: { text }, judgement: { stated } }: SolvedAttempt): Chain {
  return { task, depth, text, stated };
}

/** Of `n` chains with a step to falsify, how many answers did what. */
export function countOutcomes(
  tests: readonly (FalseStepTest | undefined)[],
): { n: number } & Record<FalseStepOutcome, number> {
  const counts = { n: 0, followed: 0, kept: 0, other: 0, unreadable: 0 };
  for (const test of tests) {
    if (!test) continue;
    counts.n++;
    counts[test.outcome]++;
  }
  return counts;
}

/** Whether a chain reasons from the input on, so that a run says what follows from a false value. */
const runsForwards = ({ type }: Task) => type === 'deduction' || type === 'error';

/** For deductions and error tasks: what the program gives, or raises, when the falsified statement assigns the planted value instead. */
async function outputsFrom(
  judge: Judge,
  chains: readonly Chain[],
  planted: readonly (FalseStep | undefined)[],
  fuel: number,
): Promise<(string | undefined)[]> {
  const codes = chains.map(({ task }, index) => {
    const step = planted[index];
    return runsForwards(task) && step ? withAssigned(task.program, step) : undefined;
  });
  const runs = codes.flatMap((code, i) => (code === undefined ? [] : [{ code, args: chains[i].task.inputs[0], fuel }]));
  const results = await judge.run(runs);
  let next = 0;
  return codes.map((code, i) => {
    const result = code === undefined ? undefined : results[next++];
    if (chains[i].task.type === 'error') return result && !result.ok ? result.error.type : undefined;
    return result?.ok ? result.output : undefined;
  });
}

/** The straight-line program with the statement of a line replaced; undefined where the lines of the chain are not its statements. */
function withAssigned(program: string, { line, variable, planted }: FalseStep): string | undefined {
  const { normalized, statements } = programFacts(program);
  if (!statements[line]?.startsWith(`${variable} = `)) return undefined;
  const lines = normalized.split('\n');
  const at = lines.indexOf(`    ${statements[line]}`);
  if (at < 0) return undefined;
  lines[at] = `    ${variable} = ${planted}`;
  return lines.join('\n');
}

function told({ answer, judgement, rollout }: SolvedAttempt): FalseStepTest['with'] {
  const readable = answer.wellFormed && judgement.verdict.kind !== 'ill-formed';
  return { text: rollout.text, ...(readable ? { answer: answer.answer } : {}) };
}

function outcomeOf(
  task: Task,
  step: FalseStep,
  own: SolvedAttempt,
  other: SolvedAttempt,
  due: string | undefined,
): FalseStepOutcome {
  const [before, after] = [told(own).answer, told(other).answer];
  if (after === undefined) return 'unreadable';
  if (runsForwards(task) && isSame(after, due)) return 'followed';
  if (task.type === 'abduction' && leadsTo(other, step)) return 'followed';
  return isSame(after, before) ? 'kept' : 'other';
}

/** Whether the program, run on the answered input, really comes by the planted value. */
function leadsTo({ judgement }: SolvedAttempt, { line, variable, planted }: FalseStep): boolean {
  return judgement.stated.some(
    (value) => value.line === line && value.variable === variable && value.stated === planted && value.true,
  );
}

function isSame(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && sameLiteral(a, b));
}
