import { expect, it } from 'vitest';
import type { Evaluation } from '../../../core/runlog/events.ts';
import { frontierOf } from '../../../core/runlog/frontier.ts';
import { depthsOf, pooledFrontier, roomFor } from './pooledFrontier.ts';

const evaluation = (step: number, correct: number): Evaluation => ({
  kind: 'evaluation',
  step,
  types: { deduction: { 1: { n: 10, correct: 10 }, 3: { n: 10, correct } } },
});
const frontier = frontierOf([0, 10, 20, 30, 40].map(evaluation), 'deduction');

it('shows each evaluation in its own column while there is room', () => {
  const columns = pooledFrontier(frontier, [1, 2, 3], 5);
  expect(columns.map((column) => [column.firstStep, column.lastStep])).toEqual([0, 10, 20, 30, 40].map((s) => [s, s]));
  expect(columns[1].scores).toEqual([{ n: 10, correct: 10 }, undefined, { n: 10, correct: 1 }]);
});

it('pools neighbours where there are more, and counts their tasks together', () => {
  const columns = pooledFrontier(frontier, [3], 3);
  expect(columns).toEqual([
    { firstStep: 0, lastStep: 10, scores: [{ n: 20, correct: 1 }] },
    { firstStep: 20, lastStep: 30, scores: [{ n: 20, correct: 5 }] },
    { firstStep: 40, lastStep: 40, scores: [{ n: 10, correct: 4 }] },
  ]);
});

it('has a row for every depth up to the deepest of all task types', () => {
  expect(depthsOf([frontier, frontierOf([], 'induction')])).toEqual([1, 2, 3]);
  expect(depthsOf([])).toEqual([]);
});

it('leaves room for what is still to come, and none at the end', () => {
  expect([0, 1, 12, 13, 30].map((columns) => roomFor(columns, false, 60))).toEqual([12, 12, 12, 24, 48]);
  expect(roomFor(55, false, 60)).toBe(60);
  expect(roomFor(7, true, 60)).toBe(7);
});
