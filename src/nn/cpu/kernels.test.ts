import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { threefry2x32 } from '../../core/rng.ts';
import { kernelBinariesSource } from './compileKernels.ts';
import { instantiateKernels } from './kernels.ts';
import { LinearMemory } from './linearMemory.ts';

describe('kernels', () => {
  it('are what their source compiles to', async () => {
    const committed = await readFile(new URL('./kernelBinaries.ts', import.meta.url), 'utf8');
    const compiled = await kernelBinariesSource();
    expect(committed === compiled, 'kernelBinaries.ts is stale: run npm run build:wasm').toBe(true);
  });

  it.each(['best', 'plain'] as const)('have accurate elementary functions (%s)', async (variant) => {
    const memory = new LinearMemory();
    const kernels = await instantiateKernels(memory.memory, variant);
    const [x, y] = [memory.take(4), memory.take(4)];
    let worst = 0;
    for (let value = -87; value < 88; value += 0.0123) {
      memory.f32[x / 4] = value;
      kernels.exponentials(y, x);
      worst = Math.max(worst, Math.abs(memory.f32[y / 4] / Math.exp(memory.f32[x / 4]) - 1));
    }
    expect(worst).toBeLessThan(3e-7);
    memory.f32.set([-1e30, Number.NEGATIVE_INFINITY, 0, -88], x / 4);
    kernels.exponentials(y, x);
    expect([...memory.f32.subarray(y / 4, y / 4 + 4)]).toEqual([0, 0, 1, 0]);
    for (const value of [1e-30, 0.3, 0.7, 1, 1.5, 300, 1e20]) {
      expect(kernels.log(value)).toBeCloseTo(Math.log(value), 12);
    }
  });

  it('draw the same random words as core/rng.ts', async () => {
    const kernels = await instantiateKernels(new LinearMemory().memory);
    const addresses: [number, number, number, number][] = [
      [0, 0, 0, 0],
      [1, 2, 3, 4],
      [0xffffffff, 0xdeadbeef, 0x80000000, 7],
    ];
    for (const address of addresses) {
      expect(kernels.threefry(...address) >>> 0).toBe(threefry2x32(...address)[0]);
    }
  });
});
