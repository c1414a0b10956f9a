import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { testLanguageModel } from '../languageModel.contract.ts';
import { testFlatMemory } from './flatMemory.contract.ts';
import { createPlainModel } from './plainModel.ts';

describe('plain model on webgpu', () => {
  testLanguageModel((shape, weights) => createPlainModel(shape, weights, 'webgpu'));
  testFlatMemory('webgpu', 5);

  it('leaves nothing behind when disposed', () => {
    expect(tf.getBackend()).toBe('webgpu');
    expect(tf.memory().numTensors).toBe(0);
  });
});
