import { describe, expect, it } from 'vitest';
import { CompletionBuilder } from './completionBuilder.ts';
import type { SampleRequest } from './languageModel.ts';

const request: SampleRequest = { prompt: Int32Array.of(1, 2), maxTokens: 4, endToken: 9, item: 0 };

function run(tokens: number[], changes: Partial<SampleRequest> = {}, context = 100) {
  const builder = new CompletionBuilder({ ...request, ...changes }, context);
  for (const token of tokens) builder.add(token, -token, token / 2);
  return builder;
}

describe('CompletionBuilder', () => {
  it.each([
    ['the end token', run([3, 9, 4]), 'end', [3, 9]],
    ['the line budget', run([3, 5, 3, 5, 3], { lineTokens: [5], maxLines: 2 }), 'lines', [3, 5, 3, 5]],
    ['the length', run([3, 3, 3, 3, 3]), 'length', [3, 3, 3, 3]],
    ['the context', run([3, 3, 3], {}, 4), 'context', [3, 3]],
    ['the end token before the line budget', run([9], { lineTokens: [9], maxLines: 1 }), 'end', [9]],
    ['the length before the context', run([3, 3, 3, 3], {}, 6), 'length', [3, 3, 3, 3]],
    ['no room for tokens', run([3], { maxTokens: 0 }), 'length', []],
    ['a prompt that fills the context', run([3], {}, 2), 'context', []],
  ] as const)('stops at %s', (_, builder, stopped, tokens) => {
    expect(builder.done).toBe(true);
    expect(builder.room).toBe(0);
    expect(builder.finish()).toEqual({
      tokens: Int32Array.from(tokens),
      logProbs: Float32Array.from(tokens, (token) => -token),
      entropies: Float32Array.from(tokens, (token) => token / 2),
      stopped,
    });
  });

  it('streams every token once', () => {
    const builder = run([3]);
    expect(builder.takeNew()).toEqual([3]);
    expect(builder.takeNew()).toEqual([]);
    builder.add(4, 0, 0);
    builder.add(9, 0, 0);
    builder.add(5, 0, 0);
    expect(builder.takeNew()).toEqual([4, 9]);
  });
});
