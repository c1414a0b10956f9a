/** How fast the moving average of a level's solve rate follows new tasks. */
const RATE = 0.15;
/** A level is solved when the moving average of its solve rate is at least this. */
const SOLVED = 0.2;
/** Average that a level of warm-up starts from; deeper levels start from 0, so that one lucky task does not make a level solved. */
const KNOWN = 0.5;

/** The solver's frontier for one task type: the deepest level that it still solves, by its own probe rollouts. */
export class Frontier {
  private averages: Map<number, number>;

  /** @param known deepest level taken as solved before anything was measured (the deepest of warm-up) */
  constructor(known: number) {
    this.averages = new Map(Array.from({ length: known }, (_, i) => [i + 1, KNOWN]));
  }

  /** A probed task of `depth` was solved in this share of its rollouts. */
  observe(depth: number, solveRate: number): void {
    const average = this.averages.get(depth) ?? 0;
    this.averages.set(depth, average + RATE * (solveRate - average));
  }

  /** Deepest level with a moving average of at least 20 %; 1 while there is none. */
  get level(): number {
    let deepest = 1;
    for (const [depth, average] of this.averages) if (average >= SOLVED) deepest = Math.max(deepest, depth);
    return deepest;
  }

  /** For saving. */
  entries(): [number, number][] {
    return [...this.averages];
  }

  /** Puts saved entries back. */
  restore(entries: readonly (readonly [number, number])[]): void {
    this.averages = new Map(entries.map(([depth, average]) => [depth, average]));
  }
}
