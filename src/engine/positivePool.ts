import type { RandomStream } from '../core/rng.ts';
import type { Stream } from '../core/tasks/taskType.ts';
import type { WeightedExample } from './trainingBatch.ts';

/** Something verified that is worth learning: which stream and depth it belongs to, and the example. */
export interface Positive extends WeightedExample {
  stream: Stream;
  depth: number;
  /** Rollout that it came from, for the log. */
  rollout: string;
}

/** Positives kept for a stream and depth; the oldest leave first. */
const CAPACITY = 3000;

/** Share of a replayed batch that each stream gets, of those that have positives. */
const SHARES: Record<Stream, number> = {
  'solve.deduction': 0.27,
  'solve.abduction': 0.27,
  'solve.induction': 0.24,
  'propose.deduction': 0.08,
  'propose.abduction': 0.08,
  'propose.induction': 0.06,
  'solve.error': 0.2,
  'propose.error': 0.08,
};

/** All verified positives of a run, for replay: stratified by stream and, within a stream, by depth with weight √count. */
export class PositivePool {
  private readonly strata = new Map<Stream, Map<number, Positive[]>>();

  add(positives: readonly Positive[]): void {
    for (const positive of positives) {
      const depths = this.strata.get(positive.stream) ?? new Map<number, Positive[]>();
      this.strata.set(positive.stream, depths);
      const stratum = depths.get(positive.depth) ?? [];
      depths.set(positive.depth, stratum);
      stratum.push(positive);
      if (stratum.length > CAPACITY) stratum.shift();
    }
  }

  clear(): void {
    this.strata.clear();
  }

  /** Number of positives. */
  get size(): number {
    return this.all().length;
  }

  /** Every positive, for saving. */
  all(): Positive[] {
    return [...this.strata.values()].flatMap((depths) => [...depths.values()].flat());
  }

  /** `count` positives with replacement; none when the pool has nothing but the stream `without`. */
  sample(random: RandomStream, count: number, without?: Stream): Positive[] {
    const present = (Object.keys(SHARES) as Stream[]).filter((stream) => stream !== without && this.strata.has(stream));
    if (present.length === 0) return [];
    return Array.from({ length: count }, () => {
      const stream = random.pickWeighted(present, (name) => SHARES[name]);
      const depths = this.strata.get(stream) as Map<number, Positive[]>;
      const depth = random.pickWeighted([...depths.keys()], (key) => Math.sqrt((depths.get(key) as Positive[]).length));
      return random.pick(depths.get(depth) as Positive[]);
    });
  }
}
