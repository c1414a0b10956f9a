import { expect, it } from 'vitest';
import { agoWords } from './agoWords.ts';

it.each([
  [5_000, 'just now'],
  [70_000, 'a minute ago'],
  [20 * 60_000, '20 minutes ago'],
  [61 * 60_000, 'an hour ago'],
  [5 * 3_600_000, '5 hours ago'],
  [25 * 3_600_000, 'a day ago'],
  [80 * 3_600_000, '3 days ago'],
])('%d ms: %s', (milliseconds, words) => {
  expect(agoWords(milliseconds)).toBe(words);
});
