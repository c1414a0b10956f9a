import { expect, it } from 'vitest';
import { defaultConfig } from '../core/config/schema.ts';
import { runRequest } from '../core/python/run.ts';
import { Purpose, RandomStream } from '../core/rng.ts';
import { findLanguage } from '../core/tasks/language.ts';
import { warmupExample } from '../core/tasks/warmupExample.ts';
import { configuredShape } from '../nn/configuredShape.ts';
import { initialWeights } from '../nn/initialWeights.ts';
import type { LanguageModel } from '../nn/languageModel.ts';
import type { ModelShape } from '../nn/modelShape.ts';
import { ReferenceModel } from '../nn/reference/referenceModel.ts';
import { trainingBatch } from './trainingBatch.ts';

const UPDATES = 50;
/** Sequences of an update: the shortest of twice as many, since the reference takes a second for a few hundred tokens. */
const SEQUENCES = 3;

/** Executions of the model learn as the plain reference does, from the first weights of the default settings on. */
export function testLossParity(create: (shape: ModelShape, weights: Float32Array) => Promise<LanguageModel[]>): void {
  it(`has the same losses over ${UPDATES} updates of the default settings`, async () => {
    const config = defaultConfig();
    const { weightDecay, clipNorm, entropyBonus, learningRateWarmup } = config;
    const [shape, language] = [configuredShape(config), findLanguage(config.language)];
    const weights = initialWeights(shape, config.seed);
    const reference = new ReferenceModel(shape, weights);
    const models = await create(shape, weights);
    const means: number[] = [];
    for (let update = 1; update <= UPDATES; update++) {
      const random = new RandomStream({ seed: config.seed, purpose: Purpose.warmupData, step: update, item: 0 });
      const drawn = Array.from({ length: 2 * SEQUENCES }, () => {
        const example = warmupExample(language, random, runRequest, config.inductionInputs, () => false);
        return { ...example, weight: 1, length: example.prompt.length + example.completion.length };
      });
      const examples = drawn.sort((a, b) => a.length - b.length).slice(0, SEQUENCES);
      const batch = trainingBatch(examples, shape.context, random);
      expect(batch.starts.length).toBe(SEQUENCES + 1);
      const learningRate = config.learningRate * Math.min(1, update / learningRateWarmup);
      const options = { learningRate, weightDecay, clipNorm, entropyBonus };
      // The reference computes while a GPU or other threads do.
      const others = models.map((model) => model.update(batch, options));
      const { loss } = await reference.update(batch, options);
      for (const other of await Promise.all(others)) {
        expect(Math.abs(other.loss / loss - 1), `update ${update}`).toBeLessThan(1e-3);
      }
      means.push(loss);
    }
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(means.slice(-10))).toBeLessThan(0.8 * mean(means.slice(0, 10)));
    for (const model of models) model.dispose();
  }, 600_000);
}
