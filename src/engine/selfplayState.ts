import type { TaskAccepted } from '../core/runlog/events.ts';
import { nextHash } from '../core/runlog/trajectoryHash.ts';
import { type BufferedTask, type BufferRules, TaskBuffer } from '../core/tasks/taskBuffer.ts';
import { allTaskTypes, type TaskType } from '../core/tasks/taskType.ts';
import { Frontier } from './frontier.ts';
import { type Positive, PositivePool } from './positivePool.ts';

/** Everything but the weights that a run needs to go on, as plain data. */
export interface SelfPlaySnapshot {
  step: number;
  updates: number;
  seconds: number;
  tokens: { sampled: number; trained: number };
  hash: string;
  /** Snapshots from before there was the type `error` are without it. */
  buffers: Partial<Record<TaskType, { entry: BufferedTask; key: string }[]>>;
  frontiers: Partial<Record<TaskType, [number, number][]>>;
  positives: Positive[];
  proposed: { distinct: string[]; valid: number };
}

/** What a run carries from step to step beside the weights. */
export class SelfPlayState {
  step = 0;
  /** Optimiser updates so far. */
  updates = 0;
  /** Seconds in steps, pauses left out. */
  seconds = 0;
  /** Tokens sampled in self-play (held-out evaluation not counted) and passed forward and backward. */
  readonly tokens = { sampled: 0, trained: 0 };
  /** Trajectory hash after the last step. */
  hash = '';
  readonly buffers: Record<TaskType, TaskBuffer>;
  readonly frontiers: Record<TaskType, Frontier>;
  /** Verified positives, for replay. */
  readonly pool = new PositivePool();
  /** Canonical programs proposed so far (valid, before the novelty filter; induction proposes none), and how many proposals that were. */
  readonly proposed = { distinct: new Set<string>(), valid: 0 };

  /** @param initialFrontier level that the solver is taken to solve before anything was measured */
  constructor(initialFrontier: number, rules: BufferRules) {
    this.frontiers = byType(() => new Frontier(initialFrontier));
    this.buffers = byType(() => new TaskBuffer(rules));
  }

  /** Puts a task into the buffer of its type; the result is the event for the log. */
  accept(
    entry: BufferedTask,
    key: string,
    origin: TaskAccepted['origin'],
    references: string[],
    proposal?: string,
  ): TaskAccepted {
    const { id, task, depth, step } = entry;
    this.buffers[task.type].add(entry, key);
    return { kind: 'task', step, id, task, depth, origin, proposal, references };
  }

  /** Shallow copy as plain data: cheap enough for every step. */
  snapshot(): SelfPlaySnapshot {
    const { step, updates, seconds, hash } = this;
    return {
      step,
      updates,
      seconds,
      hash,
      tokens: { ...this.tokens },
      buffers: byType((type) => this.buffers[type].snapshot()),
      frontiers: byType((type) => this.frontiers[type].entries()),
      positives: this.pool.all(),
      proposed: { distinct: [...this.proposed.distinct], valid: this.proposed.valid },
    };
  }

  /** Puts everything back as it was. */
  restore(snapshot: SelfPlaySnapshot): void {
    this.step = snapshot.step;
    this.updates = snapshot.updates;
    this.seconds = snapshot.seconds;
    this.hash = snapshot.hash;
    Object.assign(this.tokens, snapshot.tokens);
    for (const type of allTaskTypes) {
      this.buffers[type].restore(snapshot.buffers[type] ?? []);
      this.frontiers[type].restore(snapshot.frontiers[type] ?? []);
    }
    this.pool.clear();
    this.pool.add(snapshot.positives);
    this.proposed.distinct.clear();
    for (const program of snapshot.proposed.distinct) this.proposed.distinct.add(program);
    this.proposed.valid = snapshot.proposed.valid;
  }

  /**
   * Puts back what was learnt and collected, and goes on counting: steps, updates, seconds and tokens are spent, later steps draw other
   * random numbers than those that were left behind, and the hash tells of the detour.
   */
  goBack(snapshot: SelfPlaySnapshot): void {
    const { step, updates, seconds } = this;
    const tokens = { ...this.tokens };
    const hash = nextHash(this.hash, `back to step ${snapshot.step}`);
    this.restore({ ...snapshot, step, updates, seconds, tokens, hash });
  }
}

function byType<T>(value: (type: TaskType) => T): Record<TaskType, T> {
  return Object.fromEntries(allTaskTypes.map((type) => [type, value(type)])) as Record<TaskType, T>;
}
