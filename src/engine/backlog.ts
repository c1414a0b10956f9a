/** Batches of events that may be on their way to the page before the run waits for it. */
const MOST_UNREAD = 4;

/**
 * Keeps a run from getting further ahead of the page than the page can read: steps of a small or untrained model take milliseconds, and
 * the batches of events would pile up until the tab stands still.
 */
export class Backlog {
  private unread = 0;
  private wake: (() => void) | undefined;

  /** A batch was posted. */
  sent(): void {
    this.unread++;
  }

  /** The page has read a batch. */
  read(): void {
    this.unread--;
    if (this.unread < MOST_UNREAD) this.release();
  }

  /** Lets a waiting run go on, whatever is unread. */
  release(): void {
    this.wake?.();
    this.wake = undefined;
  }

  /** Resolves when the page has read enough for more to be sent. */
  async room(): Promise<void> {
    if (this.unread >= MOST_UNREAD) await new Promise<void>((resolve) => (this.wake = resolve));
  }
}
