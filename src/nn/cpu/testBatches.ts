import { Purpose, RandomStream } from '../../core/rng.ts';
import { initialWeights } from '../initialWeights.ts';
import type { TrainingBatch } from '../languageModel.ts';
import type { ModelShape } from '../modelShape.ts';

/** Initial weights with gains away from 1 and a larger embedding, so that an error anywhere shows. */
export function testWeights(shape: ModelShape, seed = 1): Float32Array {
  const random = new RandomStream({ seed, purpose: Purpose.lab, step: 0, item: 0 });
  return initialWeights(shape, seed).map((w) => w + 0.05 * random.normal());
}

/**
 * Sequences of the given lengths with random tokens, positions that jump once, and the weights of prompts (the first third) 0,
 * the others positive and negative.
 */
export function testBatch(shape: ModelShape, lengths: readonly number[], seed = 1): TrainingBatch {
  const random = new RandomStream({ seed, purpose: Purpose.lab, step: 1, item: 0 });
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const batch: TrainingBatch = {
    tokens: Int32Array.from({ length: total }, () => random.integer(shape.vocabulary)),
    positions: new Int32Array(total),
    starts: new Int32Array(lengths.length + 1),
    weights: new Float32Array(total),
  };
  lengths.forEach((length, s) => {
    const start = batch.starts[s];
    batch.starts[s + 1] = start + length;
    const jump = random.integer(20);
    for (let i = 0; i < length; i++) {
      batch.positions[start + i] = i < length / 2 ? i : i + jump;
      const prompt = i === 0 || i < length / 3;
      batch.weights[start + i] = prompt || random.uniform() < 0.1 ? 0 : (random.uniform() - 0.3) / total;
    }
  });
  return batch;
}
