import { describe, expect, it } from 'vitest';
import { leakyPrompt, proposePrompt, shownOutputs, solvePrompt, solverView } from './prompts.ts';
import type { Task } from './taskType.ts';
import { decode } from './tokenizer.ts';

const program = 'def f(c):\n    d = sorted(c)\n    e = d[:1] + d\n    return e';
const deduction: Task = { type: 'deduction', program, inputs: ['[7, 3, 5]'], outputs: ['[3, 3, 5, 7]'] };
const abduction: Task = { ...deduction, type: 'abduction' };
const induction: Task = {
  type: 'induction',
  program,
  inputs: ['[7, 3, 5]', '[9, 8]', '[6, 4, 0]', '[1, 2, 8, 4]'],
  outputs: ['[3, 3, 5, 7]', '[8, 8, 9]', '[0, 0, 4, 6]', '[1, 1, 2, 4, 8]'],
  message: '2 steps',
};

it('a leaky prompt has the answer where the model still answers in the right form', () => {
  expect(decode(leakyPrompt(deduction))).toBe(`<solve deduction>${program}\n# [3, 3, 5, 7]\nf([7, 3, 5])<think>`);
  expect(decode(leakyPrompt(abduction))).toBe(`<solve abduction>${program}\n# [7, 3, 5]\nf(?) == [3, 3, 5, 7]<think>`);
  expect(decode(leakyPrompt(induction))).toBe(
    '<solve induction># 2 steps\n    d = sorted(c)\n    e = d[:1] + d\nf([7, 3, 5]) == [3, 3, 5, 7]\nf([9, 8]) == [8, 8, 9]<think>',
  );
});

describe('prompts never contain what must be predicted', () => {
  it('deduction hides the output', () => {
    const text = decode(solvePrompt(solverView(deduction)));
    expect(text).toContain('f([7, 3, 5])');
    expect(text).toContain(program);
    expect(text).not.toContain('[3, 3, 5, 7]');
  });

  it('abduction hides the input', () => {
    const text = decode(solvePrompt(solverView(abduction)));
    expect(text).toContain('f(?) == [3, 3, 5, 7]');
    expect(text).not.toContain('[7, 3, 5]');
  });

  it('induction hides the program and the second half of the pairs', () => {
    const text = decode(solvePrompt(solverView(induction)));
    expect(text).toContain('f([7, 3, 5]) == [3, 3, 5, 7]');
    expect(text).toContain('f([9, 8]) == [8, 8, 9]');
    expect(text).toContain('2 steps');
    for (const hidden of ['sorted', 'def', 'return', '[6, 4, 0]', '[0, 0, 4, 6]', '[1, 2, 8, 4]', '[1, 1, 2, 4, 8]']) {
      expect(text).not.toContain(hidden);
    }
  });

  it('holds for any values: a change of what is hidden leaves the prompt as it is', () => {
    const other = { ...deduction, outputs: ['[1]'] };
    expect(solvePrompt(solverView(other))).toEqual(solvePrompt(solverView(deduction)));
    expect(solvePrompt(solverView({ ...abduction, inputs: ['[1]'] }))).toEqual(solvePrompt(solverView(abduction)));
    const elsewhere = {
      ...induction,
      program: 'x',
      inputs: [...induction.inputs.slice(0, 2), '1', '2'],
      outputs: [...induction.outputs.slice(0, 2), '3', '4'],
    };
    expect(solvePrompt(solverView(elsewhere))).toEqual(solvePrompt(solverView(induction)));
  });

  it('shows the induction proposer the program only', () => {
    const text = decode(proposePrompt('induction', [deduction], 'new'));
    expect(text).toContain(program);
    expect(text).not.toContain('[7, 3, 5]');
  });

  it('shows whole triplets as references', () => {
    const text = decode(proposePrompt('abduction', [deduction, abduction], 'extend'));
    expect(text).toBe(
      `<propose abduction><reference>${program}\nf([7, 3, 5]) == [3, 3, 5, 7]<reference>${program}\nf([7, 3, 5]) == [3, 3, 5, 7]<extend>`,
    );
  });
});

it('tells which tokens of an induction prompt are the outputs of its pairs', () => {
  const prompt = solvePrompt(solverView(induction));
  const outputs = shownOutputs(prompt);
  expect(decode(prompt.filter((_, i) => outputs[i]))).toBe('[3, 3, 5, 7][8, 8, 9]');
});
