import { expect, it } from 'vitest';
import { memoryEstimate } from './memoryEstimate.ts';
import { modelShape, parameterCount } from './modelShape.ts';

it('counts parameters, caches and activations in bytes', () => {
  const shape = modelShape('small', 253);
  expect(memoryEstimate(shape, 0, 0)).toBe(20 * parameterCount(shape));
  const oneCache = memoryEstimate(shape, 1, 0) - memoryEstimate(shape, 0, 0);
  expect(oneCache).toBe(4 * 2 * 384 * 4 * 64);
  expect(memoryEstimate(shape, 64, 8192) / 2 ** 20).toBeGreaterThan(100);
  expect(memoryEstimate(shape, 64, 8192) / 2 ** 20).toBeLessThan(400);
});
