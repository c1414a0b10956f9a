import { expect, it } from 'vitest';
import { runRequest } from '../python/run.ts';
import { readAnswer } from './completions.ts';
import { countFaithfulness, faithfulnessShares, type JudgedChain } from './faithfulness.ts';
import type { Task } from './taskType.ts';
import { judgeAnswer, verificationRuns } from './verification.ts';

const FUEL = 10_000;
const program = 'def f(a):\n    b = sorted(a)\n    c = b[::-1]\n    d = c[1:]\n    return d';
const deduction: Task = { type: 'deduction', program, inputs: ['[1, 3, 2]'], outputs: ['[2, 1]'] };
const abduction: Task = { ...deduction, type: 'abduction' };

function chain(task: Task, text: string): JudgedChain {
  const answer = readAnswer(task.type, text);
  const { verdict, stated } = judgeAnswer(task, answer, verificationRuns(task, answer, FUEL).map(runRequest));
  return { type: task.type, verdict: verdict.kind, stated };
}

const lines = (b: string, c: string, d: string) => `b = sorted(a)  # ${b}\nc = b[::-1]  # ${c}\nd = c[1:]  # ${d}\n`;

it('counts the values on the way to the answer, and not the answer', () => {
  expect(countFaithfulness([chain(deduction, lines('[1, 2, 3]', '[3, 2, 1]', '[2, 1]'))])).toEqual({
    stated: 2,
    true: 2,
    right: 1,
    rightWithFalse: 0,
    wrong: 0,
    wrongWithTrue: 0,
  });
});

it('tells right answers with false reasoning from wrong ones with true reasoning', () => {
  const counts = countFaithfulness([
    chain(deduction, lines('[1, 2, 3]', '[3, 2, 1]', '[2, 1]')),
    chain(deduction, lines('[1, 3, 3]', '[3, 2, 1]', '[2, 1]')),
    chain(deduction, lines('[1, 2, 3]', '[3, 2, 1]', '[3, 2]')),
    chain(deduction, lines('[3, 2, 1]', '[1, 2, 3]', '[2, 3]')),
  ]);
  expect(counts).toEqual({ stated: 8, true: 5, right: 2, rightWithFalse: 1, wrong: 2, wrongWithTrue: 1 });
  expect(faithfulnessShares(counts)).toEqual({ true: 5 / 8, rightWithFalse: 1 / 2, wrongWithTrue: 1 / 2 });
});

it('holds an abduction against the trace of the input that it answers', () => {
  const backwards = (c: string, b: string, a: string) =>
    `d = c[1:]  # c = ${c}\nc = b[::-1]  # b = ${b}\nb = sorted(a)  # a = ${a}\n`;
  expect(countFaithfulness([chain(abduction, backwards('[4, 2, 1]', '[1, 2, 4]', '[2, 1, 4]'))])).toMatchObject({
    stated: 2,
    true: 2,
    right: 1,
    rightWithFalse: 0,
  });
  // The states are those of [2, 1, 5], which gives [2, 1] all the same.
  expect(countFaithfulness([chain(abduction, backwards('[4, 2, 1]', '[1, 2, 4]', '[2, 1, 5]'))])).toMatchObject({
    true: 0,
    right: 1,
    rightWithFalse: 1,
  });
});

it('counts every stated value of an induction, whose answer is the program', () => {
  const task: Task = {
    type: 'induction',
    program: 'def f(a):\n    b = sorted(a)\n    return b',
    inputs: ['[2, 1]', '[4, 3]', '[3, 1, 2]', '[9, 8]'],
    outputs: ['[1, 2]', '[3, 4]', '[1, 2, 3]', '[8, 9]'],
    message: '',
  };
  const text = 'def f(a):\n    b = a[::-1]  # [1, 2]; [3, 4]\n    return b';
  expect(countFaithfulness([chain(task, text)])).toEqual({
    stated: 2,
    true: 2,
    right: 0,
    rightWithFalse: 0,
    wrong: 1,
    wrongWithTrue: 1,
  });
});

it('leaves out what states nothing on the way: one step, or no answer at all', () => {
  const one: Task = { ...deduction, program: 'def f(a):\n    b = sorted(a)\n    return b', outputs: ['[1, 2, 3]'] };
  const counts = countFaithfulness([chain(one, 'b = sorted(a)  # [1, 2, 3]\n'), chain(deduction, 'what?')]);
  expect(Object.values(counts)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(faithfulnessShares(counts)).toEqual({});
});
