import { describe, expect, it } from 'vitest';
import { runRequest } from '../python/run.ts';
import type { SolverAnswer } from './completions.ts';
import type { Task } from './taskType.ts';
import { judgeAnswer, verificationRuns } from './verification.ts';

const program = 'def f(a):\n    return a * 2';
const deduction = (output: string): Task => ({ type: 'deduction', program, inputs: ['2'], outputs: [output] });
const abduction: Task = { type: 'abduction', program: 'def f(a):\n    return a % 5', inputs: ['4'], outputs: ['4'] };
const induction: Task = {
  type: 'induction',
  program,
  inputs: ['1', '2', '3', '4'],
  outputs: ['2', '4', '6', '8'],
  message: '1 steps',
};

function verdictOn(task: Task, answer: string): string {
  const given: SolverAnswer = { wellFormed: true, answer, reasoning: [] };
  const results = verificationRuns(task, given, 10_000).map(runRequest);
  return judgeAnswer(task, given, results).verdict.kind;
}

/** What the checker of the reference implementation takes for right (its executor evaluates answers inside the program). */
describe('hacks of the reference checker', () => {
  it.each(['3) or (1', '9 if True else 0', '(b := 4)', '(lambda: 4)()', 'f(4)', '4 or print()'])(
    'are no inputs: %s',
    (answer) => {
      expect(verdictOn(abduction, answer)).toBe('ill-formed');
    },
  );

  it.each(['2*2', '(b := 4)', '(lambda: 4)()', 'f(2)', "__import__('os')", 'a'])('are no outputs: %s', (answer) => {
    expect(verdictOn(deduction('4'), answer)).toBe('ill-formed');
  });

  it('a text is not evaluated a second time', () => {
    expect(verdictOn(deduction("'2'"), "'1+1'")).toBe('wrong');
  });

  it.each([
    ['is equal to everything', 'def __eq__(self, other):\n        return True'],
    ['shows itself as the output', "def __repr__(self):\n        return '8' if n == 4 else '6'"],
    ['is a list that shows itself so', "def __repr__(self):\n        return '8' if n == 4 else '6'", 'list'],
    ['is an integer that shows itself so', "def __repr__(self):\n        return '8' if n == 4 else '6'", 'int'],
  ])('a program whose result %s is wrong', (_, method, base = 'object') => {
    const answer = `def f(n):\n    class A(${base}):\n        ${method.replaceAll('\n', '\n    ')}\n    return A()`;
    expect(verdictOn(induction, answer)).toBe('wrong');
  });
});

describe('answers', () => {
  it.each([
    ['4', '4.0', 'correct'],
    ['1', 'True', 'correct'],
    ['{1, 2}', '{2, 1}', 'correct'],
    ["{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}", 'correct'],
    ['[1, 2]', '(1, 2)', 'wrong'],
    ['4', "'4'", 'wrong'],
    ['4', '5', 'wrong'],
  ])('%s and %s are compared as values: %s', (output, answer, verdict) => {
    expect(verdictOn(deduction(output), answer)).toBe(verdict);
  });

  it('any input that gives the output is right', () => {
    expect(['4', '9', '14', '-1', '3', "'x'"].map((answer) => verdictOn(abduction, answer))).toEqual([
      'correct',
      'correct',
      'correct',
      'correct',
      'wrong',
      'wrong',
    ]);
  });

  it('every hidden pair judges an induced program, and the shown ones do not', () => {
    expect(verdictOn(induction, program)).toBe('correct');
    expect(verdictOn(induction, 'def f(a):\n    return a * 2 if a > 2 else 0')).toBe('correct');
    expect(verdictOn(induction, 'def f(a):\n    return a * 2 if a < 4 else 0')).toBe('wrong');
    expect(verdictOn(induction, 'def f(a):\n    while True:\n        pass')).toBe('wrong');
    expect(verdictOn(induction, 'def f(a:')).toBe('wrong');
  });
});
