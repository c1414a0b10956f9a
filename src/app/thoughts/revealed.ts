/** Tokens a second at the least, fast enough to follow with the eye. */
const PACE = 60;
/** A backlog is caught up within about this many milliseconds, however long it is. */
const CATCH_UP = 700;

/** How many of `total` tokens are shown `elapsed` milliseconds after `count` were. Fractions carry over to the next frame. */
export function revealed(count: number, total: number, elapsed: number): number {
  const behind = total - count;
  const pace = Math.max(PACE / 1000, behind / CATCH_UP);
  return Math.min(total, count + pace * elapsed);
}
