import { expect, it } from 'vitest';
import { modelShape } from './modelShape.ts';
import { recencySlopes } from './recencySlopes.ts';

it('has the slopes of the paper: for 8 heads 1/2, 1/4 … 1/256', () => {
  expect(recencySlopes(modelShape('medium', 5, undefined, true))).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((h) => 2 ** -h));
  expect(recencySlopes(modelShape('small', 5, undefined, true))).toEqual([2 ** -2, 2 ** -4, 2 ** -6, 2 ** -8]);
  expect(recencySlopes(modelShape('small', 5))).toEqual([0, 0, 0, 0]);
});
