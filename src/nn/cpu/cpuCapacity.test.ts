import { afterEach, expect, it, vi } from 'vitest';
import { initialWeights } from '../initialWeights.ts';
import { type ModelShape, type ModelSize, modelShape, parameterCount } from '../modelShape.ts';
import { cpuBytes } from './cpuCapacity.ts';
import { LinearMemory } from './linearMemory.ts';
import { testBatch } from './testBatches.ts';
import { createWasmModel } from './wasmModel.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it.each([
  ['nano', {}],
  ['small', { layers: 2 }],
  ['large', { layers: 1, context: 256 }],
] satisfies [ModelSize, Partial<ModelShape>][])(
  'the estimate is what a %s model’s memory grows to',
  async (size, changes) => {
    const shape = { ...modelShape(size, 253), ...changes };
    const memories = new Set<LinearMemory>();
    const { take } = LinearMemory.prototype;
    vi.spyOn(LinearMemory.prototype, 'take').mockImplementation(function (this: LinearMemory, words) {
      memories.add(this);
      return take.call(this, words);
    });
    const model = await createWasmModel(shape, initialWeights(shape, 1));
    const { context } = shape;
    const work = { sequences: 20, tokens: 3 * context };
    const options = { learningRate: 0.001, weightDecay: 0, clipNorm: 1, entropyBonus: 0 };
    // Each of the four parts of an update begins with a chunk's worth of tokens and ends with a full context.
    await model.update(testBatch(shape, [127, 127, 127, 127, context, context, context, context]), options);
    const prompt = (item: number) => Int32Array.from({ length: context - 8 }, (_, i) => (i * item) % 97);
    const requests = Array.from({ length: work.sequences }, (_, item) => ({
      prompt: prompt(item),
      maxTokens: 8,
      endToken: -1,
      item,
    }));
    await model.sample(requests, { key: [1, 2], temperature: 1 });
    const [memory] = memories;
    const grown = memory.memory.buffer.byteLength;
    const estimate = cpuBytes(shape, work);
    expect(memories.size).toBe(1);
    expect(grown).toBeGreaterThan(4 * 8 * parameterCount(shape));
    expect(estimate).toBeGreaterThanOrEqual(grown);
    expect(estimate).toBeLessThan(1.25 * grown + 2 ** 20);
    model.dispose();
  },
);
