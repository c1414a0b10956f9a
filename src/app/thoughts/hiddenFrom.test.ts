import { expect, test } from 'vitest';
import type { Task } from '../../core/tasks/taskType.ts';
import { hiddenFrom, shownTo } from './hiddenFrom.ts';

const program = 'def f(a):\n    b = a[::-1]\n    return b';
const single = { program, inputs: ['[1, 2]'], outputs: ['[2, 1]'] };
const induction: Task = {
  type: 'induction',
  program,
  inputs: ['[1, 2]', '[3, 4]', '[5, 6]', '[7, 8]'],
  outputs: ['[2, 1]', '[4, 3]', '[6, 5]', '[8, 7]'],
  message: '1 steps',
};

test('the answer is never in what is shown', () => {
  expect(shownTo({ type: 'deduction', ...single })).not.toContain('[2, 1]');
  expect(shownTo({ type: 'abduction', ...single })).not.toContain('[1, 2]');
  expect(shownTo(induction)).not.toContain('def f');
  expect(shownTo(induction)).not.toContain('[5, 6]');
});

test('shown and hidden together are the whole task', () => {
  const hidden = hiddenFrom(induction)
    .map((piece) => piece.text)
    .join('\n');
  for (const text of [program, '[5, 6]', '[8, 7]']) expect(hidden).toContain(text);
  for (const text of ['[1, 2]', '[4, 3]', '1 steps']) expect(shownTo(induction)).toContain(text);
});
