import type { Statement } from '../ast.ts';
import { type Cursor, MAX_CHAIN } from './cursor.ts';

/** Fields that hold statements, which have been checked on their own. */
const STATEMENT_LISTS = new Set(['body', 'orelse', 'finalbody', 'handlers', 'cases']);

/**
 * Refuses a statement whose expressions nest too deep to compile: `a + b + …` leans one level to the left with each
 * operator, and so do chains of calls and attributes. Only statements with very many of these are worth the walk.
 */
export function checkChains(c: Cursor, statement: Statement): void {
  const pending: [object, number][] = [[statement, 0]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, depth] = next;
    if (depth > MAX_CHAIN) c.failTooDeep();
    for (const [field, value] of Object.entries(node)) {
      if (Array.isArray(value)) {
        if (node === statement && STATEMENT_LISTS.has(field)) continue;
        for (const item of value) if (item !== null && typeof item === 'object') pending.push([item, depth + 1]);
      } else if (value !== null && typeof value === 'object') {
        pending.push([value, depth + 1]);
      }
    }
  }
}
