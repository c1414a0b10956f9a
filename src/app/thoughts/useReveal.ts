import { useEffect, useRef, useState } from 'react';
import { revealed } from './revealed.ts';

/** A page that was asleep or busy for longer goes on from there instead of leaping, in milliseconds. */
const LONGEST_FRAME = 1000;

/**
 * How many tokens of a completion stand on the page: they appear one after the other even when the sampler delivers them in chunks.
 * With `atOnce` (reduced motion, a completion that was opened) all are there from the start.
 */
export function useReveal(id: string, total: number, atOnce: boolean): number {
  const [shown, setShown] = useState({ id, count: atOnce ? total : 0 });
  const clock = useRef(0);
  const count = shown.id !== id ? (atOnce ? total : 0) : atOnce ? total : Math.min(shown.count, total);
  useEffect(() => {
    if (count >= total) return;
    const frame = requestAnimationFrame((now) => {
      const elapsed = clock.current ? Math.min(LONGEST_FRAME, now - clock.current) : 16;
      clock.current = now;
      setShown({ id, count: revealed(count, total, elapsed) });
    });
    return () => cancelAnimationFrame(frame);
  }, [id, count, total]);
  return Math.floor(count);
}
