import { expect, it } from 'vitest';
import { runRequest } from '../core/python/run.ts';
import { readAnswer } from '../core/tasks/completions.ts';
import type { Task } from '../core/tasks/taskType.ts';
import { judgeAnswer, verificationRuns } from '../core/tasks/verification.ts';
import { demandsMet } from './demandsMet.ts';

const program = 'def f(a):\n    b = a[::-1]\n    c = b[1:]\n    return c';
const deduction: Task = { type: 'deduction', program, inputs: ['[1, 2, 3]'], outputs: ['[2, 1]'] };
const abduction: Task = { ...deduction, type: 'abduction' };
const induction: Task = {
  type: 'induction',
  program,
  inputs: ['[1, 2, 3]', '[4, 5]', '[6, 7]', '[8, 9]'],
  outputs: ['[2, 1]', '[4]', '[6]', '[8]'],
};

function met(task: Task, ...lines: string[]) {
  const answer = readAnswer(task.type, lines.map((line) => `${line}\n`).join(''));
  const results = verificationRuns(task, answer, 1000).map(runRequest);
  return demandsMet({ task, depth: 2 }, answer, judgeAnswer(task, answer, results));
}

it('are all met by a right answer whose lines are those that ran, with what they gave', () => {
  const all = ['answer', 'values', 'reasoning'];
  expect(met(deduction, 'b = a[::-1]  # [3, 2, 1]', 'c = b[1:]  # [2, 1]')).toEqual(all);
  expect(met(abduction, 'c = b[1:]  # b = [3, 2, 1]', 'b = a[::-1]  # a = [1, 2, 3]')).toEqual(all);
  const lines = ['    b = a[::-1]  # [3, 2, 1]; [5, 4]', '    c = b[1:]  # [2, 1]; [4]', '    return c'];
  expect(met(induction, 'def f(a):', ...lines)).toEqual(all);
});

it('end where a value is false, however right the answer', () => {
  expect(met(deduction, 'b = a[::-1]  # [3, 2]', 'c = b[1:]  # [2, 1]')).toEqual(['answer']);
});

it('end at the values where a line is missing or another one', () => {
  expect(met(deduction, 'c = b[1:]  # [2, 1]')).not.toContain('reasoning');
  const other = ['    b = a[::-1]  # [3, 2, 1]; [5, 4]', '    c = b[1:len(b)]  # [2, 1]; [4]'];
  expect(met(deduction, 'b = a[::-1]  # [3, 2, 1]', 'c = b[1:len(b)]  # [2, 1]')).toEqual(['answer', 'values']);
  const longer = [...other, '    d = c + []  # [2, 1]; [4]', '    return d'];
  expect(met(induction, 'def f(a):', ...longer)).toEqual(['answer', 'values']);
});

it('are none for a wrong answer, however true its values', () => {
  expect(met(deduction, 'b = a[::-1]  # [3, 2, 1]', 'c = b[1:]  # [2]')).toEqual([]);
  expect(met(deduction, 'nothing')).toEqual([]);
});
