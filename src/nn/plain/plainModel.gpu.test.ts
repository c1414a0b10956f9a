import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { testFlatMemory } from '../flatMemory.contract.ts';
import { testLanguageModel } from '../languageModel.contract.ts';
import { createPlainModel } from './plainModel.ts';

describe('plain model on webgpu', () => {
  testLanguageModel((shape, weights) => createPlainModel(shape, weights, 'webgpu'));
  testFlatMemory((shape, weights) => createPlainModel(shape, weights, 'webgpu'), 8);

  it('leaves nothing behind when disposed', () => {
    expect(tf.getBackend()).toBe('webgpu');
    expect(tf.memory().numTensors).toBe(0);
  });
});
