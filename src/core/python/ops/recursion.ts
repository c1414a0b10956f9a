import { budget, MAX_DEPTH } from '../budget.ts';
import { raise } from '../values/exceptions.ts';
import { PyFloat, PyList, PyTuple, type Value } from '../values/value.ts';

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

/**
 * For the deepest frame there may be: CPython counts an operator of comparison as a level more, save for two small
 * ints, two floats and the equality of two strings, which its interpreter decides without a call. The caller has
 * looked at `budget.depth` and seen to the ints.
 */
export function comparisonTooDeep(a: Value, b: Value, isEquality: boolean): void {
  if (a instanceof PyFloat && b instanceof PyFloat) return;
  if (isEquality && typeof a === 'string' && typeof b === 'string') return;
  tooDeep(' in comparison');
}

/** As `comparisonTooDeep`, for `item in container`: lists and tuples compare what is not the item itself. */
export function searchTooDeep(container: Value, item: Value): void {
  if (!(container instanceof PyList || container instanceof PyTuple)) return;
  if (container.items.length > 0 && container.items[0] !== item) tooDeep(' in comparison');
}
