import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { initialWeights } from '../initialWeights.ts';
import type { BackendName } from '../languageModel.ts';
import { modelShape } from '../modelShape.ts';
import { createPlainModel } from './plainModel.ts';

/** Tensors and, on webgpu, allocated bytes stay the same over updates and samples. */
export function testFlatMemory(backend: BackendName, rounds = 20): void {
  it(`keeps memory flat over ${rounds} updates and samples`, async () => {
    const shape = { ...modelShape('nano', 30), context: 32 };
    const model = await createPlainModel(shape, initialWeights(shape, 1), backend);
    const batch = {
      tokens: Int32Array.from({ length: 40 }, (_, i) => i % 30),
      positions: Int32Array.from({ length: 40 }, (_, i) => i % 20),
      starts: Int32Array.of(0, 20, 40),
      weights: new Float32Array(40).fill(0.01, 1, 20),
    };
    const round = async (seed: number) => {
      await model.update(batch, { learningRate: 0.001, weightDecay: 0, clipNorm: 1, entropyBonus: 0.01 });
      const requests = [1, 2, 3].map((item) => ({ prompt: Int32Array.of(item), maxTokens: 9, endToken: -1, item }));
      await model.sample(requests, { key: [seed, 0], temperature: 1 });
      await model.logProbs(batch);
    };
    for (let seed = 0; seed < 3; seed++) await round(seed);
    const before = { ...tf.memory() } as tf.MemoryInfo & { numBytesAllocatedInGPU?: number };
    for (let seed = 0; seed < rounds; seed++) await round(seed);
    const after = tf.memory() as typeof before;
    expect(after.numTensors).toBe(before.numTensors);
    expect(after.numDataBuffers).toBe(before.numDataBuffers);
    expect(after.numBytesAllocatedInGPU).toBe(before.numBytesAllocatedInGPU);
    model.dispose();
  });
}
