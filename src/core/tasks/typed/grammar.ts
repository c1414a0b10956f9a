import type { RandomStream } from '../../rng.ts';

/** The types of values in language levels 2 and 3. */
export type ValueType = 'number' | 'list' | 'text' | 'dict';

/** What is known of a value on every input. */
export interface Bounds {
  /** Items of a list or text; 0 for the other types. */
  length: number;
  /** The largest that a number, an item of a list or a value of a dict can be; the smallest is 0. */
  most: number;
}

/** A variable whose type and number of items are the same on every input. */
export interface Variable extends Bounds {
  name: string;
  type: ValueType;
}

/** Constants that an expression may use. */
export interface Constants {
  /** 1 to 8. */
  digit: number;
  letter: string;
  otherLetter: string;
}

/** `w = expression` on the latest variable x, perhaps together with an earlier variable y. */
export interface Operation {
  /** Name for docs. */
  name: string;
  from: ValueType;
  other?: ValueType;
  to: ValueType;
  /** Bounds of the result where they are not those of x. */
  bounds?: (x: Bounds, y: Bounds) => Partial<Bounds>;
  expression: (x: string, y: string, constants: Constants) => string;
}

/** The condition of an `if` on the latest variable x. */
export interface Condition {
  name: string;
  on: ValueType;
  other?: ValueType;
  test: (x: string, y: string, constants: Constants) => string;
}

/** A `for` over an earlier list or text, whose body changes the latest variable x; `item` is the loop's own variable. */
export interface Loop {
  name: string;
  changes: ValueType;
  over: 'list' | 'text';
  other?: ValueType;
  /** Bounds of x after a turn where they change. */
  turn?: (x: Bounds, item: Bounds, y: Bounds) => Partial<Bounds>;
  body: (x: string, item: string, y: string) => string;
}

/** What a typed language is made of. */
export interface Grammar {
  parameters: readonly Omit<Variable, 'name'>[];
  /** A random argument list for the parameters. */
  input: (random: RandomStream) => string;
  operations: readonly Operation[];
  /** Operations that raise on some inputs; only tasks of type `error` are made with them. */
  risky: readonly Operation[];
  /** Operations that warm-up never shows; only the held-out set `rare` is made with them. */
  rare: readonly Operation[];
  conditions: readonly Condition[];
  loops: readonly Loop[];
}

/** Fewest and most items of a list or text in grammar programs, and the largest number: all are digits. */
const FEWEST_ITEMS = 2;
const MOST_ITEMS = 5;
const LARGEST_NUMBER = 9;

/** Whether a value stays small enough for a small model. */
export function isSmall(type: ValueType, { length, most }: Bounds): boolean {
  if ((type === 'list' || type === 'text') && (length < FEWEST_ITEMS || length > MOST_ITEMS)) return false;
  return most <= LARGEST_NUMBER;
}

/** Letters of texts and of the keys of dicts. */
export const letters = [...'abcde'];

export function randomConstants(random: RandomStream): Constants {
  const [letter, otherLetter] = random.shuffle(letters);
  return { digit: 1 + random.integer(8), letter, otherLetter };
}

/** Text of a string literal of `length` random letters. */
export function randomText(random: RandomStream, length: number): string {
  return `'${Array.from({ length }, () => random.pick(letters)).join('')}'`;
}
