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
import { trainingBatch } from './trainingBatch.ts';

const UPDATES = 50;

/** Executions of the model learn alike from the first weights of the default settings on; `create` makes the one that the others are held to first. */
export function testLossParity(create: (shape: ModelShape, weights: Float32Array) => Promise<LanguageModel[]>): void {
  it(`has the same losses over ${UPDATES} updates of the default settings`, async () => {
    const config = defaultConfig();
    const { weightDecay, clipNorm, entropyBonus, learningRateWarmup } = config;
    const [shape, language] = [configuredShape(config), findLanguage(config.language)];
    const models = await create(shape, initialWeights(shape, config.seed));
    const means: number[] = [];
    for (let update = 1; update <= UPDATES; update++) {
      const random = new RandomStream({ seed: config.seed, purpose: Purpose.warmupData, step: update, item: 0 });
      const example = warmupExample(language, random, runRequest, config.inductionInputs, () => false);
      const batch = trainingBatch([{ ...example, weight: 1 }], shape.context, random);
      const learningRate = config.learningRate * Math.min(1, update / learningRateWarmup);
      const losses: number[] = [];
      for (const model of models) {
        const { loss } = await model.update(batch, { learningRate, weightDecay, clipNorm, entropyBonus });
        losses.push(loss);
      }
      for (const loss of losses) expect(Math.abs(loss / losses[0] - 1), `update ${update}`).toBeLessThan(1e-3);
      means.push(losses[0]);
    }
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(means.slice(-10))).toBeLessThan(0.8 * mean(means.slice(0, 10)));
    for (const model of models) model.dispose();
  }, 600_000);
}
