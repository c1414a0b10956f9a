import { expect, it } from 'vitest';
import { ChunkSize, type Pace } from './pace.ts';

/** Longest dispatch in milliseconds, and tokens a dispatch at the end, on a GPU that takes so long for a token of 512 sequences. */
function settle(pace: Pace, perToken: number): { longest: number; tokens: number; sequences: number } {
  const size = new ChunkSize(pace);
  let longest = 0;
  for (let chunk = 0; chunk < 40; chunk++) {
    const took = (size.tokens * perToken * size.sequences) / 512;
    if (chunk >= 20) longest = Math.max(longest, took);
    size.adapt(took, size.sequences, size.tokens);
  }
  return { longest, tokens: size.tokens, sequences: size.sequences };
}

it('keeps dispatches to a few tens of milliseconds when smooth, and lets them grow when fast', () => {
  for (const perToken of [0.05, 0.3, 0.9, 2]) {
    expect(settle('smooth', perToken).longest).toBeLessThanOrEqual(32);
    expect(settle('fast', perToken).longest).toBeLessThanOrEqual(160);
    expect(settle('fast', perToken).tokens).toBeGreaterThanOrEqual(settle('smooth', perToken).tokens);
  }
  expect(settle('fast', 0.9).tokens).toBe(64);
  expect(settle('smooth', 0.9).tokens).toBe(16);
});

it('draws for fewer sequences together where even eight tokens take long', () => {
  expect(settle('smooth', 50).sequences).toBe(128);
  expect(settle('smooth', 50).longest).toBeLessThanOrEqual(100);
  expect(settle('fast', 50).longest).toBeLessThanOrEqual(400);
});
