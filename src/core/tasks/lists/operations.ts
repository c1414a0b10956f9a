/**
 * The twelve operations of language level 1: each maps a list of digits to a list of digits.
 * Expressions are written as `ast.unparse` writes them, so that program text is already normalised.
 */
export interface Operation {
  /** Name for histograms and docs. */
  name: string;
  /** Whether it has a constant digit. */
  constant: boolean;
  /** Length of the result for a list of `length`. */
  lengthAfter: (length: number) => number;
  /** Expression on the variable `x`. */
  expression: (x: string, digit: number) => string;
}

const same = (length: number) => length;
const oneLess = (length: number) => length - 1;
const twoLess = (length: number) => length - 2;
const oneMore = (length: number) => length + 1;

export const operations: readonly Operation[] = [
  { name: 'reverse', constant: false, lengthAfter: same, expression: (x) => `${x}[::-1]` },
  { name: 'sort', constant: false, lengthAfter: same, expression: (x) => `sorted(${x})` },
  { name: 'drop first', constant: false, lengthAfter: oneLess, expression: (x) => `${x}[1:]` },
  { name: 'drop last', constant: false, lengthAfter: oneLess, expression: (x) => `${x}[:-1]` },
  { name: 'rotate left', constant: false, lengthAfter: same, expression: (x) => `${x}[1:] + ${x}[:1]` },
  { name: 'rotate right', constant: false, lengthAfter: same, expression: (x) => `${x}[-1:] + ${x}[:-1]` },
  { name: 'increment', constant: false, lengthAfter: same, expression: (x) => `[(v + 1) % 10 for v in ${x}]` },
  { name: 'decrement', constant: false, lengthAfter: same, expression: (x) => `[(v - 1) % 10 for v in ${x}]` },
  { name: 'complement', constant: false, lengthAfter: same, expression: (x) => `[9 - v for v in ${x}]` },
  { name: 'repeat first', constant: false, lengthAfter: oneMore, expression: (x) => `${x}[:1] + ${x}` },
  { name: 'append', constant: true, lengthAfter: oneMore, expression: (x, digit) => `${x} + [${digit}]` },
  { name: 'prepend', constant: true, lengthAfter: oneMore, expression: (x, digit) => `[${digit}] + ${x}` },
];

/** Operations that raise on some lists: IndexError, ZeroDivisionError, ValueError. Only tasks of type `error` are made with them. */
export const riskyOperations: readonly Operation[] = [
  { name: 'item', constant: true, lengthAfter: oneMore, expression: (x, digit) => `[${x}[${digit}]] + ${x}` },
  { name: 'divide', constant: true, lengthAfter: same, expression: (x, digit) => `[${digit} // v for v in ${x}]` },
  { name: 'place', constant: true, lengthAfter: oneMore, expression: (x, digit) => `[${x}.index(${digit})] + ${x}` },
];

/**
 * Operations that the grammar never draws. Some could be written as two statements of it (`x[2:]`), the others not (`[v // 2 for v in x]`).
 * Only the held-out set `rare` is made with them.
 */
export const rareOperations: readonly Operation[] = [
  { name: 'reverse sort', constant: false, lengthAfter: same, expression: (x) => `sorted(${x})[::-1]` },
  { name: 'drop both ends', constant: false, lengthAfter: twoLess, expression: (x) => `${x}[1:-1]` },
  { name: 'drop two', constant: false, lengthAfter: twoLess, expression: (x) => `${x}[2:]` },
  {
    name: 'every second',
    constant: false,
    lengthAfter: (length) => Math.ceil(length / 2),
    expression: (x) => `${x}[::2]`,
  },
  { name: 'rotate left by two', constant: false, lengthAfter: same, expression: (x) => `${x}[2:] + ${x}[:2]` },
  { name: 'repeat last', constant: false, lengthAfter: oneMore, expression: (x) => `${x} + ${x}[-1:]` },
  { name: 'last in front', constant: false, lengthAfter: oneMore, expression: (x) => `${x}[-1:] + ${x}` },
  { name: 'add two', constant: false, lengthAfter: same, expression: (x) => `[(v + 2) % 10 for v in ${x}]` },
  { name: 'double', constant: false, lengthAfter: same, expression: (x) => `[v * 2 % 10 for v in ${x}]` },
  { name: 'halve', constant: false, lengthAfter: same, expression: (x) => `[v // 2 for v in ${x}]` },
  { name: 'remainder', constant: false, lengthAfter: same, expression: (x) => `[v % 5 for v in ${x}]` },
  { name: 'cap', constant: false, lengthAfter: same, expression: (x) => `[min(v, 5) for v in ${x}]` },
];

/** Names that a statement may assign, in the order in which statements use them. `f` is the entry, `v` the comprehension's variable. */
export const variableNames = [...'abcdeghijklmnopqrstuwxyz'];

/** The name that the statement after `name` assigns; the alphabet is a ring. */
export function nextName(name: string): string {
  return variableNames[(variableNames.indexOf(name) + 1) % variableNames.length];
}
