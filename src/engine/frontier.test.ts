import { expect, test } from 'vitest';
import { Frontier } from './frontier.ts';

test('the frontier is the deepest level with a moving average of at least 20 %', () => {
  const frontier = new Frontier(3);
  expect(frontier.level).toBe(3);
  frontier.observe(4, 1);
  expect(frontier.level).toBe(3);
  frontier.observe(4, 1);
  expect(frontier.level).toBe(4);
  for (let i = 0; i < 10; i++) frontier.observe(4, 0);
  expect(frontier.level).toBe(3);
  for (let i = 0; i < 10; i++) frontier.observe(3, 0);
  expect(frontier.level).toBe(2);
  const copy = new Frontier(3);
  copy.restore(frontier.entries());
  for (let i = 0; i < 3; i++) copy.observe(5, 0.6);
  expect([copy.level, frontier.level]).toEqual([5, 2]);
});

test('levels of warm-up count as solved until measured otherwise, and level 1 always', () => {
  const frontier = new Frontier(1);
  for (let i = 0; i < 50; i++) frontier.observe(1, 0);
  expect(frontier.level).toBe(1);
});
