import { expect, test } from 'vitest';
import { solvePrompt, solverView } from '../../core/tasks/prompts.ts';
import type { Task } from '../../core/tasks/taskType.ts';
import { hiddenFrom } from './hiddenFrom.ts';
import { promptText } from './promptText.ts';

const program = 'def f(a):\n    b = a[::-1]\n    return b';
const single = { program, inputs: ['[1, 2]'], outputs: ['[2, 1]'] };
const tasks: Task[] = [
  { type: 'deduction', ...single },
  { type: 'abduction', ...single },
  {
    type: 'induction',
    program,
    inputs: ['[1, 2]', '[3, 4]', '[5, 6]', '[7, 8]'],
    outputs: ['[2, 1]', '[4, 3]', '[6, 5]', '[8, 7]'],
    message: '1 steps',
  },
];

test.each(tasks)('$type: nothing that is shown as hidden stands in the prompt', (task) => {
  const shown = promptText(solvePrompt(solverView(task)));
  for (const { text } of hiddenFrom(task)) expect(shown).not.toContain(text);
});

test.each(tasks)('$type: prompt and hidden pieces together are the whole task', (task) => {
  const all = [promptText(solvePrompt(solverView(task))), ...hiddenFrom(task).map(({ text }) => text)].join('\n');
  for (const text of [task.program, ...task.inputs, ...task.outputs, task.message ?? '']) expect(all).toContain(text);
});
