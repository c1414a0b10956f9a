import { expect, test } from 'vitest';
import { proposePrompt, solvePrompt } from '../../core/tasks/prompts.ts';
import { promptText } from './promptText.ts';

const program = 'def f(a):\n    return a';

test('a solver’s prompt reads as the program and the question', () => {
  expect(promptText(solvePrompt({ type: 'abduction', program, output: '[1]' }))).toBe(`${program}\nf(?) == [1]`);
});

test('references of a proposer stand one under the other', () => {
  const reference = { type: 'deduction' as const, program, inputs: ['1'], outputs: ['1'] };
  const shown = promptText(proposePrompt('deduction', [reference, reference], 'new'));
  expect(shown).toBe(`${program}\nf(1) == 1\n${program}\nf(1) == 1`);
});
