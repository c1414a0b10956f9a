/** Thrown out of `breathe` when the run is stopped for good. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
}

/**
 * Lets a run go on, wait at the end of a step or end, and runs what must happen between phases (a Lab attempt, a save).
 */
export class Gate {
  private open: boolean;
  private stopped = false;
  private wake: (() => void) | undefined;
  private readonly interludes: (() => Promise<void>)[] = [];
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

  /** Runs `action` at the next breathing point, at once when the run is resting there. */
  between(action: () => Promise<void>): void {
    this.interludes.push(action);
    this.wake?.();
  }

  /** A breathing point at which a closed gate holds the run. @throws RunStopped when the run is stopped. */
  async breathe(): Promise<void> {
    for (;;) {
      await this.pass();
      if (this.open) return;
      await this.rest();
    }
  }

  /** A breathing point inside a step: runs what was asked for between phases, and does not wait. @throws RunStopped when the run is stopped. */
  async pass(): Promise<void> {
    for (;;) {
      this.check();
      const action = this.interludes.shift();
      if (!action) return;
      await action();
    }
  }

  /** A breathing point at which nothing else may be done. @throws RunStopped when the run is stopped. */
  check(): void {
    if (this.stopped) throw new RunStopped('The run was stopped.');
  }

  private rest(): Promise<void> {
    if (this.open || this.stopped || this.interludes.length > 0) return Promise.resolve();
    this.onRest();
    return new Promise((resolve) => {
      this.wake = () => {
        this.wake = undefined;
        resolve();
      };
    });
  }
}
