import type { RandomStream } from '../../rng.ts';
import { nextName, type Operation, operations, variableNames } from './operations.ts';

/** A straight-line program of language level 1: each statement assigns the next name from the previous one. */
export interface ChainProgram {
  /** Parameter name. */
  parameter: string;
  statements: ChainStatement[];
}

export interface ChainStatement {
  operation: Operation;
  digit: number;
}

/** Lengths of lists in grammar programs: inputs and every intermediate state stay within. */
const MINIMUM_LENGTH = 2;
const MAXIMUM_LENGTH = 7;

const isWithin = (length: number) => length >= MINIMUM_LENGTH && length <= MAXIMUM_LENGTH;

/** Source text, as `ast.unparse` writes it. */
export function chainText(program: ChainProgram): string {
  let name = program.parameter;
  let body = '';
  for (const { operation, digit } of program.statements) {
    const target = nextName(name);
    body += `    ${target} = ${operation.expression(name, digit)}\n`;
    name = target;
  }
  return `def f(${program.parameter}):\n${body}    return ${name}`;
}

/** One random statement that keeps a list of `length` within the limits. */
export function randomStatement(
  random: RandomStream,
  length: number,
  from: readonly Operation[] = operations,
): ChainStatement {
  const fitting = from.filter(({ lengthAfter }) => isWithin(lengthAfter(length)));
  return { operation: random.pick(fitting), digit: random.integer(10) };
}

/** A random program of `depth` statements that suits inputs of `length` digits. @param from the operations of a statement by its index */
export function randomChain(
  random: RandomStream,
  depth: number,
  length: number,
  from: (index: number) => readonly Operation[] = () => operations,
): ChainProgram {
  const program: ChainProgram = { parameter: random.pick(variableNames), statements: [] };
  let current = length;
  for (let i = 0; i < depth; i++) {
    const statement = randomStatement(random, current, from(i));
    program.statements.push(statement);
    current = statement.operation.lengthAfter(current);
  }
  return program;
}

/** Length of the result for an input of `length` digits, or undefined when some state leaves the limits. */
export function resultLength(program: ChainProgram, length: number): number | undefined {
  let current = length;
  for (const { operation } of program.statements) {
    current = operation.lengthAfter(current);
    if (!isWithin(current)) return undefined;
  }
  return current;
}

/** A random input of `length` digits. */
export function randomDigits(random: RandomStream, length: number): number[] {
  return Array.from({ length }, () => random.integer(10));
}

/** Length of a random input: 3 to 5 digits. */
export function randomLength(random: RandomStream): number {
  return 3 + random.integer(3);
}

/** `repr` of a list of digits. */
export function digitsText(digits: readonly number[]): string {
  return `[${digits.join(', ')}]`;
}
