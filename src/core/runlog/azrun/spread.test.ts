import { expect, it } from 'vitest';
import { spread, turnByTurn } from './spread.ts';

it('spreads any first part evenly, and loses nothing', () => {
  const items = Array.from({ length: 100 }, (_, i) => i);
  const order = spread(items);
  expect([...order].sort((a, b) => a - b)).toEqual(items);
  const first = order.slice(0, 20).sort((a, b) => a - b);
  const gaps = first.slice(1).map((value, i) => value - first[i]);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(10);
});

it('takes turns between groups', () => {
  const order = turnByTurn(['a1', 'a2', 'a3', 'a4', 'b1', 'b2'], (item) => item[0]);
  expect(order).toEqual(['a1', 'b1', 'a3', 'b2', 'a2', 'a4']);
});
