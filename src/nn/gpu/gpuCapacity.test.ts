import { describe, expect, it } from 'vitest';
import { MODEL_SIZES, type ModelSize, modelShape } from '../modelShape.ts';
import { dimensions } from './dimensions.ts';
import { cacheCapacity, leastBuffer, mostTokens, tokenCapacity } from './gpuCapacity.ts';

const MB = 2 ** 20;
const limits = { maxBufferSize: 1024 * MB, maxStorageBufferBindingSize: 1024 * MB };

describe('mostTokens', () => {
  it.each(Object.keys(MODEL_SIZES) as ModelSize[])('of %s fill half a gigabyte at most', (size) => {
    const shape = modelShape(size, 253);
    const tokens = mostTokens(shape, limits);
    const bytes = (count: number) => 16 * dimensions(shape, 32768).sections.total * count;
    expect(bytes(tokens)).toBeLessThanOrEqual(512 * MB);
    if (tokens < 16384) expect(bytes(tokens + 1)).toBeGreaterThan(512 * MB);
    expect(tokens).toBeGreaterThanOrEqual(shape.context);
  });

  it('fill the largest buffer where that is smaller, and hold a context in any case', () => {
    const shape = modelShape('large', 253);
    const few = mostTokens(shape, { ...limits, maxStorageBufferBindingSize: 128 * MB });
    expect(few).toBeLessThan(mostTokens(shape, limits) / 3);
    expect(mostTokens(shape, { maxBufferSize: MB })).toBe(shape.context);
    expect(leastBuffer(shape)).toBeGreaterThan(MB);
  });
});

it('buffers of tokens grow in powers of two up to the most', () => {
  expect([1, 1024, 1025, 5000, 90_000].map((wanted) => tokenCapacity(wanted, 5500))).toEqual([
    1024, 1024, 2048, 5500, 5500,
  ]);
  expect(tokenCapacity(1, 48)).toBe(48);
});

it('the cache has a slot for each sequence until it would be half a gigabyte', () => {
  const shape = modelShape('huge', 253);
  const slot = 4 * 8 * 1024 * 2 * 512;
  expect(cacheCapacity(shape, limits, 3, 1024)).toEqual({ slots: 3, bytes: 4 * slot });
  expect(cacheCapacity(shape, limits, 900, 1024)).toEqual({ slots: (512 * MB) / slot, bytes: 512 * MB });
  expect(cacheCapacity(shape, { maxBufferSize: slot / 2 }, 900, 1024).slots).toBe(1);
});
