import { describe, expect, it } from 'vitest';
import { Purpose, RandomStream, threefry2x32, uniformAt } from './rng.ts';

describe('threefry2x32', () => {
  // Known answers published with Random123 (kat_vectors) and repeated in JAX's tests.
  it.each([
    [0, 0, 0, 0, 0x6b200159, 0x99ba4efe],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1cb996fc, 0xbb002be7],
    [0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3, 0xc4923a9c, 0x483df7a0],
  ])('key %i %i counter %i %i', (k0, k1, c0, c1, r0, r1) => {
    expect(threefry2x32(k0, k1, c0, c1)).toEqual([r0, r1]);
  });
});

describe('addresses', () => {
  it('give independent uniforms that do not depend on the order of asking', () => {
    const address = { seed: 7, purpose: Purpose.sampleSolve, step: 3, item: 11 };
    const stream = new RandomStream(address);
    const inOrder = [stream.uniform(), stream.uniform(), stream.uniform()];
    expect([uniformAt(address, 2), uniformAt(address, 0), uniformAt(address, 1)]).toEqual([
      inOrder[2],
      inOrder[0],
      inOrder[1],
    ]);
    expect(uniformAt({ ...address, item: 12 }, 0)).not.toBe(inOrder[0]);
    expect(uniformAt({ ...address, step: 4 }, 0)).not.toBe(inOrder[0]);
    expect(uniformAt({ ...address, purpose: Purpose.sampleProbe }, 0)).not.toBe(inOrder[0]);
  });

  it('are uniform: chi-square over 64 bins of 64,000 draws below the 1e-6 quantile', () => {
    const stream = new RandomStream({ seed: 1, purpose: Purpose.buffer, step: 0, item: 0 });
    const counts = new Array(64).fill(0);
    for (let i = 0; i < 64_000; i++) counts[Math.floor(stream.uniform() * 64)]++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(130);
    expect(chiSquare).toBeGreaterThan(20);
  });
});
