import { expect, it } from 'vitest';
import { formatPosition, namePosition } from './formatPosition.ts';

it('is short on every axis', () => {
  expect(formatPosition('step', 1200)).toBe('1,200');
  expect(formatPosition('tokens', 1_530_000)).toBe('1.5M');
  expect([30.25, 125, 3600 * 2 + 65].map((seconds) => formatPosition('seconds', seconds))).toEqual([
    '30.3 s',
    '2:05 min',
    '2:01 h',
  ]);
});

it('names what it counts', () => {
  expect([namePosition('step', 4), namePosition('tokens', 4000)]).toEqual(['step 4', '4K tokens']);
});
