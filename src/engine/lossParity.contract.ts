import { expect, it } from 'vitest';
import { findPreset, type Preset, presetConfig } from '../core/config/presets.ts';
import { configuredShape } from '../nn/configuredShape.ts';
import { initialWeights } from '../nn/initialWeights.ts';
import type { LanguageModel } from '../nn/languageModel.ts';
import type { ModelShape } from '../nn/modelShape.ts';
import { ReferenceModel } from '../nn/reference/referenceModel.ts';
import { parityUpdate } from './parityUpdate.ts';

const UPDATES = 50;
/** Sequences of an update: the reference takes a second for a few hundred tokens. `npm run soak` compares whole updates, without it. */
const SEQUENCES = 3;

/** Executions of the model learn as the plain reference does, from the first weights of the default settings on. */
export function testLossParity(create: (shape: ModelShape, weights: Float32Array) => Promise<LanguageModel[]>): void {
  it(`has the same losses over ${UPDATES} updates of the default settings`, async () => {
    const config = presetConfig(findPreset('default') as Preset);
    const shape = configuredShape(config);
    const weights = initialWeights(shape, config.seed);
    const reference = new ReferenceModel(shape, weights);
    const models = await create(shape, weights);
    const means: number[] = [];
    for (let update = 1; update <= UPDATES; update++) {
      const { batch, options } = parityUpdate(config, shape, update, SEQUENCES);
      expect(batch.starts.length).toBe(SEQUENCES + 1);
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
