import type { TraceEvent } from '../python/api.ts';
import { sameLiteral } from '../python/literal.ts';
import type { StatedValue } from '../runlog/events.ts';
import { isHeader, type ReasoningLine, subjectOf } from './completions.ts';
import type { ProgramFacts } from './programFacts.ts';
import type { TraceLine } from './traceLines.ts';

/** One value that a variable of the entry's frame took, in order. */
export interface AssignedValue {
  variable: string;
  value: string;
}

/** Values of the entry's variables in the order in which they appeared, parameters first. */
export function assignedValues(trace: readonly TraceEvent[]): AssignedValue[] {
  return trace.flatMap(({ frame, changes }) =>
    frame === 'f' ? Object.entries(changes).map(([variable, value]) => ({ variable, value })) : [],
  );
}

/** The reasoning of a solved deduction: every line that ran with the value after it, forwards; `closing` is the `return` with the output. */
export function deductionReasoning(lines: readonly TraceLine[], closing?: string): string {
  return [...lines.map(({ statement, value }) => `${statement}  # ${value}`), ...(closing ? [closing] : [])]
    .map((line) => `${line}\n`)
    .join('');
}

/** The reasoning of a solved error task: every line that ran with the value after it; the last one raised and states the exception's name. */
export function errorReasoning(lines: readonly TraceLine[], name: string): string {
  return deductionReasoning(lines.map((line, i) => (i === lines.length - 1 ? { ...line, value: name } : line)));
}

/**
 * The reasoning of a solved abduction: every line that ran with the values that it read, backwards; `closing` is the call with the
 * input. Without it the last stated value is the input.
 */
export function abductionReasoning(lines: readonly TraceLine[], closing?: string): string {
  const backwards = lines.map((line) => `${line.statement}  # ${readText(line)}`).reverse();
  return [...backwards, ...(closing ? [closing] : [])].map((line) => `${line}\n`).join('');
}

/** What a line of an abduction states: what it read, or what it makes of nothing. */
function statedBackwards({ statement, value, reads }: TraceLine): AssignedValue[] {
  return reads.length > 0 ? reads : [{ variable: subjectOf(statement), value }];
}

function readText(line: TraceLine): string {
  const [first] = statedBackwards(line);
  if (line.reads.length === 0 && isHeader(line.statement)) return first.value;
  return statedBackwards(line)
    .map(({ variable, value }) => `${variable} = ${value}`)
    .join('; ');
}

/** The last line of a deduction in languages that have one: the program's `return` with the output. */
export function returnLine(facts: ProgramFacts, output: string): string {
  return `${facts.normalized.slice(facts.normalized.lastIndexOf('\n') + 1).trim()}  # ${output}`;
}

/** The last line of an abduction in languages that have one. */
export function callLine(input: string): string {
  return `f(${input})`;
}

/**
 * A solved induction: the program, its top-level assignments with the values for the shown pairs as comments. `values` has one list a
 * pair.
 */
export function inductionReasoning(facts: ProgramFacts, values: readonly (readonly AssignedValue[])[]): string {
  const assignments = new Set(facts.statements);
  return facts.normalized
    .split('\n')
    .map((line) => {
      const name = /^ {4}([A-Za-z_]\w*) = /.exec(line)?.[1];
      if (!name || !assignments.has(line.trim())) return line;
      const firsts = values.map((pair) => pair.find(({ variable }) => variable === name)?.value ?? 'None');
      return `${line}  # ${firsts.join('; ')}`;
    })
    .join('\n');
}

/**
 * Holds the values that a line states against the lines of a trace: the k-th line about a subject is compared with the k-th that ran
 * (counted from the end for abduction, whose reasoning runs backwards). The closing line's value is compared with `answer`, and for `error`
 * that of the line that raised.
 */
export function checkStated(
  type: 'deduction' | 'abduction' | 'error',
  reasoning: readonly ReasoningLine[],
  lines: readonly TraceLine[],
  answer: string,
): StatedValue[] {
  const seen = new Map<string, number>();
  return reasoning.flatMap(({ line, statement, stated, closing }) => {
    const subject = subjectOf(statement);
    const ran = lines.filter((traced) => subjectOf(traced.statement) === subject);
    const k = seen.get(subject) ?? 0;
    seen.set(subject, k + 1);
    const traced = type === 'abduction' ? ran[ran.length - 1 - k] : ran[k];
    const raised = type === 'error' && traced !== undefined && traced === lines[lines.length - 1];
    return stated.map(({ variable, value }) => {
      const actual = closing || raised ? answer : actualValue(type, traced, variable);
      const isTrue = actual !== undefined && same(closing || raised, value, actual);
      return { line, variable, stated: value, actual, true: isTrue };
    });
  });
}

function actualValue(type: 'deduction' | 'abduction' | 'error', traced: TraceLine | undefined, variable: string) {
  if (!traced || type !== 'abduction') return traced?.value;
  return statedBackwards(traced).find((read) => read.variable === variable)?.value;
}

/** A call's argument list and an exception's name are no literals; they are compared as text. */
function same(asText: boolean | undefined, stated: string, actual: string): boolean {
  return asText ? stated === actual : sameLiteral(stated, actual);
}

/** The same for induction: each line states the variable's value for every shown pair. */
export function checkStatedPairs(
  reasoning: readonly ReasoningLine[],
  pairs: readonly (readonly AssignedValue[])[],
): StatedValue[] {
  return reasoning.flatMap(({ line, stated }) =>
    stated.map(({ variable, value }, pair) => {
      const actual = pairs[pair]?.find((assigned) => assigned.variable === variable)?.value;
      return { line, variable, stated: value, actual, true: actual !== undefined && sameLiteral(value, actual) };
    }),
  );
}

/**
 * Whether a solver's reasoning follows the program: its lines are those that ran, all of them and in order (backwards for abduction,
 * each stating the variables that the line reads).
 * A right answer alone is no positive: sloppy labels that were right by luck teach the model to lose its place.
 */
export function followsProgram(
  type: 'deduction' | 'abduction' | 'error',
  reasoning: readonly ReasoningLine[],
  lines: readonly TraceLine[],
): boolean {
  const expected = lines.map((line) => ({
    statement: line.statement,
    variables:
      type === 'abduction' ? statedBackwards(line).map(({ variable }) => variable) : [subjectOf(line.statement)],
  }));
  if (type === 'abduction') expected.reverse();
  const followed = reasoning.filter(({ closing }) => !closing);
  return (
    followed.length === expected.length &&
    followed.every(
      ({ statement, stated }, i) =>
        statement === expected[i].statement &&
        stated.map(({ variable }) => variable).join() === expected[i].variables.join(),
    )
  );
}
