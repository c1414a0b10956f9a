/**
 * The one random source: Threefry-2x32 with 20 rounds, a counter-based generator (Salmon et al. 2011,
 * "Parallel random numbers: as easy as 1, 2, 3", https://doi.org/10.1145/2063384.2063405).
 * A number is a pure function of its address (seed, purpose, step, item, token), so it does not depend on
 * the order in which workers ask for it, and the GPU kernel computes the same bits.
 */

/** What a random number is for. Values are part of the trajectory: never renumber. */
export const Purpose = {
  initialWeights: 1,
  warmupData: 2,
  sampleProposal: 3,
  sampleProbe: 4,
  sampleSolve: 5,
  references: 6,
  replay: 7,
  heldOut: 8,
  evaluation: 9,
  composite: 10,
  positions: 11,
  lab: 12,
  buffer: 13,
  grammarTasks: 14,
  hindsight: 15,
} as const;
export type Purpose = (typeof Purpose)[keyof typeof Purpose];

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24];

/** Threefry-2x32-20 block: key (k0, k1), counter (c0, c1) → two 32-bit words. */
export function threefry2x32(k0: number, k1: number, c0: number, c1: number): [number, number] {
  const k2 = 0x1bd11bda ^ k0 ^ k1;
  const key = [k0, k1, k2];
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  for (let group = 0; group < 5; group++) {
    for (let i = 0; i < 4; i++) {
      const rotation = ROTATIONS[(group & 1) * 4 + i];
      x0 = (x0 + x1) | 0;
      x1 = ((x1 << rotation) | (x1 >>> (32 - rotation))) ^ x0;
    }
    x0 = (x0 + key[(group + 1) % 3]) | 0;
    x1 = (x1 + key[(group + 2) % 3] + group + 1) | 0;
  }
  return [x0 >>> 0, x1 >>> 0];
}

/** Where a random number lives. `step` < 2^24, `purpose` < 2^8, `item` and `token` < 2^32. */
export interface RandomAddress {
  seed: number;
  purpose: Purpose;
  step: number;
  item: number;
}

/** Key words of an address: (seed, purpose · 2^24 + step). Kernels receive these two and the item as the first counter word. */
export function randomKey(address: Pick<RandomAddress, 'seed' | 'purpose' | 'step'>): [number, number] {
  return [address.seed >>> 0, ((address.purpose << 24) | (address.step & 0xffffff)) >>> 0];
}

/** A uniform number in (0, 1) with 23 random bits, exactly representable in f32 and never 0 or 1. */
export function uniformAt(address: RandomAddress, token: number): number {
  const [k0, k1] = randomKey(address);
  const [word] = threefry2x32(k0, k1, address.item >>> 0, token >>> 0);
  return ((word >>> 9) + 0.5) * 2 ** -23;
}

/** A stream of random numbers at one address: successive calls use successive token counters. */
export class RandomStream {
  private token = 0;
  private readonly k0: number;
  private readonly k1: number;
  private readonly item: number;

  constructor(address: RandomAddress) {
    [this.k0, this.k1] = randomKey(address);
    this.item = address.item >>> 0;
  }

  /** A 32-bit unsigned integer. */
  word(): number {
    return threefry2x32(this.k0, this.k1, this.item, this.token++)[0];
  }

  /** A uniform number in (0, 1). */
  uniform(): number {
    return ((this.word() >>> 9) + 0.5) * 2 ** -23;
  }

  /** A uniform integer in [0, bound). Bias below 2^-23 · bound. */
  integer(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** One of the items, each with a chance in proportion to its weight; the last where rounding leaves none. */
  pickWeighted<T>(items: readonly T[], weight: (item: T) => number): T {
    let draw = this.uniform() * items.reduce((sum, item) => sum + weight(item), 0);
    return items.find((item) => (draw -= weight(item)) < 0) ?? items[items.length - 1];
  }

  /** A uniform element. @throws RangeError when `items` is empty. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('RandomStream.pick needs at least one item.');
    return items[this.integer(items.length)];
  }

  /** A standard normal number (Box–Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** A shuffled copy (Fisher–Yates). */
  shuffle<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let i = result.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      [result[i], result[j]] = [result[j], result[i]];
    }
    return result;
  }
}
