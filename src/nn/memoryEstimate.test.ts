import { describe, expect, it } from 'vitest';
import { usefulRanks } from './cpu/usefulRanks.ts';
import { checkMemory, type MemoryDevice, memoryEstimate } from './memoryEstimate.ts';
import { modelShape, parameterCount } from './modelShape.ts';

const [MB, GB] = [2 ** 20, 2 ** 30];
const workload = { sequences: 384, tokens: 16384 };

const device = (changes: Partial<MemoryDevice>): MemoryDevice => ({
  backend: 'wasm',
  engine: 'auto',
  limits: {},
  memory: null,
  ...changes,
});

describe('memoryEstimate', () => {
  it('is of one WebAssembly memory for each thread', () => {
    const { total, webAssembly } = memoryEstimate(modelShape('small', 253), device({}), workload);
    expect(total).toBe(usefulRanks() * webAssembly);
  });

  it('counts what is taken at once, which more work does not make more', () => {
    const much = { sequences: 5000, tokens: 1e6 };
    for (const size of ['large', 'huge'] as const) {
      const shape = modelShape(size, 300);
      const parameters = 4 * parameterCount(shape);
      const gpu = memoryEstimate(shape, device({ backend: 'webgpu' }), much).total;
      // Half a gigabyte of activations and of caches each, however large the model is.
      expect(gpu).toBeLessThan(1.1 * GB + 9 * parameters);
      expect(memoryEstimate(shape, device({}), much).webAssembly).toBeLessThan(0.5 * GB + 10 * parameters);
    }
  });

  it('is the plain engine’s where that is asked for, or the only one', () => {
    const shape = modelShape('small', 253);
    const plain = memoryEstimate(shape, device({ engine: 'plain', backend: 'webgpu' }), workload);
    expect(plain).toEqual(memoryEstimate(shape, device({ backend: 'cpu' }), workload));
    expect(plain.total).toBeGreaterThan(256 * MB);
    expect(plain.total).toBeLessThan(300 * MB);
  });
});

describe('checkMemory', () => {
  it('says what a run needs where it fits, and where nobody knows', () => {
    const shape = modelShape('small', 300);
    for (const memory of [4 * GB, null]) {
      expect(checkMemory(shape, device({ memory }), workload)).toMatch(
        /^The model needs up to \d+ MB of memory, for parameters with optimiser, keys and values, and activations\.$/,
      );
    }
    expect(checkMemory(modelShape('huge', 300, 1024), device({ backend: 'webgpu' }), workload)).toMatch(
      /needs up to \d+\.\d GB/,
    );
  });

  it('refuses in words what the machine, a WebAssembly memory or a GPU buffer cannot hold', () => {
    const huge = modelShape('huge', 300, 1024);
    expect(() => checkMemory(huge, device({ memory: GB }), workload)).toThrow(
      /this machine tells of 1\.0 GB.*Choose a smaller model or a shorter context\./,
    );
    expect(() => checkMemory({ ...huge, layers: 64 }, device({}), workload)).toThrow(/can have 4\.0 GB/);
    const limits = { maxBufferSize: 256 * MB, maxStorageBufferBindingSize: 64 * MB };
    expect(() => checkMemory(huge, device({ backend: 'webgpu', limits }), workload)).toThrow(/allows 64 MB/);
  });
});
