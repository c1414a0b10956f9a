import { expect, it } from 'vitest';
import { completionTokens, statementTokens } from './legalTokens.ts';
import { encode, endToken, specialId } from './tokenizer.ts';

it('completions hold every text and the end, and no marker of a prompt', () => {
  expect(completionTokens).toEqual(expect.arrayContaining([endToken, ...encode('def f(d):\n    return d[::-1]  # é')]));
  for (const marker of ['<pad>', '<think>', '<answer>', '<append>', '<solve induction>'] as const) {
    expect(completionTokens).not.toContain(specialId(marker));
  }
});

it('one statement holds no line break', () => {
  expect(statementTokens).toEqual(expect.arrayContaining([endToken, ...encode('e = d[::-1]')]));
  for (const token of encode('\n\n    \n        ')) {
    expect(completionTokens).toContain(token);
    expect(statementTokens).not.toContain(token);
  }
});
