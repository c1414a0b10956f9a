/** Resolves in a new macrotask, so that messages and timers get their turn; without the 4 ms that browsers add to nested timers. */
export function nextTask(): Promise<void> {
  if (typeof setImmediate === 'function') return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Milliseconds of computing after which the event loop gets its turn. */
const SLICE = 20;

/** Awaited between pieces of work: gives way to other tasks once SLICE milliseconds have passed since it last did. */
export class TimeSlices {
  private began = performance.now();

  async pause(): Promise<void> {
    if (performance.now() - this.began < SLICE) return;
    await nextTask();
    this.began = performance.now();
  }
}
