import { expect, it } from 'vitest';
import { reach, solvedRows } from './reach.ts';

const scores = (...shares: (number | undefined)[]) =>
  shares.map((share) => (share === undefined ? undefined : { n: 100, correct: 100 * share }));

it('counts rows that are solved without a gap', () => {
  expect(solvedRows(scores(1, 0.5, 0.4, 0.9))).toBe(2);
  expect(solvedRows(scores(0.2, 1))).toBe(0);
  expect(solvedRows(scores(1, 1))).toBe(2);
  expect(solvedRows([])).toBe(0);
  expect(solvedRows([{ n: 0, correct: 0 }])).toBe(0);
});

it('finds where accuracy falls through one half, between the middles of rows', () => {
  expect(reach(scores(1, 0))).toBe(1);
  expect(reach(scores(1, 0.75, 0.25))).toBe(2);
  expect(reach(scores(1, 0.5, 0))).toBe(1.5);
  expect(reach(scores(1, 0.9, 0.49))).toBeCloseTo(1.5 + 0.4 / 0.41, 12);
});

it('passes over depths that an exam left out', () => {
  const sparse = scores(undefined, undefined, 1, undefined, undefined, 0.6, undefined, 0.1);
  expect(solvedRows(sparse)).toBe(6);
  expect(reach(sparse)).toBeCloseTo(5.5 + 2 * (0.1 / 0.5), 12);
  expect(reach(scores(1, undefined, 0))).toBe(1.5);
});

it('stays within the picture', () => {
  expect(reach(scores(0, 0))).toBe(0);
  expect(reach(scores(0.5, 0))).toBe(0.5);
  expect(reach(scores(1, 1))).toBe(2);
  expect(reach([])).toBe(0);
});
