/** Thrown out of `breathe` when the run is stopped for good. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
}

/**
 * Lets a run go on, wait or end at its own breathing points, and runs what must happen between phases there (a Lab attempt, a save).
 */
export class Gate {
  private open: boolean;
  private stopped = false;
  private wake: (() => void) | undefined;
  private readonly interludes: (() => Promise<void>)[] = [];
  private busy = false;
  /** Called when the run has come to rest at a breathing point. */
  onRest: () => void = () => {};

  constructor(open: boolean) {
    this.open = open;
  }

  resume(): void {
    this.open = true;
    this.wake?.();
  }

  pause(): void {
    this.open = false;
  }

  stop(): void {
    this.stopped = true;
    this.wake?.();
  }

  get isOpen(): boolean {
    return this.open;
  }

  get isStopped(): boolean {
    return this.stopped;
  }

  /** Runs `action` at the next breathing point, at once when the run is resting there. */
  between(action: () => Promise<void>): void {
    this.interludes.push(action);
    this.wake?.();
  }

  /** A breathing point. @throws RunStopped when the run is stopped. */
  async breathe(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      for (;;) {
        if (this.stopped) throw new RunStopped('The run was stopped.');
        const action = this.interludes.shift();
        if (action) await action();
        else if (this.open) return;
        else await this.rest();
      }
    } finally {
      this.busy = false;
    }
  }

  private rest(): Promise<void> {
    this.onRest();
    return new Promise((resolve) => {
      this.wake = () => {
        this.wake = undefined;
        resolve();
      };
    });
  }
}
