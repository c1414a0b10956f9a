import type { RandomStream } from '../rng.ts';
import type { Task } from './taskType.ts';

/** A task in a buffer. */
export interface BufferedTask {
  id: string;
  task: Task;
  depth: number;
  /** Step in which it entered. */
  step: number;
}

/** Tasks kept in a buffer; the oldest leave first. (The reference code keeps the first 16,384 and discards the newest.) */
export const BUFFER_CAPACITY = 16_384;

/** The buffer of one task type. */
export class TaskBuffer {
  private readonly entries: BufferedTask[] = [];
  private readonly keyOf = new Map<BufferedTask, string>();
  private readonly keys = new Set<string>();

  /** Number of tasks. */
  get size(): number {
    return this.entries.length;
  }

  /** All tasks, oldest first. */
  get tasks(): readonly BufferedTask[] {
    return this.entries;
  }

  /** Adds a task; `key` is what novelty compares. */
  add(entry: BufferedTask, key: string): void {
    this.entries.push(entry);
    this.keyOf.set(entry, key);
    this.keys.add(key);
    if (this.entries.length > BUFFER_CAPACITY) this.keyOf.delete(this.entries.shift() as BufferedTask);
  }

  /** Tasks with their keys, oldest first. */
  snapshot(): { entry: BufferedTask; key: string }[] {
    return this.entries.map((entry) => ({ entry, key: this.keyOf.get(entry) ?? '' }));
  }

  /** Puts the tasks of a snapshot in place of all others. */
  restore(tasks: readonly { entry: BufferedTask; key: string }[]): void {
    this.entries.length = 0;
    this.keyOf.clear();
    this.keys.clear();
    for (const { entry, key } of tasks) this.add(entry, key);
  }

  /** Whether a task with this key was ever added. */
  has(key: string): boolean {
    return this.keys.has(key);
  }

  /** Up to `count` different tasks, uniform without replacement over the whole buffer. */
  sampleUniform(random: RandomStream, count: number): BufferedTask[] {
    const chosen = new Set<number>();
    while (chosen.size < Math.min(count, this.entries.length)) chosen.add(random.integer(this.entries.length));
    return [...chosen].map((index) => this.entries[index]);
  }

  /**
   * Up to `count` different tasks no deeper than `limit`, each with even chance from the two deepest such levels or from all of them.
   */
  sampleFrontier(random: RandomStream, count: number, limit: number): BufferedTask[] {
    const eligible = this.entries.filter(({ depth }) => depth >= 1 && depth <= limit);
    if (eligible.length === 0) return this.sampleUniform(random, count);
    const levels = [...new Set(eligible.map(({ depth }) => depth))].sort((a, b) => b - a).slice(0, 2);
    const deepest = eligible.filter(({ depth }) => levels.includes(depth));
    const chosen = new Set<BufferedTask>();
    while (chosen.size < Math.min(count, eligible.length)) {
      const pool = random.uniform() < 0.5 && deepest.some((entry) => !chosen.has(entry)) ? deepest : eligible;
      chosen.add(random.pick(pool));
    }
    return [...chosen];
  }

  /** One task no deeper than `limit`: every level has the same chance, then every task of it. */
  sampleLevel(random: RandomStream, limit: number): BufferedTask[] {
    const eligible = this.entries.filter(({ depth }) => depth >= 1 && depth <= limit);
    if (eligible.length === 0) return this.sampleUniform(random, 1);
    const level = random.pick([...new Set(eligible.map(({ depth }) => depth))].sort((a, b) => a - b));
    return [random.pick(eligible.filter(({ depth }) => depth === level))];
  }

  /** Up to `count` tasks of step `since` or later, filled up with a uniform sample of the whole buffer. */
  sampleRecent(random: RandomStream, count: number, since: number): BufferedTask[] {
    const recent = random.shuffle(this.entries.filter(({ step }) => step >= since)).slice(0, count);
    const missing = count - recent.length;
    const others = this.sampleUniform(random, count).filter((entry) => !recent.includes(entry));
    return [...recent, ...others.slice(0, missing)];
  }
}
