import { yieldToEventLoop } from '../yieldToEventLoop.ts';

/** Milliseconds of computing after which the event loop gets its turn. */
const SLICE = 20;

/** Awaited between pieces of work: gives way to other tasks once SLICE milliseconds have passed since it last did. */
export class TimeSlices {
  private began = performance.now();

  async pause(): Promise<void> {
    if (performance.now() - this.began < SLICE) return;
    await yieldToEventLoop();
    this.began = performance.now();
  }
}
