import { describe, expect, it } from 'vitest';
import { initialWeights } from '../initialWeights.ts';
import type { SampleRequest } from '../languageModel.ts';
import { modelShape } from '../modelShape.ts';
import { ReferenceModel } from './referenceModel.ts';

const shape = { ...modelShape('nano', 12), width: 16, heads: 1, hidden: 8, context: 12 };
const request: SampleRequest = { prompt: Int32Array.of(3, 1, 2), maxTokens: 6, endToken: -1, item: 0 };

describe('reference model', () => {
  it('learns a repeated sequence', async () => {
    const wider = { ...shape, width: 32, heads: 2, hidden: 48 };
    const model = new ReferenceModel(wider, initialWeights(wider, 4));
    const batch = {
      tokens: Int32Array.of(1, 4, 2, 8, 5, 7),
      positions: Int32Array.of(0, 1, 2, 3, 4, 5),
      starts: Int32Array.of(0, 6),
      weights: Float32Array.of(0, 0.2, 0.2, 0.2, 0.2, 0.2),
    };
    const options = { learningRate: 0.01, weightDecay: 0.01, clipNorm: 1, entropyBonus: 0 };
    const first = await model.update(batch, options);
    for (let i = 0; i < 150; i++) await model.update(batch, options);
    const last = await model.update(batch, options);
    expect(last.loss).toBeLessThan(first.loss / 10);
    const [{ tokens }] = await model.sample([{ ...request, prompt: Int32Array.of(1), maxTokens: 5 }], {
      key: [1, 1],
      temperature: 0,
    });
    expect([...tokens]).toEqual([4, 2, 8, 5, 7]);
  });
});
