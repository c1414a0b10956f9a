import { describe } from 'vitest';
import { createWasmModel } from '../nn/cpu/wasmModel.ts';
import { createPlainModel } from '../nn/plain/plainModel.ts';
import { testLossParity } from './lossParity.contract.ts';

describe('fused wasm and plain tfjs', () => {
  testLossParity(async (shape, weights) => [
    await createWasmModel(shape, weights),
    await createPlainModel(shape, weights, 'wasm'),
  ]);
});
