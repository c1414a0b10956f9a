import { describe } from 'vitest';
import { createGpuModel } from '../nn/gpu/gpuModel.ts';
import { testLossParity } from './lossParity.contract.ts';

/** Plain tfjs, which lossParity.test.ts holds to the same reference, would take minutes on a software adapter. */
describe('fused webgpu', () => {
  testLossParity(async (shape, weights) => [await createGpuModel(shape, weights)]);
});
