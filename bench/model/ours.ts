import { createParallelWasmModel } from '../../src/nn/cpu/wasmModel.ts';
import { createModel } from '../../src/nn/createModel.ts';
import { initialWeights } from '../../src/nn/initialWeights.ts';
import type { LanguageModel } from '../../src/nn/languageModel.ts';
import { parameterCount } from '../../src/nn/modelShape.ts';
import { answer, countCalls, describeAdapter, installWebGpu, measure, readTask } from './dawn.mjs';

/**
 * One phase of this project's model, in either execution and backend, as a process of its own: a task of src/cli/bench/modelTask.ts on
 * stdin, its answer on stdout.
 */
const { shape, phase, backend, engine, threads, batch, countedBatch } = await readTask();
let device = { adapter: 'CPU', software: false };
if (backend === 'webgpu') {
  await installWebGpu();
  countCalls();
  device = await describeAdapter();
  // Work on a slow GPU is cut into more calls. What is counted is a quick one's: on a program on the CPU no time passes.
  if (device.software) performance.now = () => 0;
}
const { sequences, length, drawn, group } = device.software ? countedBatch : batch;
const tokens = phase === 'training' ? sequences * length : sequences * drawn;

const weights = initialWeights(shape, 1);
const model: LanguageModel =
  backend === 'wasm' && engine === 'fused'
    ? await createParallelWasmModel(shape, weights, threads)
    : await createModel({ shape, weights, backend, engine });

const all = Array.from({ length: sequences * length }, (_, i) => i);
const trained = {
  tokens: Int32Array.from(all, (i) => (i * 7919) % shape.vocabulary),
  positions: Int32Array.from(all, (i) => i % length),
  starts: Int32Array.from({ length: sequences + 1 }, (_, s) => s * length),
  weights: Float32Array.from(all, (i) => (i % length === 0 ? 0 : 1 / all.length)),
};
const requests = Array.from({ length: sequences }, (_, item) => ({
  prompt: Int32Array.from({ length }, (_, i) => (Math.floor(item / group) * 31 + i * 17) % shape.vocabulary),
  maxTokens: drawn,
  endToken: -1,
  item,
}));
const update = { learningRate: 1e-4, weightDecay: 0.01, clipNorm: 1, entropyBonus: 0 };
const step = (): Promise<unknown> =>
  phase === 'training' ? model.update(trained, update) : model.sample(requests, { key: [1, 2], temperature: 1 });

answer({ ...device, parameters: parameterCount(shape), tokens, ...(await measure(step, !device.software)) });
