import { describe } from 'vitest';
import { testLanguageModel } from '../languageModel.contract.ts';
import { createGpuModel } from './gpuModel.ts';

describe('fused model on webgpu', () => {
  testLanguageModel(createGpuModel);
});
