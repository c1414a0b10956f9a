/**
 * The twelve operations of language level 1: each maps a list of digits to a list of digits.
 * Expressions are written as `ast.unparse` writes them, so that program text is already normalised.
 */
export interface Operation {
  /** Name for histograms and docs. */
  name: string;
  /** Whether it has a constant digit. */
  constant: boolean;
  /** How much longer the list gets. */
  growth: -1 | 0 | 1;
  /** Expression on the variable `x`. */
  expression: (x: string, digit: number) => string;
}

export const operations: readonly Operation[] = [
  { name: 'reverse', constant: false, growth: 0, expression: (x) => `${x}[::-1]` },
  { name: 'sort', constant: false, growth: 0, expression: (x) => `sorted(${x})` },
  { name: 'drop first', constant: false, growth: -1, expression: (x) => `${x}[1:]` },
  { name: 'drop last', constant: false, growth: -1, expression: (x) => `${x}[:-1]` },
  { name: 'rotate left', constant: false, growth: 0, expression: (x) => `${x}[1:] + ${x}[:1]` },
  { name: 'rotate right', constant: false, growth: 0, expression: (x) => `${x}[-1:] + ${x}[:-1]` },
  { name: 'increment', constant: false, growth: 0, expression: (x) => `[(v + 1) % 10 for v in ${x}]` },
  { name: 'decrement', constant: false, growth: 0, expression: (x) => `[(v - 1) % 10 for v in ${x}]` },
  { name: 'complement', constant: false, growth: 0, expression: (x) => `[9 - v for v in ${x}]` },
  { name: 'repeat first', constant: false, growth: 1, expression: (x) => `${x}[:1] + ${x}` },
  { name: 'append', constant: true, growth: 1, expression: (x, digit) => `${x} + [${digit}]` },
  { name: 'prepend', constant: true, growth: 1, expression: (x, digit) => `[${digit}] + ${x}` },
];

/** Operations that raise on some lists: IndexError, ZeroDivisionError, ValueError. Only tasks of type `error` are made with them. */
export const riskyOperations: readonly Operation[] = [
  { name: 'item', constant: true, growth: 1, expression: (x, digit) => `[${x}[${digit}]] + ${x}` },
  { name: 'divide', constant: true, growth: 0, expression: (x, digit) => `[${digit} // v for v in ${x}]` },
  { name: 'place', constant: true, growth: 1, expression: (x, digit) => `[${x}.index(${digit})] + ${x}` },
];

/** Names that a statement may assign, in the order in which statements use them. `f` is the entry, `v` the comprehension's variable. */
export const variableNames = [...'abcdeghijklmnopqrstuwxyz'];

/** The name that the statement after `name` assigns; the alphabet is a ring. */
export function nextName(name: string): string {
  return variableNames[(variableNames.indexOf(name) + 1) % variableNames.length];
}
