import { expect, test } from 'vitest';
import { followCompletion, READING_TIME } from './followCompletion.ts';

const live = new Set(['c', 'd']);
const around = {
  recentIds: ['a', 'b', 'c', 'd', 'e'],
  isLive: (id: string) => live.has(id),
  isKept: (id: string) => id !== 'gone',
  held: false,
  now: 10_000,
};

test('begins with the completion that began last among those being written', () => {
  expect(followCompletion(undefined, around)).toBe('d');
  expect(followCompletion(undefined, { ...around, isLive: () => false })).toBe('e');
  expect(followCompletion(undefined, { ...around, recentIds: [] })).toBeUndefined();
});

test('stays until the completion is finished and read', () => {
  expect(followCompletion({ id: 'c' }, around)).toBe('c');
  expect(followCompletion({ id: 'a' }, around)).toBe('a');
  expect(followCompletion({ id: 'a', readSince: 10_001 - READING_TIME }, around)).toBe('a');
  expect(followCompletion({ id: 'a', readSince: 10_000 - READING_TIME }, around)).toBe('d');
});

test('holds still while the reader is in the column', () => {
  expect(followCompletion({ id: 'a', readSince: 0 }, { ...around, held: true })).toBe('a');
});

test('leaves a completion that is no longer kept, held or not', () => {
  expect(followCompletion({ id: 'gone', readSince: 0 }, { ...around, held: true })).toBe('d');
});
