import { budget } from './budget.ts';

/**
 * A part of a text as a text of its own, where live values are counted: engines let a part that was cut out keep the whole text alive.
 * Joining copies in all of them.
 */
export function ownText(part: string): string {
  return budget.live === null || part.length < 2 ? part : [part[0], part.slice(1)].join('');
}
