import { expect, it } from 'vitest';
import type { TaskAccepted } from '../../core/runlog/events.ts';
import { TaskBook } from '../../core/runlog/taskBook.ts';
import type { TaskType } from '../../core/tasks/taskType.ts';
import { queryTasks, type TaskQuery } from './taskQuery.ts';

const task = (id: string, type: TaskType, depth: number, program: string): TaskAccepted => ({
  kind: 'task',
  step: 1,
  id,
  task: {
    type,
    program,
    inputs: ['[1, 2]'],
    outputs: ['[2, 1]'],
    ...(type === 'induction' ? { message: 'Mirror' } : {}),
  },
  depth,
  origin: 'proposer',
  references: [],
});

function buffer(): TaskBook {
  const book = new TaskBook(10);
  book.addTask(task('a', 'deduction', 2, 'def f(x):\n    return sorted(x)'));
  book.addTask(task('b', 'abduction', 5, 'def f(x):\n    return x[::-1]'));
  book.addTask(task('c', 'deduction', 5, 'def f(x):\n    return x[1:]'));
  book.addTask(task('d', 'induction', 1, 'def f(x):\n    return x'));
  book.countAttempts('a', 8, 8);
  book.countAttempts('b', 8, 1);
  book.countAttempts('c', 4, 2);
  return book;
}

const ids = (query: Partial<TaskQuery>) =>
  queryTasks(buffer(), { type: 'all', text: '', order: 'newest', ...query })
    .map((found) => found.id)
    .join('');

it('gives all tasks, newest first', () => {
  expect(ids({})).toBe('dcba');
  expect(ids({ order: 'oldest' })).toBe('abcd');
});

it('filters by type and by words anywhere in the task', () => {
  expect(ids({ type: 'deduction' })).toBe('ca');
  expect(ids({ text: 'SORTED return' })).toBe('a');
  expect(ids({ text: 'mirror' })).toBe('d');
  expect(ids({ text: '[2, 1]' })).toBe('dcba');
  expect(ids({ text: 'sorted', type: 'abduction' })).toBe('');
});

it('orders by depth and by solve rate, untried tasks last', () => {
  expect(ids({ order: 'deepest' })).toBe('cbad');
  expect(ids({ order: 'shallowest' })).toBe('dacb');
  expect(ids({ order: 'hardest' })).toBe('bcad');
  expect(ids({ order: 'easiest' })).toBe('acbd');
});

it('never changes the buffer', () => {
  const book = buffer();
  queryTasks(book, { type: 'all', text: '', order: 'hardest' });
  queryTasks(book, { type: 'deduction', text: '', order: 'oldest' });
  expect(book.all().map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  expect(book.list('deduction').map(({ id }) => id)).toEqual(['a', 'c']);
});
