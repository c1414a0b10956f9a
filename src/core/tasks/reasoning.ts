import type { TraceEvent } from '../python/api.ts';
import { sameLiteral } from '../python/literal.ts';
import type { StatedValue } from '../runlog/events.ts';
import type { ReasoningLine } from './completions.ts';
import type { ProgramFacts } from './programFacts.ts';

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

/** The reasoning of a solved deduction: every statement with the value after it, forwards. */
export function deductionReasoning(facts: ProgramFacts, values: readonly AssignedValue[]): string {
  const offset = facts.parameters.length;
  return facts.statements.map((statement, i) => `${statement}  # ${values[offset + i].value}\n`).join('');
}

/** The reasoning of a solved abduction: every statement with the value before it, backwards; the last one is the input. */
export function abductionReasoning(facts: ProgramFacts, values: readonly AssignedValue[]): string {
  return facts.statements
    .map((statement, i) => `${statement}  # ${values[i].variable} = ${values[i].value}\n`)
    .reverse()
    .join('');
}

/** A solved induction: the program with the values of the shown pairs as comments. `values` has one list a pair. */
export function inductionReasoning(facts: ProgramFacts, values: readonly (readonly AssignedValue[])[]): string {
  const lines = facts.normalized.split('\n');
  const [header, ...body] = lines;
  const commented = body
    .slice(0, -1)
    .map((line, i) => `${line}  # ${values.map((pair) => pair[i + 1].value).join('; ')}`);
  return [header, ...commented, body[body.length - 1]].join('\n');
}

/**
 * Holds the values that a line states against a trace: the k-th line about a variable is compared with the k-th value that the
 * variable took (counted from the end for abduction, whose reasoning runs backwards).
 */
export function checkStated(
  type: 'deduction' | 'abduction',
  reasoning: readonly ReasoningLine[],
  values: readonly AssignedValue[],
): StatedValue[] {
  const seen = new Map<string, number>();
  return reasoning.flatMap(({ line, stated }) =>
    stated.map(({ variable, value }) => {
      const taken = values.filter((assigned) => assigned.variable === variable);
      const k = seen.get(variable) ?? 0;
      seen.set(variable, k + 1);
      const actual = (type === 'deduction' ? taken[k] : taken[taken.length - 1 - k])?.value;
      return { line, variable, stated: value, actual, true: actual !== undefined && sameLiteral(value, actual) };
    }),
  );
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
 * Whether a solver's reasoning follows the program: its statements are the program's, all of them and in order (backwards for
 * abduction, each stating the name that the statement reads).
 * A right answer alone is no positive: sloppy labels that were right by luck teach the model to lose its place.
 */
export function followsProgram(
  type: 'deduction' | 'abduction',
  reasoning: readonly ReasoningLine[],
  facts: ProgramFacts,
): boolean {
  const names = [
    ...facts.parameters,
    ...facts.statements.map((statement) => statement.slice(0, statement.indexOf(' ='))),
  ];
  const expected = facts.statements.map((statement, i) => ({
    statement,
    variable: type === 'deduction' ? names[i + 1] : names[i],
  }));
  if (type === 'abduction') expected.reverse();
  return (
    reasoning.length === expected.length &&
    reasoning.every(
      ({ statement, stated }, i) => statement === expected[i].statement && stated[0].variable === expected[i].variable,
    )
  );
}
