import { expect, it } from 'vitest';
import { PromptRows } from './promptRows.ts';

const prompt = (length: number, token: number) => new Int32Array(length).fill(token);

it('keeps a prompt once for all its sequences, and tells what is new in runs of neighbouring rows', () => {
  const rows = new PromptRows(100);
  const [a, b, again] = [rows.take(prompt(30, 1)), rows.take(prompt(20, 2)), rows.take(prompt(30, 1))];
  expect(again).toBe(a);
  expect([a?.from, b?.from]).toEqual([0, 30]);
  expect(rows.takeNew()).toEqual([[a, b]]);
  expect(rows.takeNew()).toEqual([]);
});

it('has no room before a prompt has no sequence left, and keeps it until its rows are needed', () => {
  const rows = new PromptRows(100);
  const [a, b, c] = [1, 2, 3].map((token) => rows.take(prompt(33, token)));
  rows.takeNew();
  const fourth = prompt(40, 4);
  expect(rows.take(fourth)).toBeNull();
  if (!a || !b || !c) throw new Error('These fit.');
  rows.release(a);
  expect(rows.take(prompt(33, 1))).toBe(a);
  expect(rows.takeNew()).toEqual([]);
  for (const each of [a, c]) rows.release(each);
  expect(rows.take(fourth)).toBeNull();
  const small = rows.take(prompt(3, 5));
  rows.release(b);
  expect(rows.take(fourth)?.from).toBe(3);
  expect(small?.from).toBe(0);
  expect(
    rows
      .takeNew()
      .flat()
      .map(({ tokens }) => tokens.length),
  ).toEqual([3, 40]);
});
