import { describe } from 'vitest';
import { createWasmModel } from '../nn/cpu/wasmModel.ts';
import { createPlainModel } from '../nn/plain/plainModel.ts';
import { ReferenceModel } from '../nn/reference/referenceModel.ts';
import { testLossParity } from './lossParity.contract.ts';

describe('plain reference, fused wasm and plain tfjs', () => {
  testLossParity(async (shape, weights) => [
    new ReferenceModel(shape, weights),
    await createWasmModel(shape, weights),
    await createPlainModel(shape, weights, 'wasm'),
  ]);
});
