/** How fast the moving average of a level's solve rate, which starts at 0, follows new tasks: one lucky task does not make a level solved. */
const RATE = 0.15;
/** A level is solved when the moving average of its solve rate is at least this. */
const SOLVED = 0.2;

/** The solver's frontier for one task type: the deepest level that it still solves, by its own probe rollouts. */
export class Frontier {
  private averages = new Map<number, number>();
  private readonly known: number;

  /** @param known deepest level of warm-up: the frontier never falls below it, so that what warm-up taught is still proposed */
  constructor(known: number) {
    this.known = known;
  }

  /** A probed task of `depth` was solved in this share of its rollouts. */
  observe(depth: number, solveRate: number): void {
    const average = this.averages.get(depth) ?? 0;
    this.averages.set(depth, average + RATE * (solveRate - average));
  }

  /** Deepest level with a moving average of at least 20 %, or the known one. */
  get level(): number {
    let deepest = this.known;
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
