import { expect, it } from 'vitest';
import { predictedDeadShare } from './predictedDeadShare.ts';

it('predicts dead groups: 70 % at n = 2 and p = 0.18, 20 % at n = 8', () => {
  expect(predictedDeadShare(0.18, 2)).toBeCloseTo(0.7048, 4);
  expect(predictedDeadShare(0.18, 8)).toBeCloseTo(0.2044, 4);
  expect(predictedDeadShare(0, 8)).toBe(1);
  expect(predictedDeadShare(1, 8)).toBe(1);
});

it('is no larger than what tasks of different difficulty with the same mean give', () => {
  const mixed = (predictedDeadShare(0.1, 8) + predictedDeadShare(0.9, 8)) / 2;
  expect(predictedDeadShare(0.5, 8)).toBeLessThan(mixed);
});
