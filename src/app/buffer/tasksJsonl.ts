import type { TaskBook } from '../../core/runlog/taskBook.ts';

/**
 * All tasks of the buffer, a JSON object a line: what `npm run -s evaluate` reads (`id, type, program, inputs, outputs, message?`), with
 * where each comes from and how often it was solved.
 */
export function tasksJsonl(book: TaskBook): string {
  return book
    .all()
    .map(({ id, task, step, depth, origin, proposal, references }) => {
      const { n, correct } = book.solveCount(id);
      return `${JSON.stringify({ id, ...task, step, depth, origin, proposal, references, attempts: n, correct })}\n`;
    })
    .join('');
}
