import type { TaskAccepted } from '../../core/runlog/events.ts';
import type { TaskBook } from '../../core/runlog/taskBook.ts';

/** Where a task comes from and what came of it. */
export interface Lineage {
  /** Tasks that its proposer was shown. */
  parents: TaskAccepted[];
  /** Ids of shown tasks that the log does not have. */
  unknown: string[];
  /** Tasks whose proposers were shown this one, newest first. */
  children: TaskAccepted[];
  /** First reference of the first reference, and so on, back to a task that had none. */
  ancestors: TaskAccepted[];
}

/** The lineage of a task. A log in which tasks refer to each other in a circle ends the line where it would come back. */
export function lineageOf(book: TaskBook, task: TaskAccepted): Lineage {
  const references = [...new Set(task.references)];
  const known = (ids: readonly string[]) => ids.flatMap((id) => book.task(id) ?? []);
  const ancestors: TaskAccepted[] = [];
  const seen = new Set([task.id]);
  let next = known(references)[0];
  while (next && !seen.has(next.id)) {
    seen.add(next.id);
    ancestors.push(next);
    next = known(next.references)[0];
  }
  return {
    parents: known(references),
    unknown: references.filter((id) => !book.task(id)),
    children: known(book.childrenOf(task.id)).reverse(),
    ancestors,
  };
}
