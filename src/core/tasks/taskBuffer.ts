import type { Config } from '../config/schema.ts';
import { Purpose, type RandomStream, uniformAt } from '../rng.ts';
import type { Task } from './taskType.ts';

/** A task in a buffer. */
export interface BufferedTask {
  id: string;
  task: Task;
  depth: number;
  /** Step in which it entered. */
  step: number;
  /** What its proposer earned, once it was probed. */
  reward?: number;
}

/** How many tasks a buffer holds and which one leaves when it is full (help of the setting `bufferPolicy`). */
export type BufferRules = Pick<Config, 'bufferPolicy' | 'bufferCapacity' | 'seed'>;

/** The buffer of one task type. */
export class TaskBuffer {
  private readonly rules: BufferRules;
  private readonly entries: BufferedTask[] = [];
  private readonly keyOf = new Map<BufferedTask, string>();
  private readonly keys = new Set<string>();

  constructor(rules: BufferRules) {
    this.rules = rules;
  }

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
    if (this.entries.length > this.rules.bufferCapacity) this.keyOf.delete(this.entries.splice(this.leaving(), 1)[0]);
  }

  /** Index of the task that a full buffer gives up. */
  private leaving(): number {
    const { entries } = this;
    switch (this.rules.bufferPolicy) {
      case 'fifo':
        return 0;
      case 'first':
        return entries.length - 1;
      case 'reservoir':
        // Each task has a lot for life and the lowest leaves: those that stay are a uniform sample of all that ever came.
        return lowest(entries, ({ step, id }) =>
          uniformAt({ seed: this.rules.seed, purpose: Purpose.buffer, step, item: textHash(id) }, 0),
        );
      case 'priority': {
        const newest = entries[entries.length - 1].step;
        return lowest(entries, ({ step, reward }) => reward ?? (step === newest ? Number.POSITIVE_INFINITY : 0));
      }
    }
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
    return uniformSample(random, this.entries, count);
  }

  /** Up to `count` different tasks; a task's chance goes with the step it came in, plus one (`step` in the reference code). */
  sampleByRecency(random: RandomStream, count: number): BufferedTask[] {
    const left = [...this.entries];
    const chosen: BufferedTask[] = [];
    while (chosen.length < count && left.length > 0) {
      let draw = random.uniform() * left.reduce((sum, { step }) => sum + step + 1, 0);
      const index = left.findIndex(({ step }) => (draw -= step + 1) < 0);
      chosen.push(...left.splice(index < 0 ? left.length - 1 : index, 1));
    }
    return chosen;
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

  /** Up to `count` tasks of step `since` or later, filled up with a uniform sample of the others; all of them from before step `before`. */
  sampleRecent(random: RandomStream, count: number, since: number, before = Number.POSITIVE_INFINITY): BufferedTask[] {
    const known = this.entries.filter(({ step }) => step < before);
    const recent = random.shuffle(known.filter(({ step }) => step >= since)).slice(0, count);
    const missing = count - recent.length;
    const others = uniformSample(random, known, count).filter((entry) => !recent.includes(entry));
    return [...recent, ...others.slice(0, missing)];
  }
}

function uniformSample(random: RandomStream, entries: readonly BufferedTask[], count: number): BufferedTask[] {
  const chosen = new Set<number>();
  while (chosen.size < Math.min(count, entries.length)) chosen.add(random.integer(entries.length));
  return [...chosen].map((index) => entries[index]);
}

/** Index of the entry with the lowest value, the oldest on a tie. */
function lowest(entries: readonly BufferedTask[], value: (entry: BufferedTask) => number): number {
  const values = entries.map(value);
  return values.indexOf(values.reduce((least, next) => Math.min(least, next)));
}

/** FNV-1a, 32 bits: ids of one step get different lots. */
function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
