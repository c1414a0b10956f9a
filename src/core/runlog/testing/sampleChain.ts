import type { RandomStream } from '../../rng.ts';
import { type ChainProgram, chainText, digitsText, randomChain, resultLength } from '../../tasks/lists/grammar.ts';
import type { Operation } from '../../tasks/lists/operations.ts';

/** For UI development and tests only: what the operations of language level 1 do, without an interpreter. */
const effects: Record<string, (x: number[], digit: number) => number[]> = {
  reverse: (x) => [...x].reverse(),
  sort: (x) => [...x].sort((a, b) => a - b),
  'drop first': (x) => x.slice(1),
  'drop last': (x) => x.slice(0, -1),
  'rotate left': (x) => [...x.slice(1), ...x.slice(0, 1)],
  'rotate right': (x) => [...x.slice(-1), ...x.slice(0, -1)],
  increment: (x) => x.map((v) => (v + 1) % 10),
  decrement: (x) => x.map((v) => (v + 9) % 10),
  complement: (x) => x.map((v) => 9 - v),
  'repeat first': (x) => [...x.slice(0, 1), ...x],
  append: (x, digit) => [...x, digit],
  prepend: (x, digit) => [digit, ...x],
};

export interface SampleChain {
  program: string;
  depth: number;
  input: string;
  /** State after each statement, as text. */
  states: string[];
  output: string;
}

/** A random program with its true states on a random input. */
export function sampleChain(random: RandomStream, depth: number): SampleChain {
  let chain: ChainProgram;
  const length = 4;
  do chain = randomChain(random, depth, length);
  while (resultLength(chain, length) === undefined);
  const input = Array.from({ length }, () => random.integer(10));
  let state = input;
  const states = chain.statements.map(({ operation, digit }: { operation: Operation; digit: number }) => {
    state = effects[operation.name](state, digit);
    return digitsText(state);
  });
  return { program: chainText(chain), depth, input: digitsText(input), states, output: digitsText(state) };
}
