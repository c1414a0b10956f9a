import { describe } from 'vitest';
import { createModel } from './createModel.ts';
import { testLanguageModel } from './languageModel.contract.ts';

describe('fused model on wasm', () => {
  testLanguageModel((shape, weights) => createModel({ shape, weights, backend: 'wasm', engine: 'fused' }));
});
