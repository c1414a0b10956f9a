import { budget, MAX_DEPTH } from '../budget.ts';
import { raise } from '../values/exceptions.ts';

/**
 * Counts one level of nesting of a native recursion (repr, comparison, hash) or of a Python call. Not undone when an
 * exception passes: whoever catches one restores `budget.depth`.
 */
export function enterRecursion(where: string): void {
  if (++budget.depth > MAX_DEPTH) tooDeep(where);
}

export function leaveRecursion(): void {
  budget.depth--;
}

/** Raises the RecursionError; `where` is empty or begins with a space. */
export function tooDeep(where: string): never {
  raise('RecursionError', `maximum recursion depth exceeded${where}`);
}
