import { describe, expect, it } from 'vitest';
import { modelShape } from '../modelShape.ts';
import { bucketLength, bucketRows } from './buckets.ts';
import { padBatch } from './padBatch.ts';

const shape = modelShape('nano', 100);

function packed(lengths: number[]) {
  const starts = Int32Array.from([0, ...lengths]);
  for (let i = 1; i < starts.length; i++) starts[i] += starts[i - 1];
  const total = starts[starts.length - 1];
  const tokens = Int32Array.from({ length: total }, (_, i) => i % 100);
  const positions = Int32Array.from({ length: total }, (_, i) => i + 1000);
  return { tokens, positions, starts };
}

describe('padBatch', () => {
  it('puts every predicted token in exactly one place, with its predecessor and position', () => {
    const batch = packed([5, 1, 0, 40, 17, 2, 33, 100, 12]);
    const seen = new Set<number>();
    for (const padded of padBatch(shape, batch, () => 3)) {
      expect(padded.rows).toBeLessThanOrEqual(3);
      padded.sources.forEach((source, place) => {
        if (source < 0) return;
        expect(seen.has(source)).toBe(false);
        seen.add(source);
        expect(padded.targets[place]).toBe(batch.tokens[source]);
        expect(padded.inputs[place]).toBe(batch.tokens[source - 1]);
        expect(padded.positions[place]).toBe(batch.positions[source - 1]);
        const start = batch.starts.findLast((s) => s < source)!;
        expect(place % padded.length).toBe(source - 1 - start);
      });
    }
    expect(seen.size).toBe(4 + 39 + 16 + 1 + 32 + 99 + 11);
  });

  it('uses few lengths and row counts', () => {
    expect([1, 16, 17, 65, 384, 385, 1500].map(bucketLength)).toEqual([16, 16, 32, 96, 384, 512, 1536]);
    expect([1, 2, 3, 4, 5, 7, 9, 13, 100].map(bucketRows)).toEqual([1, 2, 3, 4, 6, 8, 12, 16, 128]);
  });

  it('gives nothing for an empty batch', () => {
    expect(padBatch(shape, packed([]), () => 8)).toEqual([]);
  });

  it('refuses in words what the model cannot hold', () => {
    expect(() => padBatch(shape, packed([193]), () => 8)).toThrow('Sequence 0 has 193 tokens');
    const bad = packed([4]);
    bad.tokens[2] = 100;
    expect(() => padBatch(shape, bad, () => 8)).toThrow('Token 100 is outside');
  });
});
