/** How long the page's own drawing may wait for a run that uses the same GPU. */
export type Pace = 'smooth' | 'fast';

/** What bounds one piece of work on the GPU. */
interface Bounds {
  /** A chunk of sampled tokens that took less than this is doubled, one that took four times as long is halved: milliseconds. */
  quick: number;
  /** A shortest chunk that takes longer than this is drawn for fewer sequences at a time, so that the page can be painted in between: milliseconds. */
  slow: number;
  /** Floating-point operations of one submission of training, so that a weak GPU answers within a fraction of a second. */
  submission: number;
}

export const BOUNDS: Record<Pace, Bounds> = {
  smooth: { quick: 8, slow: 100, submission: 150e9 },
  fast: { quick: 40, slow: 400, submission: 600e9 },
};

export const SHORTEST_CHUNK = 8;
export const LONGEST_CHUNK = 64;
export const MOST_SEQUENCES = 512;
const FEWEST_SEQUENCES = 64;

/** How many tokens are drawn for how many sequences in one dispatch, from how long the last ones took. */
export class ChunkSize {
  tokens = SHORTEST_CHUNK;
  sequences = MOST_SEQUENCES;

  constructor(private readonly pace: Pace) {}

  /** Longer chunks where they are quick; where even the shortest is slow, fewer sequences together. */
  adapt(milliseconds: number, sequences: number, tokens: number): void {
    const { quick, slow } = BOUNDS[this.pace];
    if (milliseconds < quick) {
      this.tokens = Math.min(LONGEST_CHUNK, this.tokens * 2);
      this.sequences = Math.min(MOST_SEQUENCES, this.sequences * 2);
    } else if (tokens > SHORTEST_CHUNK && milliseconds > 4 * quick) {
      this.tokens = Math.max(SHORTEST_CHUNK, this.tokens / 2);
    } else if (milliseconds > slow) {
      this.sequences = Math.max(FEWEST_SEQUENCES, Math.ceil(sequences / 2));
    }
  }
}
