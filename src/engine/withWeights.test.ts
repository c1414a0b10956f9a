import { expect, it } from 'vitest';
import type { LanguageModel } from '../nn/languageModel.ts';
import { withWeights } from './withWeights.ts';

it('asks with the other weights and puts the own ones back, also when the question fails', async () => {
  let weights = Float32Array.of(1, 2);
  const model = {
    getWeights: async () => weights,
    setWeights: async (others: Float32Array) => {
      weights = Float32Array.from(others);
    },
  } as unknown as LanguageModel;
  const others = Float32Array.of(3, 4);
  expect(await withWeights(model, others, async () => [...weights])).toEqual([3, 4]);
  expect([...weights]).toEqual([1, 2]);
  await expect(withWeights(model, others, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect([...weights]).toEqual([1, 2]);
});
