import type { RunEvent } from '../events.ts';
import type { LogLetter } from './format.ts';

const letters = ['e', 't', 'r', 'm'] as const satisfies LogLetter[];

/**
 * The rows of the four entries in the order in which they happened, as the manifest's run lengths say. Rows that could not be read are
 * undefined and left out; rows that the order does not cover follow, by step.
 */
export function mergeRows(rows: Record<LogLetter, readonly (RunEvent | undefined)[]>, order: string): RunEvent[] {
  const next: Record<LogLetter, number> = { e: 0, t: 0, r: 0, m: 0 };
  const merged: RunEvent[] = [];
  for (const [, letter, digits] of order.matchAll(/([etrm])(\d{1,9})/g)) {
    const source = rows[letter as LogLetter];
    const end = Math.min(source.length, next[letter as LogLetter] + Number(digits));
    for (; next[letter as LogLetter] < end; next[letter as LogLetter]++) {
      const event = source[next[letter as LogLetter]];
      if (event) merged.push(event);
    }
  }
  const left = letters.flatMap((letter) => rows[letter].slice(next[letter]).filter((event) => event !== undefined));
  const stepOf = (event: RunEvent) => ('step' in event ? event.step : 0);
  for (const event of left.sort((a, b) => stepOf(a) - stepOf(b))) merged.push(event);
  return merged;
}
