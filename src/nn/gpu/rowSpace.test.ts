import { expect, it } from 'vitest';
import { RowSpace } from './rowSpace.ts';

it('takes the first rows that are free together, and joins those that are given back', () => {
  const space = new RowSpace(100);
  expect([space.take(40), space.take(30), space.take(20)]).toEqual([0, 40, 70]);
  expect(space.take(11)).toBeNull();
  expect(space.take(10)).toBe(90);
  space.give(0, 40);
  space.give(70, 20);
  expect(space.take(41)).toBeNull();
  space.give(40, 30);
  expect(space.take(90)).toBe(0);
  expect(space.take(1)).toBeNull();
});

it('never gives a row to two', () => {
  const space = new RowSpace(64);
  const taken: { from: number; length: number }[] = [];
  let state = 1;
  const random = (below: number) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  for (let i = 0; i < 2000; i++) {
    const length = 1 + random(20);
    const from = space.take(length);
    if (from === null) {
      const [given] = taken.splice(random(taken.length), 1);
      space.give(given.from, given.length);
    } else taken.push({ from, length });
    const owners = new Uint8Array(64);
    for (const each of taken) for (let row = each.from; row < each.from + each.length; row++) owners[row]++;
    expect(Math.max(...owners)).toBeLessThanOrEqual(1);
  }
});
