import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { testFlatMemory } from '../flatMemory.contract.ts';
import { testLanguageModel, testSamplingLimits } from '../languageModel.contract.ts';
import { createPlainModel } from './plainModel.ts';

describe.each(['wasm', 'cpu'] as const)('plain model on %s', (backend) => {
  testLanguageModel((shape, weights) => createPlainModel(shape, weights, backend));
  testSamplingLimits((shape, weights) => createPlainModel(shape, weights, backend));
  testFlatMemory((shape, weights) => createPlainModel(shape, weights, backend), 20);

  it('leaves nothing behind when disposed', async () => {
    expect(tf.getBackend()).toBe(backend);
    expect(tf.memory().numTensors).toBe(0);
  });
});
