import { describe } from 'vitest';
import { createWasmModel } from '../nn/cpu/wasmModel.ts';
import { createGpuModel } from '../nn/gpu/gpuModel.ts';
import { testLossParity } from './lossParity.contract.ts';

/** lossParity.test.ts holds the wasm model to the plain reference and to plain tfjs, which would take minutes here. */
describe('fused wasm and fused webgpu', () => {
  testLossParity(async (shape, weights) => [
    await createWasmModel(shape, weights),
    await createGpuModel(shape, weights),
  ]);
});
