import { expect, it } from 'vitest';
import { cellNumber, cellWords } from './cellWords.ts';

const column = (firstStep: number, lastStep: number) => ({
  firstStep,
  lastStep,
  scores: [{ n: 15, correct: 12 }, undefined, { n: 0, correct: 0 }],
});

it('says what was evaluated, and that something was not', () => {
  expect(cellWords(1, column(40, 40), 0)).toBe('depth 1, step 40: 12/15 solved, 80 %');
  expect(cellWords(1, column(40, 60), 0)).toBe('depth 1, steps 40 to 60: 12/15 solved, 80 %');
  expect(cellWords(2, column(40, 40), 1)).toBe('depth 2, step 40: not evaluated');
  expect([0, 1, 2].map((row) => cellNumber(row + 1, column(0, 0), row))).toEqual(['1: 12/15', '2: –', '3: –']);
});
