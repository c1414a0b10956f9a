import { expect, test } from 'vitest';
import { Frontier } from './frontier.ts';

test('the frontier is the deepest level with a moving average of at least 20 %, never below what is known', () => {
  const frontier = new Frontier(3);
  expect(frontier.level).toBe(3);
  frontier.observe(4, 1);
  expect(frontier.level).toBe(3);
  frontier.observe(4, 1);
  expect(frontier.level).toBe(4);
  for (let i = 0; i < 10; i++) for (const depth of [1, 2, 3, 4]) frontier.observe(depth, 0);
  expect(frontier.level).toBe(3);
  const copy = new Frontier(3);
  copy.restore(frontier.entries());
  for (let i = 0; i < 3; i++) copy.observe(5, 0.6);
  expect([copy.level, frontier.level]).toEqual([5, 3]);
});
