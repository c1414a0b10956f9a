import { describe, expect, it } from 'vitest';
import { runRequest } from '../python/run.ts';
import { programFacts } from './programFacts.ts';
import { traceLines } from './traceLines.ts';

const linesOf = (program: string, args: string) =>
  traceLines(program, programFacts(program), runRequest({ code: program, args, trace: true }).trace ?? []);
const shown = (program: string, args: string) =>
  linesOf(program, args).map(({ statement, value }) => `${statement}  # ${value}`);

describe('traceLines', () => {
  it('has one line a statement, without return and without what runs in a comprehension', () => {
    expect(shown('def f(c):\n    d = [v + 1 for v in c]\n    e = d[::-1]\n    return e', '[1, 2]')).toEqual([
      'd = [v + 1 for v in c]  # [2, 3]',
      'e = d[::-1]  # [3, 2]',
    ]);
  });

  it('says of a condition whether it holds, and takes the branch', () => {
    const program = 'def f(c):\n    if c > 4:\n        d = c\n    else:\n        d = 0\n    return d';
    expect(shown(program, '7')).toEqual(['if c > 4:  # True', 'd = c  # 7']);
    expect(shown(program, '3')).toEqual(['if c > 4:  # False', 'd = 0  # 0']);
  });

  it('says at the head of a loop which items are still to come, also those that are equal', () => {
    const program = 'def f(c):\n    d = 0\n    for e in c:\n        d = d + e\n    return d';
    expect(shown(program, '[3, 3]')).toEqual([
      'd = 0  # 0',
      'for e in c:  # [3, 3]',
      'd = d + e  # 3',
      'for e in c:  # [3]',
      'd = d + e  # 6',
      'for e in c:  # []',
    ]);
    expect(shown(program, '[]')).toEqual(['d = 0  # 0', 'for e in c:  # []']);
  });

  it('begins anew each time that an inner loop is entered, left by break or not', () => {
    const program =
      'def f(c):\n    d = 0\n    for a in c:\n        for b in c:\n            d += b\n            break\n    return d';
    expect(shown(program, '[1, 2]').filter((line) => line.startsWith('for b'))).toEqual([
      'for b in c:  # [1]',
      'for b in c:  # [1]',
    ]);
  });

  it('says what a line read, before it ran', () => {
    const [, , body] = linesOf(
      'def f(c):\n    d = {}\n    for g in c:\n        d[g] = d.get(g, 0) + 1\n    return d',
      "'a'",
    );
    expect(body).toEqual({
      statement: 'd[g] = d.get(g, 0) + 1',
      value: "{'a': 1}",
      reads: [
        { variable: 'd', value: '{}' },
        { variable: 'g', value: "'a'" },
      ],
    });
  });

  it('leaves out inner calls of the entry', () => {
    expect(shown('def f(c):\n    d = 1 if c == 0 else f(c - 1)\n    return d', '2')).toEqual([
      'd = 1 if c == 0 else f(c - 1)  # 1',
    ]);
  });
});
