/** How fast the moving average of a level's solve rate follows new tasks. */
const RATE = 0.1;
/** A level is solved when the moving average of its solve rate is at least this. */
const SOLVED = 0.2;

/** The solver's frontier for one task type: the deepest level that it still solves, by its own probe rollouts. */
export class Frontier {
  private averages = new Map<number, number>();
  private readonly initial: number;

  /** @param initial level taken as solved before anything was measured (the deepest of warm-up) */
  constructor(initial: number) {
    this.initial = initial;
  }

  /** A probed task of `depth` was solved in this share of its rollouts. */
  observe(depth: number, solveRate: number): void {
    const average = this.averages.get(depth);
    this.averages.set(depth, average === undefined ? solveRate : average + RATE * (solveRate - average));
  }

  /** Deepest level with a moving average of at least 20 %; the initial level while none was measured to be so. */
  get level(): number {
    let deepest = 0;
    for (const [depth, average] of this.averages) if (average >= SOLVED) deepest = Math.max(deepest, depth);
    return deepest > 0 ? deepest : this.initial;
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
