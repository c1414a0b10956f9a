import { describe, expect, it } from 'vitest';
import { checkMemory, memoryEstimate } from './memoryEstimate.ts';
import { modelShape, parameterCount } from './modelShape.ts';

describe('memoryEstimate', () => {
  it('counts parameters, caches and activations in bytes', () => {
    const shape = modelShape('small', 253);
    const at = (sequences: number, tokens: number) => memoryEstimate(shape, { sequences, tokens });
    expect(at(0, 0)).toBe(20 * parameterCount(shape));
    expect(at(1, 0) - at(0, 0)).toBe(4 * 2 * 384 * 4 * 64);
    expect(at(64, 8192) / 2 ** 20).toBeGreaterThan(100);
    expect(at(64, 8192) / 2 ** 20).toBeLessThan(400);
  });
});

describe('checkMemory', () => {
  const workload = { sequences: 384, tokens: 16384 };
  const [MB, GB] = [2 ** 20, 2 ** 30];

  it('says what a run needs where it fits, and where nobody knows', () => {
    const shape = modelShape('small', 300);
    for (const memory of [4 * GB, null]) {
      expect(checkMemory(shape, { backend: 'wasm', limits: {}, memory }, workload)).toMatch(
        /^The model needs up to \d+ MB of memory, for parameters with optimiser, keys and values, and activations\.$/,
      );
    }
    expect(
      checkMemory(modelShape('huge', 300, 1024), { backend: 'webgpu', limits: {}, memory: null }, workload),
    ).toMatch(/needs up to \d+\.\d GB/);
  });

  it('refuses in words what the machine, a WebAssembly memory or a GPU buffer cannot hold', () => {
    const huge = modelShape('huge', 300, 1024);
    expect(() => checkMemory(huge, { backend: 'wasm', limits: {}, memory: GB }, workload)).toThrow(
      /this machine tells of 1\.0 GB.*Choose a smaller model or a shorter context\./,
    );
    const wide = { ...huge, layers: 64 };
    expect(() => checkMemory(wide, { backend: 'wasm', limits: {}, memory: null }, workload)).toThrow(
      /can have 4\.0 GB/,
    );
    const limits = { maxBufferSize: 256 * MB, maxStorageBufferBindingSize: 64 * MB };
    expect(() => checkMemory(huge, { backend: 'webgpu', limits, memory: null }, workload)).toThrow(/allows 64 MB/);
  });
});
