import { answer, countCalls, describeAdapter, installWebGpu, measure, readTask } from './dawn.mjs';

/**
 * A training step of @genai-fi/nanogpt 1.3.0 on WebGPU, or sampling in it: its own first model (learnt gains, rotary embedding, an MLP without a gate, made as wide as
 * gives about as many parameters) with its own trainer and AdamW. The package opens none of its parts, so they are taken by their file names.
 * Tokens are all 0: its kernels do the same work for any. Sampling is the loop of its Generator, which takes one sequence, for the whole batch: the
 * model's forward pass with its cache of keys and values, and a draw from the last logits; read back at the end and not, as it does, at every token.
 */
await installWebGpu();
countCalls();
const dist = '../node_modules/@genai-fi/nanogpt/dist';
const { shape, phase, batch, countedBatch } = await readTask();
const device = await describeAdapter();
console.log = console.error;
// Its bundle is made for browsers: what tfjs would use in Node was left out of it.
Object.defineProperty(process, 'versions', { value: {} });
globalThis.WorkerGlobalScope = class {};
const { selectBackend } = await import(`${dist}/backend.js`);
const { default: NanoGPTV1 } = await import(`${dist}/models/NanoGPTV1.js`);
const { default: BasicTrainer } = await import(`${dist}/training/BasicTrainer.js`);
const { kt: zeros, Ct: multinomial, di: tidy } = await import(`${dist}/dist-Da20xy8E.js`);
await selectBackend('webgpu');

const { sequences, length, drawn } = device.software ? countedBatch : batch;
const model = new NanoGPTV1({
  modelType: 'GenAI_NanoGPT_v1',
  vocabSize: shape.vocabulary,
  blockSize: length + drawn,
  nLayer: shape.layers,
  nHead: shape.heads,
  nEmbed: shape.width,
  mlpFactor: (1.5 * shape.hidden) / shape.width,
  useRope: true,
});
const trainer = new BasicTrainer(model, undefined, { learningRate: 1e-4, clipNorm: 1 });
const train = async () => {
  const [xs, ys] = [zeros([sequences, length], 'int32'), zeros([sequences, length], 'int32')];
  const loss = trainer.trainStep({}, { xs, ys });
  await loss.data();
  for (const tensor of [xs, ys, loss]) tensor.dispose();
};
const sample = async () => {
  const cache = Array.from({ length: shape.layers }, () => ({
    k: undefined,
    v: undefined,
    length: 0,
    cumulativeLength: 0,
  }));
  const fed = [zeros([sequences, length], 'int32')];
  for (let i = 0; i < drawn; i++) {
    const next = tidy(() => {
      const logits = model.forward({ training: false, cache }, fed[i]);
      const last = logits.slice([0, logits.shape[1] - 1, 0], [sequences, 1, shape.vocabulary]).squeeze([1]);
      return multinomial(last, 1).reshape([sequences, 1]);
    });
    fed.push(next);
  }
  await fed[drawn].data();
  for (const tensor of fed) tensor.dispose();
  for (const { k, v } of cache) for (const tensor of [k, v]) tensor?.dispose();
};
const measured = await measure(phase === 'training' ? train : sample, !device.software);
const tokens = sequences * (phase === 'training' ? length : drawn);
answer({ ...device, parameters: model.getNumParams(), tokens, ...measured });
