import { useCallback, useState } from 'react';

/** Rows that stay put while someone reads them. */
export interface HeldRows<T> {
  shown: readonly T[];
  /** How many have come in since. */
  fresh: number;
  /** Called with true when the reader leaves the top of the list or goes into it, with false when they are back. */
  hold: (away: boolean) => void;
}

/**
 * Shows the newest rows while the reader is at the top of the list, and otherwise those of the moment when they left it, so that
 * nothing moves under a pointer or a screen reader. `of` is what the rows answer: when it changes, nothing is held.
 */
export function useHeldRows<T>(rows: readonly T[], of: unknown): HeldRows<T> {
  const [held, setHeld] = useState<{ rows: readonly T[]; of: unknown }>();
  const current = held?.of === of ? held : undefined;
  const hold = useCallback(
    (away: boolean) => setHeld((before) => (away ? (before?.of === of ? before : { rows, of }) : undefined)),
    [rows, of],
  );
  const shown = current?.rows ?? rows;
  return { shown, fresh: Math.max(0, rows.length - shown.length), hold };
}
