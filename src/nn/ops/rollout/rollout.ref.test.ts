import { expect, it } from 'vitest';
import { initialWeights } from '../../initialWeights.ts';
import type { SampleRequest } from '../../languageModel.ts';
import { modelShape } from '../../modelShape.ts';
import { referenceLogits, referenceLogProbs } from '../../reference/transformer.ts';
import { rollout } from './rollout.ref.ts';

const shape = { ...modelShape('nano', 12), width: 16, heads: 1, hidden: 8, context: 12 };
const weights = Float64Array.from(initialWeights(shape, 4), (w) => 3 * w);
const request: SampleRequest = { prompt: Int32Array.of(3, 1, 2), maxTokens: 6, endToken: -1, item: 0 };
const options = { key: [7, 9] as [number, number], temperature: 1 };

const whole = (tokens: Int32Array) => {
  const sequence = Int32Array.of(...request.prompt, ...tokens);
  return {
    tokens: sequence,
    positions: Int32Array.from(sequence.keys()),
    starts: Int32Array.of(0, sequence.length),
  };
};

it('has the log-probs of the forward pass over the whole sequence', () => {
  const { tokens, logProbs, stopped } = rollout(shape, weights, request, options);
  expect([tokens.length, stopped]).toEqual([6, 'length']);
  const again = referenceLogProbs(shape, weights, whole(tokens));
  logProbs.forEach((logProb, i) => {
    expect(again[3 + i]).toBeCloseTo(logProb, 6);
  });
});

it('takes the most probable token each time at temperature 0, and another number for another item above it', () => {
  const { tokens } = rollout(shape, weights, request, { ...options, temperature: 0 });
  const logits = referenceLogits(shape, weights, whole(tokens));
  const best = (row: number) => {
    const values = [...logits.subarray(row * 12, (row + 1) * 12)];
    return values.indexOf(Math.max(...values));
  };
  expect([...tokens]).toEqual([2, 3, 4, 5, 6, 7].map(best));
  const drawn = [0, 1, 2, 3, 4, 5].map((item) => `${rollout(shape, weights, { ...request, item }, options).tokens}`);
  expect(new Set(drawn).size).toBeGreaterThan(2);
});

it('stops at the end token, the line budget, the length and the context', () => {
  const everything = Array.from({ length: 12 }, (_, token) => token);
  const free = rollout(shape, weights, { ...request, maxTokens: 100 }, options);
  expect([free.stopped, free.tokens.length]).toEqual(['context', 9]);
  const completions = [
    { ...request, endToken: free.tokens[4] },
    { ...request, lineTokens: everything, maxLines: 2 },
    { ...request, maxTokens: 0 },
    { ...request, prompt: new Int32Array(12) },
  ].map((each) => rollout(shape, weights, each, options));
  const first = free.tokens.indexOf(free.tokens[4]) + 1;
  expect(completions.map(({ stopped, tokens }) => [stopped, tokens.length])).toEqual([
    ['end', first],
    ['lines', 2],
    ['length', 0],
    ['context', 0],
  ]);
});
