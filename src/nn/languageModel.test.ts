import { describe } from 'vitest';
import { createModel } from './createModel.ts';
import { testLanguageModel, testSamplingLimits } from './languageModel.contract.ts';

describe('fused model on wasm', () => {
  testLanguageModel((shape, weights) => createModel({ shape, weights, backend: 'wasm', engine: 'fused' }));
  testSamplingLimits((shape, weights) => createModel({ shape, weights, backend: 'wasm', engine: 'fused' }));
});
