import { answer, countCalls, describeAdapter, installWebGpu, measure, readTask } from './dawn.mjs';

/**
 * A training step of @genai-fi/nanogpt 1.3.0 on WebGPU: its own first model (learnt gains, rotary embedding, an MLP without a gate, made as wide as
 * gives about as many parameters) with its own trainer and AdamW. The package opens none of its parts, so they are taken by their file names.
 * Tokens are all 0: its kernels do the same work for any.
 */
installWebGpu();
countCalls();
const dist = '../node_modules/@genai-fi/nanogpt/dist';
const { shape, batch, countedBatch } = await readTask();
const device = await describeAdapter();
console.log = console.error;
// Its bundle is made for browsers: what tfjs would use in Node was left out of it.
Object.defineProperty(process, 'versions', { value: {} });
globalThis.WorkerGlobalScope = class {};
const { selectBackend } = await import(`${dist}/backend.js`);
const { default: NanoGPTV1 } = await import(`${dist}/models/NanoGPTV1.js`);
const { default: BasicTrainer } = await import(`${dist}/training/BasicTrainer.js`);
const { kt: zeros } = await import(`${dist}/dist-Da20xy8E.js`);
await selectBackend('webgpu');

const { sequences, length } = device.software ? countedBatch : batch;
const model = new NanoGPTV1({
  modelType: 'GenAI_NanoGPT_v1',
  vocabSize: shape.vocabulary,
  blockSize: length,
  nLayer: shape.layers,
  nHead: shape.heads,
  nEmbed: shape.width,
  mlpFactor: (1.5 * shape.hidden) / shape.width,
  useRope: true,
});
const trainer = new BasicTrainer(model, undefined, { learningRate: 1e-4, clipNorm: 1 });
const step = async () => {
  const [xs, ys] = [zeros([sequences, length], 'int32'), zeros([sequences, length], 'int32')];
  const loss = trainer.trainStep({}, { xs, ys });
  await loss.data();
  for (const tensor of [xs, ys, loss]) tensor.dispose();
};
const measured = await measure(step, !device.software);
answer({ ...device, parameters: model.getNumParams(), tokens: sequences * length, ...measured });
