import { describe, expect, it } from 'vitest';
import { Purpose, RandomStream } from '../core/rng.ts';
import { encode } from '../core/tasks/tokenizer.ts';
import { trainingBatch } from './trainingBatch.ts';

const random = () => new RandomStream({ seed: 1, purpose: Purpose.positions, step: 0, item: 0 });

describe('trainingBatch', () => {
  it('packs prompts and completions, weighs completion tokens only, and makes the loss a mean over tokens', () => {
    const batch = trainingBatch(
      [
        { prompt: [1, 2], completion: [3], weight: 1 },
        { prompt: [4], completion: [5, 6, 7], weight: -2 },
      ],
      100,
      random(),
    );
    expect([...batch.tokens]).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect([...batch.starts]).toEqual([0, 3, 7]);
    expect([...batch.weights]).toEqual([0, 0, 0.25, 0, -0.5, -0.5, -0.5]);
    expect([...batch.positions]).toEqual([0, 1, 2, 0, 1, 2, 3]);
  });

  it('weighs those tokens of a prompt that are to be learnt like the completion', () => {
    const learnt = { prompt: [1, 2, 3], completion: [4, 5], weight: 3, learnt: [false, true, false] };
    const { weights } = trainingBatch([{ prompt: [8], completion: [9], weight: 1 }, learnt], 100, random());
    expect([...weights].map((weight) => weight * 3)).toEqual(
      [0, 1, 0, 3, 0, 3, 3].map((weight) => expect.closeTo(weight)),
    );
  });

  it('lets positions jump after line breaks only, and stay within the context', () => {
    const prompt = encode('a = 1\nb = 2\nc = 3\nd = 4\n');
    const stream = random();
    let jumps = 0;
    for (let i = 0; i < 200; i++) {
      const { positions } = trainingBatch([{ prompt, completion: encode('e = 5\n'), weight: 1 }], 64, stream);
      expect(positions[positions.length - 1]).toBeLessThan(64);
      for (let k = 1; k < positions.length; k++) {
        const step = positions[k] - positions[k - 1];
        expect(step).toBeGreaterThanOrEqual(1);
        if (step > 1) {
          jumps++;
          expect(prompt[k - 1]).toBe(encode('\n')[0]);
        }
      }
    }
    expect(jumps).toBeGreaterThan(100);
  });
});
