import type { RunEvent } from '../core/runlog/events.ts';

/** Newest steps of which all completions are kept, and completions kept of each older step. */
const FULL_STEPS = 6;
const KEPT_PER_STEP = 18;

/** Keeps the log of a run for its file, in bounded memory a step: of older steps only a spread of completions stays. */
export class RunRecorder {
  private readonly older: RunEvent[] = [];
  private newest: RunEvent[] = [];

  append(event: RunEvent): void {
    if (event.kind === 'rolloutStarted' || event.kind === 'rolloutTokens' || event.kind === 'phase') return;
    this.newest.push(event);
    if (event.kind === 'step') this.thin(event.step - FULL_STEPS);
  }

  /** The events so far, in order. */
  log(): RunEvent[] {
    return [...this.older, ...this.newest];
  }

  /** Moves events of `step` and before to the older ones, with their completions thinned. */
  private thin(step: number): void {
    const rest = this.newest.findIndex((event) => 'step' in event && event.step > step);
    if (rest <= 0) return;
    this.older.push(...spread(this.newest.slice(0, rest)));
    this.newest = this.newest.slice(rest);
  }
}

/** Keeps an even share of the completions of every stream; what completions earned stays only for those that are kept. */
function spread(events: readonly RunEvent[]): RunEvent[] {
  const streamOf = (event: Extract<RunEvent, { kind: 'rollout' }>) => `${event.role} ${event.type} ${event.purpose}`;
  const streams = new Map<string, number>();
  for (const event of events) if (event.kind === 'rollout') streams.set(streamOf(event), 0);
  const share = Math.max(1, Math.floor(KEPT_PER_STEP / streams.size));
  const kept = new Set<string>();
  return events.flatMap((event): RunEvent[] => {
    if (event.kind === 'credit') return [{ ...event, entries: event.entries.filter(({ id }) => kept.has(id)) }];
    if (event.kind !== 'rollout') return [event];
    const count = streams.get(streamOf(event)) as number;
    if (count >= share) return [];
    streams.set(streamOf(event), count + 1);
    kept.add(event.id);
    return [event];
  });
}
