import { dropRollouts } from './dropRollouts.ts';
import type { CreditEntry, RunEvent } from './events.ts';
import { stepSample } from './stepSample.ts';

/** Events of one step, and which of its completions are left: all, a sample, or none. */
interface Segment {
  events: RunEvent[];
  rollouts: number;
  left: 'all' | 'sample' | 'none';
}

/** Newest steps that stay whole: at least those whose completions a summary counts, so that a run that goes on from its file ends with the same one. */
const WHOLE_STEPS = 10;

/**
 * The log of a run as it is saved: what happened, without the passing events (tokens as they are sampled), with credit folded into the
 * completions and proposals that earned it, and without the attempts of the Lab. Memory is bounded: older steps keep a sample of their
 * completions, and beyond `keepRollouts` only every second step does, then every fourth, and so on.
 */
export class RunLog {
  private readonly closed: Segment[] = [];
  private open: Segment = newSegment();
  private rollouts = 0;
  private stride = 1;

  constructor(private readonly keepRollouts = 6000) {}

  append(event: RunEvent): void {
    switch (event.kind) {
      case 'rolloutStarted':
      case 'rolloutTokens':
        return;
      case 'credit':
        creditEvents(this.open.events, event.entries);
        return;
      case 'rollout':
        if (event.purpose === 'lab') return;
        this.open.rollouts++;
        this.rollouts++;
        break;
      case 'step':
        this.open.events.push(event);
        this.closed.push(this.open);
        this.open = newSegment();
        this.leaveOut();
        return;
    }
    this.open.events.push(event);
  }

  /** All that is kept, in order. @param until the last step that is wanted, where not all are */
  events(until = Number.POSITIVE_INFINITY): RunEvent[] {
    const segments = [...this.closed, this.open].map(({ events }) => events);
    const isLast = (event: RunEvent) => event.kind === 'step' && event.step === until;
    const last = segments.findIndex((events) => events.some(isLast));
    return (last < 0 ? segments : segments.slice(0, last + 1)).flat();
  }

  private leaveOut(): void {
    if (this.keepRollouts === Number.POSITIVE_INFINITY) return;
    const whole = this.closed.length - WHOLE_STEPS;
    this.leaveOutAt(whole - 1);
    while (this.rollouts > this.keepRollouts && this.stride < whole) {
      this.stride *= 2;
      for (let index = 0; index < whole; index++) this.leaveOutAt(index);
    }
  }

  private leaveOutAt(index: number): void {
    const segment = this.closed[index];
    const left = index % this.stride === 0 ? 'sample' : 'none';
    if (!segment || segment.left === left || segment.left === 'none') return;
    const sample = left === 'sample' ? stepSample(segment.events) : undefined;
    const events = dropRollouts(segment.events, ({ id }) => sample?.has(id) ?? false);
    const rollouts = events.filter(({ kind }) => kind === 'rollout').length;
    this.rollouts -= segment.rollouts - rollouts;
    this.closed[index] = { events, rollouts, left };
  }
}

/** The events as they are saved, with nothing left out but what passes. */
export function savedEvents(events: Iterable<RunEvent>): RunEvent[] {
  const log = new RunLog(Number.POSITIVE_INFINITY);
  for (const event of events) log.append(event);
  return log.events();
}

function newSegment(): Segment {
  return { events: [], rollouts: 0, left: 'all' };
}

function creditEvents(events: RunEvent[], entries: readonly CreditEntry[]): void {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  for (const [index, event] of events.entries()) {
    if (event.kind === 'rollout') {
      const entry = byId.get(event.id);
      if (!entry) continue;
      const { reward, advantage, weight } = entry;
      events[index] = { ...event, reward, advantage, weight };
    } else if (event.kind === 'proposal') {
      const entry = byId.get(event.rollout);
      if (entry) events[index] = { ...event, reward: entry.reward, advantage: entry.advantage };
    }
  }
}
