import type { RunEvent } from '../core/runlog/events.ts';
import { Backlog } from './backlog.ts';

/** Events are posted together at most this often, in milliseconds. */
const POST_INTERVAL = 60;

/** The events of a run on their way to the page: gathered, and posted in batches that the page can keep up with. */
export class Outbox {
  readonly backlog = new Backlog();
  private queue: RunEvent[] = [];
  private flushing = false;

  constructor(private readonly post: (events: RunEvent[]) => void) {}

  add(event: RunEvent): void {
    this.queue.push(event);
    if (this.flushing) return;
    this.flushing = true;
    setTimeout(() => this.flush(), POST_INTERVAL);
  }

  /** Posts what is there at once: what is reported next tells of something later. */
  flush(): void {
    this.flushing = false;
    if (this.queue.length === 0) return;
    const events = this.queue;
    this.queue = [];
    this.backlog.sent();
    this.post(events);
  }
}
