/** What a column shows and since when. */
export interface Followed {
  id: string;
  /** When all of it stood on the screen, in milliseconds; undefined while it is still being written. */
  readSince?: number;
}

/** How long a finished completion stays before the next one is shown. */
export const READING_TIME = 2500;

interface Surroundings {
  /** Newest completions of the stream, oldest first. */
  recentIds: readonly string[];
  isLive: (id: string) => boolean;
  /** Whether it is still there to be shown. */
  isKept: (id: string) => boolean;
  /** The reader's pointer or focus is in the column: nothing moves. */
  held: boolean;
  now: number;
}

/**
 * The completion that a column shows next: it stays with one until that is finished and has been there long enough to be read,
 * then goes to the one that began last among those still being written, else to the newest.
 */
export function followCompletion(shown: Followed | undefined, around: Surroundings): string | undefined {
  const { recentIds, isLive, isKept, held, now } = around;
  const stays = shown !== undefined && isKept(shown.id);
  if (stays && (held || isLive(shown.id))) return shown.id;
  if (stays && (shown.readSince === undefined || now - shown.readSince < READING_TIME)) return shown.id;
  for (let i = recentIds.length - 1; i >= 0; i--) if (isLive(recentIds[i])) return recentIds[i];
  for (let i = recentIds.length - 1; i >= 0; i--) if (isKept(recentIds[i])) return recentIds[i];
  return undefined;
}
