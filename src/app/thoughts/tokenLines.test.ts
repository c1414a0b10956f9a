import { expect, test } from 'vitest';
import { encode, specialId } from '../../core/tasks/tokenizer.ts';
import { hasText, isSpecial, tokenLines, tokenText } from './tokenLines.ts';

const text = 'def f(a):\n    b = a[::-1]\n    return b';

test('lines of tokens are the lines of the text, with their indentation', () => {
  const tokens = encode(text);
  const lines = tokenLines(tokens).map(({ start, end }) => tokens.slice(start, end).map(tokenText).join(''));
  expect(lines).toEqual(text.split('\n'));
});

test('a completion under way has the lines of the tokens that are there', () => {
  const tokens = encode(text);
  for (let count = 0; count <= tokens.length; count++) {
    expect(tokenLines(tokens, count).at(-1)?.end).toBe(count);
  }
});

test('a break at the end begins a line that stays empty', () => {
  const tokens = encode('b = a\n');
  expect(tokenLines(tokens).map((line) => hasText(tokens, line))).toEqual([true, false]);
});

test('special tokens are told from text, and an unknown id does no harm', () => {
  expect(isSpecial(specialId('<end>'))).toBe(true);
  expect(isSpecial(encode('<')[0])).toBe(false);
  expect(tokenText(1_000_000)).toBe('\ufffd');
});
