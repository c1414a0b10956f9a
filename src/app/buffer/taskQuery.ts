import type { TaskAccepted } from '../../core/runlog/events.ts';
import type { TaskBook } from '../../core/runlog/taskBook.ts';
import type { TaskType } from '../../core/tasks/taskType.ts';
import { matcher } from './matcher.ts';

export const taskOrders = [
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
  { value: 'deepest', label: 'Deepest first' },
  { value: 'shallowest', label: 'Shallowest first' },
  { value: 'hardest', label: 'Hardest first' },
  { value: 'easiest', label: 'Easiest first' },
] as const;
export type TaskOrder = (typeof taskOrders)[number]['value'];

/** Which tasks of the buffer a reader wants to see, and in which order. */
export interface TaskQuery {
  type: TaskType | 'all';
  /** Words that must all occur in the program, an input, an output, the message or the id. */
  text: string;
  order: TaskOrder;
}

function searchText({ id, task }: TaskAccepted): string {
  return [id, task.program, ...task.inputs, ...task.outputs, task.message ?? ''].join('\n');
}

/** The tasks that a query asks for, as a new array. Ties are newest first; tasks that nobody has tried come last by solve rate. */
export function queryTasks(book: TaskBook, query: TaskQuery): TaskAccepted[] {
  const all = query.type === 'all' ? book.all() : book.list(query.type);
  const matches = matcher(query.text);
  const newestFirst: TaskAccepted[] = [];
  for (let i = all.length - 1; i >= 0; i--) if (!matches || matches(searchText(all[i]))) newestFirst.push(all[i]);
  switch (query.order) {
    case 'newest':
      return newestFirst;
    case 'oldest':
      return newestFirst.reverse();
    case 'deepest':
      return newestFirst.sort((a, b) => b.depth - a.depth);
    case 'shallowest':
      return newestFirst.sort((a, b) => a.depth - b.depth);
    case 'hardest':
      return bySolveRate(book, newestFirst, 1);
    case 'easiest':
      return bySolveRate(book, newestFirst, -1);
  }
}

function bySolveRate(book: TaskBook, tasks: TaskAccepted[], sign: 1 | -1): TaskAccepted[] {
  const rates = new Map<TaskAccepted, number>();
  for (const task of tasks) {
    const { n, correct } = book.solveCount(task.id);
    rates.set(task, n > 0 ? (sign * correct) / n : 2);
  }
  return tasks.sort((a, b) => (rates.get(a) as number) - (rates.get(b) as number));
}
