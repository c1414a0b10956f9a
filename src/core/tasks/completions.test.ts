import { describe, expect, it } from 'vitest';
import { appendStatement, readAnswer, readInductionInputs, readTriplet } from './completions.ts';

describe('readAnswer', () => {
  it('takes the last stated value of a deduction', () => {
    expect(readAnswer('deduction', 'd = sorted(c)  # [1, 3]\ne = d[::-1]  # [3, 1]\n')).toEqual({
      wellFormed: true,
      answer: '[3, 1]',
      reasoning: [
        { line: 0, statement: 'd = sorted(c)', stated: [{ variable: 'd', value: '[1, 3]' }] },
        { line: 1, statement: 'e = d[::-1]', stated: [{ variable: 'e', value: '[3, 1]' }] },
      ],
    });
  });

  it('takes the last stated value of an abduction, which is of the parameter', () => {
    const answer = readAnswer('abduction', 'e = d[::-1]  # d = [1, 3]\nd = sorted(c)  # c = [3, 1]\n');
    expect(answer).toMatchObject({ wellFormed: true, answer: '[3, 1]' });
    expect(answer.reasoning.map(({ stated }) => stated[0].variable)).toEqual(['d', 'c']);
  });

  it('takes the program of an induction without its comments', () => {
    const answer = readAnswer('induction', 'def f(c):\n    d = sorted(c)  # [1, 3]; [2]\n    return d');
    expect(answer).toMatchObject({ wellFormed: true, answer: 'def f(c):\n    d = sorted(c)\n    return d' });
    expect(answer.reasoning[0].stated).toEqual([
      { variable: 'd', value: '[1, 3]' },
      { variable: 'd', value: '[2]' },
    ]);
  });

  it.each([
    ['deduction', ''],
    ['deduction', 'd = sorted(c)\n'],
    ['deduction', 'd = sorted(c)  # [1]\n[1]\n'],
    ['abduction', 'd = sorted(c)  # [1]\n'],
    ['induction', 'return 3'],
    ['induction', 'def f(c):\n    d = c'],
  ] as const)('calls a %s of another shape ill-formed: %j', (type, text) => {
    expect(readAnswer(type, text)).toMatchObject({ wellFormed: false });
  });
});

describe('proposals', () => {
  it('are a program and a call', () => {
    expect(readTriplet('def f(c):\n    return c\nf([1, 2])')).toEqual({
      wellFormed: true,
      program: 'def f(c):\n    return c',
      inputs: ['[1, 2]'],
    });
    expect(readTriplet('def f(c):\n    return c')).toMatchObject({ wellFormed: false });
    expect(readTriplet('f([1])')).toMatchObject({ wellFormed: false });
  });

  it('of induction are inputs and a message', () => {
    expect(readInductionInputs('p', 'f([1])\nf([2])\n# 3 steps')).toEqual({
      wellFormed: true,
      program: 'p',
      inputs: ['[1]', '[2]'],
      message: '3 steps',
    });
    expect(readInductionInputs('p', 'f([1])\ng([2])\n# 3 steps')).toMatchObject({ wellFormed: false });
    expect(readInductionInputs('p', 'f([1])')).toMatchObject({ wellFormed: false });
  });
});

describe('appendStatement', () => {
  it('puts the statement before the return, which gives the new name', () => {
    expect(appendStatement('def f(c):\n    d = c\n    return d', 'e = d[1:]')).toBe(
      'def f(c):\n    d = c\n    e = d[1:]\n    return e',
    );
  });

  it('refuses anything else', () => {
    expect(appendStatement('def f(c):\n    return c + 1', 'e = c')).toBeUndefined();
    expect(appendStatement('def f(c):\n    return c', 'c')).toBeUndefined();
    expect(appendStatement('def f(c):\n    return c', 'e = c\nx = 1')).toBeUndefined();
  });
});
