import { describe, expect, it } from 'vitest';
import { ChunkSize, LONGEST, LONGEST_CHUNK, MOST_SEQUENCES, type Pace, SubmissionSize } from './pace.ts';

/** Operations of one token of one sequence, at 0.2M and at 25M parameters. */
const [SMALL, HUGE] = [1e6, 60e6];

/** A GPU that takes a while for a token however few the sequences are, and longer when they are more than it has room for. */
interface Device {
  alone: number;
  sequence: number;
}
const DEVICES: Record<string, Device> = {
  'a fast GPU': { alone: 0.1, sequence: 0.0002 },
  'a laptop': { alone: 0.5, sequence: 0.004 },
  'a weak GPU': { alone: 3, sequence: 0.2 },
  'a GPU that a large model is too much for': { alone: 30, sequence: 5 },
};

/** Chunks that a device draws until each of `sequences` has `length` tokens: what each took, in milliseconds, and its size. */
function draw(size: ChunkSize, device: Device, sequences: number, length: number) {
  const chunks: { took: number; tokens: number; sequences: number }[] = [];
  const missing = Array.from({ length: sequences }, () => length);
  while (missing.some((tokens) => tokens > 0) && chunks.length < 400) {
    for (let from = 0; from < sequences; ) {
      const chunk = size.next(sequences - from);
      expect(Number.isInteger(chunk.tokens) && chunk.tokens >= 1 && chunk.tokens <= LONGEST_CHUNK).toBe(true);
      expect(Number.isInteger(chunk.sequences) && chunk.sequences >= 1).toBe(true);
      expect(chunk.sequences).toBeLessThanOrEqual(Math.min(MOST_SEQUENCES, sequences - from));
      const took = chunk.tokens * Math.max(device.alone, device.sequence * chunk.sequences);
      chunks.push({ ...chunk, took });
      size.adapt(took, chunk.sequences, chunk.tokens);
      for (let s = from; s < from + chunk.sequences; s++) missing[s] -= chunk.tokens;
      from += chunk.sequences;
    }
  }
  return chunks;
}

const longest = (chunks: { took: number }[]) => Math.max(...chunks.map(({ took }) => took));

describe.each(['smooth', 'fast'] as Pace[])('sampling, %s', (pace) => {
  it.each(Object.entries(DEVICES))('keeps to its time on %s, or to one token of one sequence', (_, device) => {
    for (const flops of [SMALL, HUGE]) {
      const size = new ChunkSize(pace, flops);
      const first = size.next(512);
      expect(first.tokens * first.sequences * flops).toBeLessThanOrEqual(LONGEST[pace] * 30e6);
      const chunks = draw(size, device, 512, 100);
      expect(longest(chunks.slice(1))).toBeLessThanOrEqual(Math.max(LONGEST[pace], device.alone));
    }
  });

  it('draws many tokens for all sequences where the GPU is fast, a few dispatches after the first', () => {
    const chunks = draw(new ChunkSize(pace, HUGE), DEVICES['a fast GPU'], 512, 640);
    expect(chunks.length).toBeLessThan(24);
    expect(chunks.at(-1)).toMatchObject({ tokens: LONGEST_CHUNK, sequences: 512 });
  });

  it('does not take few sequences for a sign of what many will take', () => {
    const size = new ChunkSize(pace, SMALL);
    draw(size, DEVICES['a weak GPU'], 3, 200);
    expect(longest(draw(size, DEVICES['a weak GPU'], 512, 100))).toBeLessThanOrEqual(LONGEST[pace]);
  });

  it('is not held up by a GPU that one hears of late, now or later', () => {
    const size = new ChunkSize(pace, SMALL);
    for (const delay of [0, 0.8 * LONGEST[pace], 5 * LONGEST[pace], 1]) {
      const chunks = Array.from({ length: 12 }, () => {
        const { sequences, tokens } = size.next(256);
        const took = delay + 0.1 * tokens;
        if (size.doubts(took)) size.delay = delay;
        size.adapt(took, sequences, tokens);
        return { sequences, tokens };
      });
      expect(chunks.at(-1)).toEqual({ sequences: 256, tokens: LONGEST_CHUNK });
    }
  });

  it('follows a GPU that slows down and recovers: one chunk is too long, and no later one', () => {
    const size = new ChunkSize(pace, SMALL);
    draw(size, DEVICES['a laptop'], 256, 300);
    const slowed = draw(size, DEVICES['a weak GPU'], 256, 300);
    expect(slowed.filter(({ took }) => took > LONGEST[pace]).length).toBeLessThanOrEqual(1);
    expect(draw(size, DEVICES['a laptop'], 256, 300).at(-1)?.took).toBeGreaterThan(LONGEST[pace] / 3);
  });
});

describe.each(['smooth', 'fast'] as Pace[])('training, %s', (pace) => {
  /** What the submissions of updates take on average, in milliseconds, where one of no work takes `least`. */
  function train(size: SubmissionSize, updates: number, work: number, speed: number, least = 0) {
    return Array.from({ length: updates }, () => {
      const submissions = Math.ceil(work / size.work);
      const took = work / speed + submissions * least;
      size.adapt(work, took, submissions);
      return took / submissions;
    });
  }

  it.each([1e6, 30e6, 1e9, 20e9])('keeps to its time at %d operations a millisecond', (speed) => {
    const submissions = train(new SubmissionSize(pace), 30, 1e12, speed);
    expect(Math.max(...submissions.slice(1))).toBeLessThanOrEqual(LONGEST[pace] + 1e-6);
    expect(submissions.at(-1)).toBeGreaterThan(0.7 * Math.min(LONGEST[pace], 1e12 / speed));
  });

  it('follows a GPU that slows down within an update', () => {
    const size = new SubmissionSize(pace);
    train(size, 30, 1e12, 1e9);
    expect(Math.max(...train(size, 9, 1e12, 2e7).slice(1))).toBeLessThanOrEqual(LONGEST[pace] + 1e-6);
  });

  it('does not shrink after an update of little work, nor without end for what every submission takes', () => {
    const size = new SubmissionSize(pace);
    train(size, 30, 1e12, 1e9);
    const before = size.work;
    train(size, 5, 1e6, 1e9, 5);
    expect(size.work).toBe(before);
    train(size, 50, 1e12, 1e9, 2 * LONGEST[pace]);
    expect(size.work).toBeGreaterThan(1e7);
  });
});
