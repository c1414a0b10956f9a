import { afterEach, describe, expect, it, vi } from 'vitest';
import { testFlatMemory } from '../flatMemory.contract.ts';
import { initialWeights } from '../initialWeights.ts';
import { randomBatch, testLanguageModel, testSamplingLimits } from '../languageModel.contract.ts';
import type { TrainingBatch } from '../languageModel.ts';
import { MODEL_SIZES, type ModelShape, modelShape } from '../modelShape.ts';
import { createPlainModel } from '../plain/plainModel.ts';
import { ReferenceModel } from '../reference/referenceModel.ts';
import { createGpuModel } from './gpuModel.ts';
import { ChunkSize, SubmissionSize } from './pace.ts';
import { Trainer } from './trainer.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const options = { learningRate: 0.001, weightDecay: 0.1, clipNorm: 1, entropyBonus: 0.01 };

/** The shape of most tests here: those of one shape compile its kernels once. */
const nano = modelShape('nano', 41, 48);
const small: ModelShape = { ...nano, ...MODEL_SIZES.small };
/** Blocks of eight rows, in two strips, the second strip of the hidden ones not full. */
const wide: ModelShape = { ...nano, ...MODEL_SIZES.large, layers: 2, hidden: 172 };

/** Weights with an embedding of a trained model's size. */
function trained(shape: ModelShape): Float32Array {
  return initialWeights(shape, 4).map((w, i) => (i < shape.vocabulary * shape.width ? 20 * w : w));
}

function distance(a: Float32Array, b: Float32Array): number {
  const squares = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt(squares(a.map((value, i) => value - b[i])) / squares(b));
}

describe('fused model on webgpu', () => {
  testLanguageModel(createGpuModel);
  testSamplingLimits(createGpuModel);
  testFlatMemory(createGpuModel, 200);

  it.each([
    ['of the small size', small],
    ['two strips wide', { ...MODEL_SIZES.medium, layers: 1 }],
    ['with blocks of eight rows', wide],
    ['with blocks of four rows', { width: 512, layers: 1, heads: 16, headWidth: 32, hidden: 260, context: 64 }],
    ['of odd sizes', { width: 20, layers: 2, heads: 1, headWidth: 20, hidden: 12, context: 30 }],
    ['without rotation', { rotaryWidth: 0 }],
  ])('is the reference in a shape %s', async (_, size) => {
    const shape: ModelShape = { ...nano, ...size };
    const weights = trained(shape);
    const said: string[] = [];
    const model = await createGpuModel(shape, weights, 'smooth', (sentence) => said.push(sentence));
    expect(said.at(-1)).toMatch(/: (\d+) of \1\.$/);
    const reference = new ReferenceModel(shape, weights);
    const batch = randomBatch(shape, [11, 19, 2], 3);
    const expected = await reference.update(batch, options);
    const stats = await model.update(batch, options);
    expect(stats.loss).toBeCloseTo(expected.loss, 4);
    expect(stats.gradientNorm / expected.gradientNorm).toBeCloseTo(1, 4);
    const [got, wanted] = [await model.getOptimizer(), await reference.getOptimizer()];
    expect(distance(got.first, wanted.first)).toBeLessThan(1e-4);
    await model.setWeights(weights);
    const requests = [1, 2, 3].map((item) => ({ prompt: Int32Array.of(5, 6, item), maxTokens: 5, endToken: -1, item }));
    const key: [number, number] = [3, 4];
    const drawn = await model.sample(requests, { key, temperature: 1 });
    const again = await new ReferenceModel(shape, weights).sample(requests, { key, temperature: 1 });
    expect(drawn.map(({ tokens }) => [...tokens])).toEqual(again.map(({ tokens }) => [...tokens]));
    model.dispose();
  });

  it('adds up a batch that does not fit one submission', async () => {
    const weights = trained(nano);
    const [model, reference] = [await createGpuModel(nano, weights), new ReferenceModel(nano, weights)];
    vi.spyOn(Trainer.prototype, 'mostTokens', 'get').mockReturnValue(48);
    const batch = randomBatch(nano, [40, 30, 9, 8, 48, 0, 1, 20], 3);
    const expected = await reference.update(batch, options);
    const stats = await model.update(batch, options);
    expect(stats.loss).toBeCloseTo(expected.loss, 4);
    expect(stats.entropy).toBeCloseTo(expected.entropy, 4);
    const [got, wanted] = [await model.getOptimizer(), await reference.getOptimizer()];
    expect(distance(got.first, wanted.first)).toBeLessThan(1e-4);
    const requests = [1, 2, 3, 4].map((item) => ({
      prompt: Int32Array.from({ length: 20 }, (_, i) => (i * item) % 41),
      maxTokens: 4,
      endToken: -1,
      item,
    }));
    await model.setWeights(weights);
    const key: [number, number] = [3, 4];
    const drawn = await model.sample(requests, { key, temperature: 1 });
    const again = await new ReferenceModel(nano, weights).sample(requests, { key, temperature: 1 });
    expect(drawn.map(({ tokens }) => [...tokens])).toEqual(again.map(({ tokens }) => [...tokens]));
    model.dispose();
  });

  it('replaces finished sequences by waiting ones', async () => {
    const weights = trained(nano);
    const model = await createGpuModel(nano, weights);
    // More than there are slots, of all lengths.
    const requests = Array.from({ length: 530 }, (_, item) => ({
      prompt: Int32Array.of(item % 7, 3, item % 5),
      maxTokens: 1 + (item % 11),
      endToken: 40,
      item,
    }));
    const sampling = { key: [3, 4] as [number, number], temperature: 1 };
    const together = await model.sample(requests, sampling);
    const some = requests.filter((_, index) => index % 50 === 3);
    const alone = await new ReferenceModel(nano, weights).sample(some, sampling);
    const texts = (completions: typeof alone) => completions.map(({ tokens, stopped }) => `${tokens} ${stopped}`);
    expect(texts(together.filter((_, index) => index % 50 === 3))).toEqual(texts(alone));
    model.dispose();
  });

  it('prefills prompts as rows of the buffer become free, so that one long completion keeps no others waiting', async () => {
    vi.spyOn(Trainer.prototype, 'mostTokens', 'get').mockReturnValue(80);
    const chunks = vi.spyOn(ChunkSize.prototype, 'next').mockImplementation((sequences) => ({ sequences, tokens: 8 }));
    const weights = trained(nano);
    const model = await createGpuModel(nano, weights);
    // Four prompts fit the buffer; every fourth completion takes three chunks and the others one.
    const requests = Array.from({ length: 24 }, (_, item) => ({
      prompt: Int32Array.from({ length: 20 }, (_, i) => (i * item + item) % 41),
      maxTokens: item % 4 === 0 ? 24 : 5,
      endToken: -1,
      item,
    }));
    const sampling = { key: [3, 4] as [number, number], temperature: 1 };
    const drawn = await model.sample(requests, sampling);
    // Six batches one after the other would be 18 chunks; 36 chunks of sequences in four rows are 9.
    expect(chunks.mock.calls.length).toBeLessThanOrEqual(10);
    const alone = await new ReferenceModel(nano, weights).sample(requests, sampling);
    expect(drawn.map(({ tokens }) => [...tokens])).toEqual(alone.map(({ tokens }) => [...tokens]));
    model.dispose();
  });

  it('learns as the plain engine does over 50 updates', async () => {
    const weights = trained(nano);
    const models = [await createGpuModel(nano, weights), new ReferenceModel(nano, weights)];
    const wasm = await createPlainModel(nano, weights, 'wasm');
    const steep = { ...options, learningRate: 0.01, entropyBonus: 0 };
    const losses: number[][] = [];
    for (let update = 0; update < 50; update++) {
      const batch = randomBatch(nano, [24, 31], update % 5);
      batch.weights.forEach((weight, i) => {
        batch.weights[i] = Math.abs(weight);
      });
      losses.push([]);
      for (const model of [...models, wasm]) losses[update].push((await model.update(batch, steep)).loss);
    }
    const first = losses[0][0];
    expect(losses[49][0]).toBeLessThan(first / 2);
    for (const [fused, reference, plain] of losses) {
      expect(Math.abs(fused - reference)).toBeLessThan(first * 1e-2);
      expect(Math.abs(fused - plain)).toBeLessThan(first * 1e-2);
    }
    for (const model of [models[0], wasm]) model.dispose();
  });

  it('compiles nothing for a second model of the same shape, and computes the same at either pace', async () => {
    const fast = await createGpuModel(nano, trained(nano), 'fast');
    const compiled = vi.spyOn(GPUDevice.prototype, 'createComputePipelineAsync');
    const said: string[] = [];
    const smooth = await createGpuModel(nano, trained(nano), 'smooth', (sentence) => said.push(sentence));
    expect(compiled).not.toHaveBeenCalled();
    expect(said).toEqual([]);
    const batch = randomBatch(nano, [20, 9], 3);
    expect(await smooth.update(batch, options)).toEqual(await fast.update(batch, options));
    for (const model of [fast, smooth]) model.dispose();
  });

  it('gives the same, to the last bit, however its work is cut to keep the pace', async () => {
    const batch = randomBatch(nano, [40, 30, 48, 20, 9], 3);
    const requests = Array.from({ length: 7 }, (_, item) => ({
      prompt: Int32Array.of(item % 3, 4),
      maxTokens: 20,
      endToken: 40,
      item,
    }));
    const submissions = vi.spyOn(GPUQueue.prototype, 'submit');
    const run = async () => {
      const model = await createGpuModel(nano, trained(nano));
      for (let update = 0; update < 2; update++) await model.update(batch, options);
      submissions.mockClear();
      await model.update(batch, options);
      const cut = submissions.mock.calls.length;
      const completions = await model.sample(requests, { key: [3, 4], temperature: 1 });
      const weights = await model.getWeights();
      model.dispose();
      return { cut, weights, completions };
    };
    vi.spyOn(performance, 'now').mockReturnValue(0);
    const whole = await run();
    expect(whole.cut).toBe(1);
    vi.spyOn(SubmissionSize.prototype, 'adapt').mockImplementation(function (this: SubmissionSize) {
      this.work = 1;
    });
    let chunks = 0;
    vi.spyOn(ChunkSize.prototype, 'next').mockImplementation((running) => ({
      sequences: Math.min(running, 3),
      tokens: 1 + (chunks++ % 3),
    }));
    const cut = await run();
    expect(cut.cut).toBeGreaterThan(30);
    expect(chunks).toBeGreaterThan(20);
    expect(cut.weights).toEqual(whole.weights);
    expect(cut.completions).toEqual(whole.completions);
  });

  it('refuses in words a shape that it has no kernels for', async () => {
    const shape = { ...nano, hidden: 30 };
    await expect(createGpuModel(shape, initialWeights(shape, 1))).rejects.toThrow('hidden divisible by 4, not 30');
  });
});

describe('calls to the GPU', () => {
  it.each([
    ['the nano size', nano],
    ['the small size', small],
    ['a model wider than 128', wide],
  ])('stay within their budget for %s', async (_, shape: ModelShape) => {
    const { layers } = shape;
    const model = await createGpuModel(shape, initialWeights(shape, 1));
    const lengths = Array.from({ length: 8 }, (_, s) => 6 + s);
    const batch: TrainingBatch = randomBatch(shape, lengths, 1);
    const requests = lengths.map((item) => ({ prompt: Int32Array.of(1, 2, 3), maxTokens: 24, endToken: -1, item }));
    const sampling = { key: [1, 2] as [number, number], temperature: 1 };
    // A GPU that takes no time for anything: a software adapter's work is cut to keep the pace.
    vi.spyOn(performance, 'now').mockReturnValue(0);
    await model.update(batch, options);
    await model.sample(requests, sampling);

    const dispatches = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
    const submissions = vi.spyOn(GPUQueue.prototype, 'submit');
    const buffers = vi.spyOn(GPUDevice.prototype, 'createBuffer');
    const groups = vi.spyOn(GPUDevice.prototype, 'createBindGroup');
    await model.update(batch, options);
    expect(dispatches.mock.calls.length).toBeLessThanOrEqual(12 + (shape.width > 128 ? 20 : 9) * layers);
    expect(submissions.mock.calls.length).toBe(1);

    // The updates of a step: each is submitted before anything is read of the first, and all are read at once.
    submissions.mockClear();
    const reads = vi.spyOn(GPUBuffer.prototype, 'mapAsync');
    const stats = await Promise.all(Array.from({ length: 4 }, () => model.update(batch, options)));
    expect(submissions.mock.calls.length).toBe(4);
    expect(reads.mock.calls.length).toBe(1);
    expect(Math.max(...submissions.mock.invocationCallOrder)).toBeLessThan(reads.mock.invocationCallOrder[0]);
    expect(new Set(stats.map(({ loss }) => loss)).size).toBe(4);
    expect([buffers, groups].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
    expect((await model.getOptimizer()).updates).toBe(6);

    // What was read back of the optimiser has made a buffer, which is no matter of a step.
    buffers.mockClear();
    dispatches.mockClear();
    const [{ tokens }] = await model.sample(requests, sampling);
    expect(tokens.length).toBe(24);
    // Packing, the prompts' forward pass, and a dispatch for every 8 tokens of all sequences, or fewer.
    expect(dispatches.mock.calls.length).toBeLessThanOrEqual(1 + 3 * layers + 3);
    expect([buffers, groups].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
    model.dispose();
  });
});
