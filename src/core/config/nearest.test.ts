import { expect, it } from 'vitest';
import { didYouMean, editDistance, nearestName } from './nearest.ts';
import { configKeys } from './schema.ts';

it('counts insertions, deletions and replacements', () => {
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(editDistance('', 'abc')).toBe(3);
  expect(editDistance('abc', 'abc')).toBe(0);
});

it('finds the name that was meant, whatever its case and dashes', () => {
  expect(nearestName('learning-rate', configKeys)).toBe('learningRate');
  expect(nearestName('lerningRate', configKeys)).toBe('learningRate');
  expect(nearestName('quantumFlux', configKeys)).toBeUndefined();
  expect(nearestName('x'.repeat(1_000_000), configKeys)).toBeUndefined();
  expect(didYouMean('bach', configKeys)).toBe(' Did you mean "batch"?');
});
