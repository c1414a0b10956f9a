import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runRequest } from '../../core/python/run.ts';
import { Purpose, RandomStream } from '../../core/rng.ts';
import { listsLanguage } from '../../core/tasks/lists/listsLanguage.ts';
import { warmupExample } from '../../core/tasks/warmupExample.ts';
import { splitIntoChunks } from '../cpu/chunks.ts';
import { instantiateKernels } from '../cpu/kernels.ts';
import { LinearMemory } from '../cpu/linearMemory.ts';
import { Parameters } from '../cpu/parameters.ts';
import { RotaryTable } from '../cpu/rotaryTable.ts';
import { Transformer } from '../cpu/transformer.ts';
import type { ModelShape } from '../modelShape.ts';
import { referenceLogits } from '../reference/transformer.ts';
import { importCheckpoint, shapeOfConfig } from './checkpoint.ts';
import { glmLogits } from './glmFromFiles.testing.ts';

const folder = 'public/checkpoints/lists-small';
const files = {
  'config.json': readFileSync(`${folder}/config.json`, 'utf8'),
  'model.safetensors': new Uint8Array(readFileSync(`${folder}/model.safetensors`)),
};
const shape = shapeOfConfig(files['config.json']);
const weights = importCheckpoint(shape, files);

/** A prompt and its answer as the model knows them, up to 96 tokens. */
const random = new RandomStream({ seed: 3, purpose: Purpose.warmupData, step: 1, item: 0 });
const { prompt, completion } = warmupExample(listsLanguage, random, runRequest, 10, () => false, 0);
const tokens = Int32Array.from([...prompt, ...completion].slice(0, 96));
const batch = { tokens, positions: Int32Array.from(tokens.keys()), starts: Int32Array.of(0, tokens.length) };

const executions: Record<string, () => Promise<number[][]>> = {
  'the plain reference': async () => rowsOf(referenceLogits(shape, new Float64Array(weights), batch), shape.vocabulary),
  WebAssembly: () => wasmLogits(shape),
};

describe.each(Object.entries(executions))('the shipped checkpoint in %s', (_, execution) => {
  it('has the logits of a forward pass written from the files alone, to 1e-4 of the largest', async () => {
    const expected = glmLogits(files['config.json'], files['model.safetensors'], [...tokens]);
    const largest = expected.flat().reduce((most, logit) => Math.max(most, Math.abs(logit)), 0);
    expect(tokens.length).toBeGreaterThan(40);
    expect(largest).toBeGreaterThan(5);
    // The last token predicts nothing here: WebAssembly leaves it out.
    const got = await execution();
    for (const [i, row] of expected.slice(0, tokens.length - 1).entries()) {
      for (const [id, logit] of row.entries())
        if (Math.abs(got[i][id] - logit) > 1e-4 * largest)
          expect.fail(`after token ${i}, logit ${id} is ${got[i][id]}, not ${logit}`);
    }
  });
});

function rowsOf(logits: Float64Array | Float32Array, length: number): number[][] {
  return Array.from({ length: logits.length / length }, (_, i) => [...logits.subarray(i * length, (i + 1) * length)]);
}

/** The logits themselves, which the model hands out as log-probs of given tokens only. */
async function wasmLogits(shape: ModelShape): Promise<number[][]> {
  const memory = new LinearMemory();
  const kernels = await instantiateKernels(memory.memory);
  const parameters = new Parameters(shape, kernels, memory);
  const transformer = new Transformer(shape, kernels, memory, parameters, new RotaryTable(shape));
  memory.mark();
  memory.f32.set(weights, parameters.weights / 4);
  parameters.pack();
  const [chunk] = splitIntoChunks(batch, tokens.length);
  const { logits } = transformer.forward(chunk, { keep: false });
  const length = transformer.paddedVocabulary;
  return rowsOf(memory.f32.slice(logits / 4, logits / 4 + chunk.wanted.length * length), length);
}
