import { expect, test } from 'vitest';
import { Frontier } from './frontier.ts';

test('the frontier is the deepest level with a moving average of at least 20 %', () => {
  const frontier = new Frontier(3);
  expect(frontier.level).toBe(3);
  frontier.observe(1, 1);
  expect(frontier.level).toBe(1);
  frontier.observe(4, 0.25);
  expect(frontier.level).toBe(4);
  for (let i = 0; i < 10; i++) frontier.observe(4, 0);
  expect(frontier.level).toBe(1);
  const copy = new Frontier(3);
  copy.restore(frontier.entries());
  copy.observe(2, 0.2);
  expect([copy.level, frontier.level]).toEqual([2, 1]);
});
