/** How long the page's own drawing may wait for a run that uses the same GPU. */
export type Pace = 'smooth' | 'fast';

/** What one submission to the GPU should take at most, in milliseconds: two frames of the page, or five times that. */
export const LONGEST: Record<Pace, number> = { smooth: 33, fast: 165 };

/** Operations a millisecond that a GPU is trusted with until it was measured: those of a weak one, which a longer submission might hang. */
const TRUSTED = 30e6;
/** So many times the speed that was expected is believed of one measurement, more of the next. */
const GROWTH = 4;

export const LONGEST_CHUNK = 64;
export const MOST_SEQUENCES = 512;

/** How many tokens are drawn for how many sequences in one dispatch, from how long the last one took. */
export class ChunkSize {
  private readonly longest: number;
  /** What a token of so many sequences takes, in milliseconds. */
  private known: { sequences: number; milliseconds: number };
  /** Milliseconds until one hears that a GPU without work has none; null while that has not been measured. */
  delay: number | null = null;

  /** @param work floating-point operations that a token of one sequence costs */
  constructor(pace: Pace, work: number) {
    this.longest = LONGEST[pace];
    this.known = { sequences: 1, milliseconds: work / TRUSTED };
  }

  /** At worst: a GPU with room for more takes no longer for more sequences, one without does in proportion; none takes longer for fewer. */
  private expected(sequences: number): number {
    return this.known.milliseconds * Math.max(1, sequences / this.known.sequences);
  }

  /** The next dispatch, where `running` sequences want tokens: all of them, or where even one token of all takes too long, fewer. */
  next(running: number): { sequences: number; tokens: number } {
    const { longest, known } = this;
    const sequences = Math.min(running, MOST_SEQUENCES);
    const expected = this.expected(sequences);
    if (expected <= longest) return { sequences, tokens: Math.min(LONGEST_CHUNK, Math.floor(longest / expected)) };
    const fitting = Math.floor((known.sequences * longest) / known.milliseconds);
    return { sequences: Math.max(1, Math.min(sequences, fitting)), tokens: 1 };
  }

  /** Whether `delay` is to be measured before `adapt`: a dispatch seems to have taken longer than it should, or it is the first. */
  doubts(milliseconds: number): boolean {
    return this.delay === null || milliseconds - this.delay > this.longest;
  }

  adapt(milliseconds: number, sequences: number, tokens: number): void {
    const taken = Math.max(0, milliseconds - (this.delay ?? 0)) / tokens;
    this.known = { sequences, milliseconds: Math.max(taken, this.expected(sequences) / GROWTH) };
  }
}

/** How much work goes into one submission of the training plan, from how fast the last ones were. */
export class SubmissionSize {
  private readonly longest: number;
  /** Never less than this, so that what a submission takes by itself does not make them smaller and smaller. */
  private readonly least: number;
  /** Floating-point operations. */
  work: number;

  constructor(pace: Pace) {
    this.longest = LONGEST[pace];
    this.work = TRUSTED * this.longest;
    this.least = this.work / 64;
  }

  /** Hears that so much work took so long in so many submissions. */
  adapt(work: number, milliseconds: number, submissions: number): void {
    const fitting = (this.longest * work) / milliseconds;
    // Little work is slow for its size; as long as it is quick, that is no reason for smaller submissions.
    if (fitting < this.work && milliseconds <= this.longest * submissions) return;
    this.work = Math.max(this.least, Math.min(fitting, GROWTH * this.work));
  }
}
