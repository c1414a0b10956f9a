import type { Stream } from '../tasks/taskType.ts';
import type { CreditEntry, Rollout, RolloutStarted } from './events.ts';
import { streams } from './series.ts';

/** A completion that is still being sampled: its prompt and the tokens so far. */
export interface LiveRollout {
  started: RolloutStarted;
  tokens: number[];
}

const RECENT_KEPT = 256;

/** Completions: those running now, and the finished ones that are still kept. */
export class RolloutBook {
  private readonly finished = new Map<string, Rollout>();
  private readonly idsByStep = new Map<number, string[]>();
  private readonly recent = Object.fromEntries(streams.map((stream) => [stream, [] as string[]])) as Record<
    Stream,
    string[]
  >;
  private readonly pins = new Map<string, number>();
  /** Steps from which nothing, or not all that could, has been forgotten; oldest first. */
  private fullSteps: number[] = [];
  /** Completions that are being sampled now, in the order in which they began. */
  readonly live = new Map<string, LiveRollout>();
  /** All finished completions of the run, also those no longer kept. */
  total = 0;

  /**
   * Completions that made a task of the buffer stay for ever.
   * @param keepSteps newest steps whose completions all stay readable
   * @param keepRollouts how many completions in all may stay before older steps are forgotten sooner
   */
  constructor(
    private readonly keepSteps: number,
    private readonly keepRollouts: number,
  ) {}

  /** A finished completion, or undefined when it is not kept any more (or never was). */
  get(id: string): Rollout | undefined {
    return this.finished.get(id);
  }

  /** Number of finished completions that are kept. */
  get size(): number {
    return this.finished.size;
  }

  /** Kept completions of a step, in the order in which they finished. */
  ofStep(step: number): Rollout[] {
    return (this.idsByStep.get(step) ?? []).flatMap((id) => this.finished.get(id) ?? []);
  }

  /** Kept solver attempts at a task, oldest first. Reads every kept completion: for a view that opens, not for every frame. */
  ofTask(taskId: string): Rollout[] {
    return [...this.finished.values()].filter((rollout) => rollout.taskId === taskId);
  }

  /** Ids of the newest completions of a stream, live or finished, in the order in which they began. */
  recentIds(stream: Stream): readonly string[] {
    return this.recent[stream];
  }

  start(event: RolloutStarted): void {
    if (this.finished.has(event.id) || this.live.has(event.id)) return;
    this.live.set(event.id, { started: event, tokens: [] });
    this.remember(event);
  }

  extend(id: string, tokens: readonly number[]): void {
    const live = this.live.get(id);
    if (live) for (const token of tokens) live.tokens.push(token);
  }

  finish(rollout: Rollout): boolean {
    if (this.finished.has(rollout.id)) return false;
    if (!this.live.delete(rollout.id)) this.remember(rollout);
    this.finished.set(rollout.id, rollout);
    const ofStep = this.idsByStep.get(rollout.step);
    if (ofStep) ofStep.push(rollout.id);
    else {
      this.idsByStep.set(rollout.step, [rollout.id]);
      this.fullSteps.push(rollout.step);
    }
    this.total++;
    return true;
  }

  /** Takes over what a completion earned; a copy replaces it, so that a panel sees the change. */
  credit({ id, reward, advantage, weight }: CreditEntry): void {
    const rollout = this.finished.get(id);
    if (rollout) this.finished.set(id, { ...rollout, reward, advantage, weight });
  }

  /** Keeps a completion readable while something shows it. Returns the function that lets it go. */
  pin(id: string): () => void {
    this.pins.set(id, (this.pins.get(id) ?? 0) + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const left = (this.pins.get(id) ?? 1) - 1;
      if (left > 0) this.pins.set(id, left);
      else this.pins.delete(id);
    };
  }

  /** Forgets completions of steps long past that nothing refers to; called at the end of a step. */
  evict(currentStep: number): void {
    const limit = currentStep - this.keepSteps;
    let surplus = this.finished.size - this.keepRollouts;
    this.fullSteps = this.fullSteps.filter((step) => {
      if (step > limit && (surplus <= 0 || step >= currentStep)) return true;
      surplus -= this.forget(step);
      return this.idsByStep.get(step)?.some((id) => this.pins.has(id)) ?? false;
    });
  }

  /** Keeps of a step only what made a task or is pinned. Returns how many completions went. */
  private forget(step: number): number {
    const ids = this.idsByStep.get(step) ?? [];
    const kept = ids.filter((id) => this.pins.has(id) || this.finished.get(id)?.verdict.kind === 'accepted');
    const keep = new Set(kept);
    for (const id of ids) if (!keep.has(id)) this.finished.delete(id);
    if (kept.length > 0) this.idsByStep.set(step, kept);
    else this.idsByStep.delete(step);
    return ids.length - kept.length;
  }

  private remember(event: RolloutStarted | Rollout): void {
    const list = this.recent[`${event.role}.${event.type}`];
    if (!list) return;
    list.push(event.id);
    if (list.length >= 2 * RECENT_KEPT) list.splice(0, list.length - RECENT_KEPT);
  }
}
