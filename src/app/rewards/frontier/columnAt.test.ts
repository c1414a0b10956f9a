import { expect, it } from 'vitest';
import { columnAt } from './columnAt.ts';

it('finds columns, and places between them', () => {
  expect([0, 5, 10, 20, 25].map((value) => columnAt([0, 10, 20, 30], value))).toEqual([0, 0.5, 1, 2, 2.5]);
});

it('follows uneven columns', () => {
  expect([50, 110].map((value) => columnAt([0, 100, 120], value))).toEqual([0.5, 1.5]);
});

it('goes on beyond the last column in the mean spacing', () => {
  expect([30, 45].map((value) => columnAt([0, 10, 20, 30], value))).toEqual([3, 4.5]);
});

it('has one place when there is one column, or none', () => {
  expect([columnAt([0], 7), columnAt([], 7), columnAt([10], 5)]).toEqual([0, 0, 0]);
});
