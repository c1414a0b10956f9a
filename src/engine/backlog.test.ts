import { expect, it } from 'vitest';
import { Backlog } from './backlog.ts';

it('holds a run that is four batches ahead of the page until one is read, or until it is released', async () => {
  const backlog = new Backlog();
  const passes = async () =>
    Promise.race([backlog.room().then(() => true), new Promise((r) => setTimeout(r, 5, false))]);
  for (let i = 0; i < 3; i++) backlog.sent();
  expect(await passes()).toBe(true);
  backlog.sent();
  const held = backlog.room().then(() => 'went on');
  expect(await passes()).toBe(false);
  backlog.read();
  expect(await passes()).toBe(true);
  backlog.sent();
  const again = backlog.room().then(() => 'released');
  backlog.release();
  expect(await again).toBe('released');
  void held;
});
