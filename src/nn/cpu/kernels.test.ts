import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Purpose, RandomStream, threefry2x32 } from '../../core/rng.ts';
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

  it.each(['best', 'plain'] as const)('multiply matrices of any number of rows (%s)', async (variant) => {
    const memory = new LinearMemory();
    const kernels = await instantiateKernels(memory.memory, variant);
    const random = new RandomStream({ seed: 1, purpose: Purpose.lab, step: 0, item: 0 });
    const normals = (count: number) => Float32Array.from({ length: count }, () => random.normal());
    for (const [rows, outputs, inputs] of [
      [1, 16, 8],
      [7, 21, 12],
      [130, 48, 40],
    ]) {
      const padded = Math.ceil(outputs / 16) * 16;
      const [x, w, dy] = [normals(rows * inputs), normals(outputs * inputs), normals(rows * padded)];
      const [xs, ws, dys] = [x, w, dy].map((values) => memory.put(values));
      const [columns, panels] = [memory.take(padded * inputs), memory.take(outputs * inputs)];
      kernels.packColumns(columns, ws, outputs, padded, inputs, inputs * 4);
      const y = memory.take(rows * padded);
      kernels.matmul(y, xs, columns, rows, padded, inputs, inputs * 4, 32, inputs * 32, padded * 4, false);
      const dw = memory.put(w);
      kernels.accumulateOuter(dw, dys, xs, outputs, inputs - (inputs % 8), rows, padded * 4, inputs * 4, inputs * 4);
      const dot = (count: number, term: (k: number) => number) => {
        let sum = 0;
        for (let k = 0; k < count; k++) sum += term(k);
        return sum;
      };
      const at = (address: number, i: number) => memory.f32[address / 4 + i];
      for (let o = 0; o < outputs; o++) {
        for (let n = 0; n < rows; n++) {
          const exact = dot(inputs, (i) => x[n * inputs + i] * w[o * inputs + i]);
          expect(Math.abs(at(y, n * padded + o) - exact)).toBeLessThan(1e-4);
        }
        for (let i = 0; i < inputs; i++) {
          const sum = i < inputs - (inputs % 8) ? dot(rows, (n) => dy[n * padded + o] * x[n * inputs + i]) : 0;
          expect(Math.abs(at(dw, o * inputs + i) - w[o * inputs + i] - sum)).toBeLessThan(1e-4);
        }
      }
      if (inputs % 8 !== 0) continue;
      kernels.packRows(panels, ws, outputs, inputs);
      const dx = memory.put(x);
      kernels.matmul(dx, dys, panels, rows, inputs, outputs, padded * 4, 32, outputs * 32, inputs * 4, true);
      for (let n = 0; n < rows; n++) {
        for (let i = 0; i < inputs; i++) {
          const sum = dot(outputs, (o) => dy[n * padded + o] * w[o * inputs + i]);
          expect(Math.abs(at(dx, n * inputs + i) - x[n * inputs + i] - sum)).toBeLessThan(1e-4);
        }
      }
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
