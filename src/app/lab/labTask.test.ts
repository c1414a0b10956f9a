import { expect, test } from 'vitest';
import { inputLines, refuseTask } from './labTask.ts';

test('inputs are read one a line, bare or as calls', () => {
  expect(inputLines('[1, 2]\n\n  f([3], 4) \n[1, 2]')).toEqual(['[1, 2]', '[3], 4']);
  expect(inputLines('  \n')).toEqual([]);
});

test('what cannot be a task is refused in a sentence that says what to do', () => {
  const program = 'def f(a):\n    return a';
  expect(refuseTask('deduction', program, ['[1]'])).toBeUndefined();
  expect(refuseTask('deduction', 'x = 1', ['[1]'])).toContain('def f');
  expect(refuseTask('abduction', program, [])).toContain('input');
  expect(refuseTask('induction', program, ['[1]'])).toContain('two inputs');
  expect(refuseTask('induction', program, ['[1]', '[2]'])).toBeUndefined();
});
