import { findPreset, type Preset, presetConfig } from '../../core/config/presets.ts';
import { parityUpdate } from '../../engine/parityUpdate.ts';
import { configuredShape } from '../../nn/configuredShape.ts';
import { createModel } from '../../nn/createModel.ts';
import { initialWeights } from '../../nn/initialWeights.ts';

/** Most that the losses of the two executions may differ, relative to the loss. */
const ALLOWED = 1e-3;

/**
 * The fused engine and plain tfjs, both on wasm, learn alike from the first weights of the default settings on, in updates of full size.
 * True when the losses agree.
 */
export async function soakLossParity(updates: number, say: (text: string) => void): Promise<boolean> {
  const config = presetConfig(findPreset('default') as Preset);
  const shape = configuredShape(config);
  const weights = initialWeights(shape, config.seed);
  const models = await Promise.all(
    (['fused', 'plain'] as const).map((engine) => createModel({ shape, weights, backend: 'wasm', engine })),
  );
  let largest = 0;
  let tokens = 0;
  const first: number[] = [];
  let last: number[] = [];
  for (let update = 1; update <= updates; update++) {
    const { batch, options } = parityUpdate(config, shape, update);
    last = [];
    for (const model of models) last.push((await model.update(batch, options)).loss);
    if (update === 1) first.push(...last);
    largest = Math.max(largest, Math.abs(last[0] / last[1] - 1));
    tokens += batch.tokens.length;
  }
  for (const model of models) model.dispose();
  const told = (losses: number[]): string => losses.map((loss) => loss.toFixed(4)).join(' and ');
  say(
    `loss: ${updates} updates of ${config.updateSequences} sequences, ${tokens} tokens: fused and plain from ${told(first)} to ${told(last)}, largest relative difference ${largest.toExponential(1)}\n`,
  );
  return largest < ALLOWED;
}
