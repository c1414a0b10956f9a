import { expect, it } from 'vitest';
import { RunState } from '../../core/runlog/runState.ts';
import { sampleRun } from '../../core/runlog/testing/sampleRun.ts';
import { tasksJsonl } from './tasksJsonl.ts';

it('writes every task on a line of its own, with its attempts', () => {
  const run = new RunState();
  for (const event of sampleRun({ steps: 5 })) run.append(event);
  const rows = tasksJsonl(run.tasks)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows).toHaveLength(run.tasks.size());
  const last = run.tasks.all().at(-1)!;
  expect(rows.at(-1)).toMatchObject({
    id: last.id,
    program: last.task.program,
    inputs: last.task.inputs,
    attempts: run.tasks.solveCount(last.id).n,
  });
});
