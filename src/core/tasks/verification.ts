import type { RunRequest, RunResult } from '../python/api.ts';
import { parseLiteral, parseLiteralArguments, sameLiteral } from '../python/literal.ts';
import { PythonSyntaxError } from '../python/pythonSyntaxError.ts';
import type { StatedValue, Verdict } from '../runlog/events.ts';
import type { SolverAnswer } from './completions.ts';
import { programFacts } from './programFacts.ts';
import { shownPairs } from './prompts.ts';
import { assignedValues, checkStated, checkStatedPairs } from './reasoning.ts';
import type { Task } from './taskType.ts';
import { type TraceLine, traceLines } from './traceLines.ts';

/** The verdict on a solver's answer, and its reasoning held against the interpreter's trace. */
export interface Judgement {
  verdict: Extract<Verdict, { kind: 'correct' | 'wrong' | 'ill-formed' }>;
  stated: StatedValue[];
  /** Lines that the first verification run came to: of the program, for induction of the answered one. */
  lines: TraceLine[];
}

/**
 * The runs that verify an answer (none for an answer that cannot be read).
 * Deduction and error: the task itself, for its trace. Abduction: the program on the answered input. Induction: the answered program on every input.
 */
export function verificationRuns(task: Task, answer: SolverAnswer, fuel: number): RunRequest[] {
  if (!answer.wellFormed || literalProblem(task, answer.answer)) return [];
  switch (task.type) {
    case 'deduction':
    case 'error':
      return [{ code: task.program, args: task.inputs[0], fuel, trace: true }];
    case 'abduction':
      return [{ code: task.program, args: answer.answer, fuel, trace: true, refuseDisguised: true }];
    case 'induction': {
      const shown = shownPairs(task);
      return task.inputs.map((args, i) => ({
        code: answer.answer,
        args,
        fuel,
        trace: i < shown,
        refuseDisguised: true,
      }));
    }
  }
}

/**
 * Judges an answer. Answers are parsed as literals, never evaluated, and compared by value as CPython's `==` compares plain data.
 * Abduction: any input that gives the output is right. Induction: every hidden pair must hold (paper §3.3.4, reference code).
 * `results` answer `verificationRuns`, in order.
 */
export function judgeAnswer(task: Task, answer: SolverAnswer, results: readonly RunResult[]): Judgement {
  if (!answer.wellFormed) return { verdict: { kind: 'ill-formed', reason: answer.reason }, stated: [], lines: [] };
  const problem = literalProblem(task, answer.answer);
  if (problem) return { verdict: { kind: 'ill-formed', reason: problem }, stated: [], lines: [] };
  const program = task.type === 'induction' ? answer.answer : task.program;
  const lines = linesOf(program, results[0]);
  switch (task.type) {
    case 'deduction': {
      const stated = checkStated('deduction', answer.reasoning, lines, task.outputs[0]);
      return { verdict: compared(answer.answer, answer.answer, task.outputs[0], 'The output is'), stated, lines };
    }
    case 'error': {
      const [raised] = task.outputs;
      const stated = checkStated('error', answer.reasoning, lines, raised);
      const given = exceptionName(answer.answer);
      // The reference code compares without regard to case.
      const verdict: Judgement['verdict'] =
        given?.toLowerCase() === raised.toLowerCase()
          ? { kind: 'correct', answer: answer.answer }
          : { kind: 'wrong', answer: answer.answer, reason: `The exception is ${raised}.` };
      return { verdict, stated, lines };
    }
    case 'abduction': {
      const stated = checkStated('abduction', answer.reasoning, lines, answer.answer);
      const [result] = results;
      if (!result.ok)
        return {
          verdict: {
            kind: 'wrong',
            answer: answer.answer,
            reason: `f(${answer.answer}) raised ${result.error.type}: ${result.error.message}.`,
          },
          stated,
          lines,
        };
      return {
        verdict: compared(
          answer.answer,
          result.output,
          task.outputs[0],
          `f(${answer.answer}) gives ${result.output}, not`,
        ),
        stated,
        lines,
      };
    }
    case 'induction': {
      const shown = shownPairs(task);
      const values = results.slice(0, shown).map(({ trace }) => assignedValues(trace ?? []));
      const stated = checkStatedPairs(answer.reasoning, values);
      for (let i = shown; i < task.inputs.length; i++) {
        const result = results[i];
        const call = `f(${task.inputs[i]})`;
        if (!result.ok)
          return {
            verdict: {
              kind: 'wrong',
              answer: answer.answer,
              reason: `${call} raised ${result.error.type}: ${result.error.message}.`,
            },
            stated,
            lines,
          };
        const verdict = compared(
          answer.answer,
          result.output,
          task.outputs[i],
          `Hidden pair ${i - shown + 1}: ${call} gives ${result.output}, not`,
        );
        if (verdict.kind === 'wrong') return { verdict, stated, lines };
      }
      return { verdict: { kind: 'correct', answer: answer.answer }, stated, lines };
    }
  }
}

/** The lines that a run of a program came to; none when the program cannot be read. */
function linesOf(program: string, { trace }: RunResult): TraceLine[] {
  try {
    return traceLines(program, programFacts(program), trace ?? []);
  } catch (error) {
    if (error instanceof PythonSyntaxError) return [];
    throw error;
  }
}

function compared(answer: string, given: string, expected: string, difference: string): Judgement['verdict'] {
  return sameLiteral(given, expected)
    ? { kind: 'correct', answer }
    : { kind: 'wrong', answer, reason: `${difference} ${expected}.` };
}

/** The exception that an answer names, with or without a message behind a colon; undefined when it names none. */
function exceptionName(answer: string): string | undefined {
  return /^([A-Za-z_]\w*)(?::.*)?$/.exec(answer)?.[1];
}

/** Why the answer is not a literal of the kind that is asked for; undefined when it is. */
function literalProblem(task: Task, answer: string): string | undefined {
  if (task.type === 'induction') return undefined;
  if (task.type === 'error')
    return exceptionName(answer) ? undefined : `The answer "${answer}" is not the name of an exception.`;
  try {
    if (task.type === 'deduction') parseLiteral(answer);
    else parseLiteralArguments(answer);
    return undefined;
  } catch {
    return `The answer "${answer}" is not a literal${task.type === 'abduction' ? ' argument list' : ''}; answers are read, never evaluated.`;
  }
}
