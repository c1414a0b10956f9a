import { describe, expect, it } from 'vitest';
import { validate } from './testing/validate.ts';
import type { Candidate } from './validation.ts';

const program = 'def f(a):\n    b = a[::-1]\n    return b';
const deduction = (input: string): Candidate => ({ type: 'deduction', program, inputs: [input] });
const induction: Candidate = {
  type: 'induction',
  program,
  inputs: ['[1, 2]', '[3, 4]', '[5, 6]', '[7, 8]'],
  message: '1 steps',
};

describe('novelty', () => {
  const keys = new Set<string>();
  const known = (key: string) => keys.has(key);

  it('of the program refuses a known program with another input, of the input lets it pass', () => {
    for (const noveltyOf of ['program', 'input'] as const) {
      const first = validate(deduction('[1, 2]'), { known, noveltyOf });
      if ('key' in first) keys.add(first.key);
    }
    expect(validate(deduction('[3, 4]'), { known })).toMatchObject({ reason: 'duplicate' });
    expect(validate(deduction('[3, 4]'), { known, noveltyOf: 'input' })).toHaveProperty('task');
    expect(validate(deduction('[1, 2]'), { known, noveltyOf: 'input' })).toMatchObject({ reason: 'duplicate' });
    expect(validate(deduction('[1, 2]'))).toHaveProperty('task');
  });
});

describe('shown pairs of an induction task', () => {
  it.each([
    [0.5, undefined],
    [0.25, 1],
    [0.75, 3],
    [0.1, 1],
    [0.9, 3],
  ])('share %d', (shownShare, shown) => {
    expect(validate(induction, { shownShare })).toMatchObject({
      task: { outputs: ['[2, 1]', '[4, 3]', '[6, 5]', '[8, 7]'] },
    });
    const made = validate(induction, { shownShare });
    expect('task' in made && made.task.shown).toBe(shown);
  });
});
