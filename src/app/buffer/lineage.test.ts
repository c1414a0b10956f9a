import { expect, it } from 'vitest';
import type { TaskAccepted } from '../../core/runlog/events.ts';
import { TaskBook } from '../../core/runlog/taskBook.ts';
import { lineageOf } from './lineage.ts';

const task = (id: string, ...references: string[]): TaskAccepted => ({
  kind: 'task',
  step: 1,
  id,
  task: { type: 'deduction', program: 'def f(x):\n    return x', inputs: ['1'], outputs: ['1'] },
  depth: 1,
  origin: 'proposer',
  references,
});

function lineage(of: string, ...tasks: TaskAccepted[]) {
  const book = new TaskBook(10);
  for (const each of tasks) book.addTask(each);
  const { parents, children, ancestors, unknown } = lineageOf(book, book.task(of)!);
  const ids = (list: TaskAccepted[]) => list.map(({ id }) => id);
  return { parents: ids(parents), children: ids(children), ancestors: ids(ancestors), unknown };
}

it('goes back to the root and forward to what was made from it', () => {
  const tasks = [task('root'), task('a', 'root'), task('b', 'a', 'root'), task('c', 'b'), task('d', 'b')];
  expect(lineage('b', ...tasks)).toEqual({
    parents: ['a', 'root'],
    children: ['d', 'c'],
    ancestors: ['a', 'root'],
    unknown: [],
  });
});

it('counts a reference that was shown twice once, and names those that are not in the log', () => {
  expect(lineage('b', task('a'), task('b', 'a', 'a', 'gone'))).toEqual({
    parents: ['a'],
    children: [],
    ancestors: ['a'],
    unknown: ['gone'],
  });
});

it('ends in a log that goes round in circles', () => {
  expect(lineage('a', task('a', 'b'), task('b', 'a')).ancestors).toEqual(['b']);
  expect(lineage('a', task('a', 'a')).ancestors).toEqual([]);
});
