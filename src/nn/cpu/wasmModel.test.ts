import { describe, expect, it } from 'vitest';
import { initialWeights } from '../initialWeights.ts';
import { testLanguageModel, testSamplingLimits } from '../languageModel.contract.ts';
import { lossTerms, updateStats } from '../lossTerms.ts';
import { MODEL_SIZES, type ModelShape, type ModelSize, modelShape, parameterLayout } from '../modelShape.ts';
import { ReferenceModel } from '../reference/referenceModel.ts';
import { referenceLossAndGradient } from '../reference/transformer.ts';
import { testBatch, testWeights } from './testBatches.ts';
import { createWasmModel } from './wasmModel.ts';

/** Two layers of the small size: odd vocabulary, several heads. */
const shape: ModelShape = { ...modelShape('small', 37), layers: 2, width: 32, heads: 2, hidden: 40, context: 64 };

/** A huge learning rate divided by clipping makes the first AdamW step the sign of the gradient; the moments show it whole. */
async function gradientOf(shape: ModelShape, weights: Float32Array, lengths: number[], entropyBonus: number) {
  const model = await createWasmModel(shape, weights);
  const batch = testBatch(shape, lengths);
  const options = { learningRate: 0, weightDecay: 0, clipNorm: Number.POSITIVE_INFINITY, entropyBonus };
  const stats = await model.update(batch, options);
  const gradient = (await model.getOptimizer()).first.map((m) => m * 10);
  const expected = referenceLossAndGradient(shape, Float64Array.from(weights), batch, lossTerms(batch, options));
  const { sums, gradient: exact } = expected;
  return { stats, gradient, reference: { ...updateStats(sums, 0, batch, options), gradient: exact } };
}

function expectGradient(shape: ModelShape, gradient: Float32Array, reference: Float64Array): void {
  for (const { name, offset, size } of parameterLayout(shape)) {
    let difference = 0;
    let norm = 0;
    for (let i = offset; i < offset + size; i++) {
      difference += (gradient[i] - reference[i]) ** 2;
      norm += reference[i] ** 2;
    }
    expect(Math.sqrt(difference / norm), name).toBeLessThan(1e-3);
  }
}

describe('wasm model against the plain reference', () => {
  it.each([
    ['one short sequence', [5]],
    ['odd lengths, single tokens and an empty sequence', [1, 7, 33, 0, 2, 18, 1]],
    ['full context', [64, 3, 64]],
    ['several chunks', [60, 61, 62, 63, 64, 59, 58, 57, 7]],
  ])('has its log-probs, loss, entropy and gradient: %s', async (_, lengths) => {
    const weights = testWeights(shape);
    const batch = testBatch(shape, lengths);
    const model = await createWasmModel(shape, weights);
    const logProbs = await model.logProbs(batch);
    const expected = await new ReferenceModel(shape, weights).logProbs(batch);
    logProbs.forEach((logProb, i) => {
      expect(Math.abs(logProb - expected[i]), `token ${i}`).toBeLessThan(1e-4);
    });
    for (const bonus of [0, 0.01]) {
      const { stats, gradient, reference } = await gradientOf(shape, weights, lengths, bonus);
      expect(Math.abs(stats.loss - reference.loss)).toBeLessThan(1e-4);
      expect(Math.abs(stats.entropy - reference.entropy)).toBeLessThan(1e-4);
      expectGradient(shape, gradient, reference.gradient);
      const norm = Math.hypot(...reference.gradient);
      expect(Math.abs(stats.gradientNorm / norm - 1)).toBeLessThan(1e-4);
    }
  });

  it.each(Object.keys(MODEL_SIZES) as ModelSize[])('agrees at size %s', async (size) => {
    // The widest with two layers only: the reference takes its time.
    const full = { ...modelShape(size, 301), ...(size === 'huge' ? { layers: 2 } : {}) };
    const weights = testWeights(full);
    const lengths = size === 'large' || size === 'huge' ? [4] : [13, 6];
    const { stats, gradient, reference } = await gradientOf(full, weights, lengths, 0.01);
    expect(Math.abs(stats.loss - reference.loss)).toBeLessThan(1e-4);
    expectGradient(full, gradient, reference.gradient);
  });

  it('stays with it over 50 updates with clipping and weight decay', async () => {
    const small = { ...shape, vocabulary: 19, context: 24 };
    const weights = initialWeights(small, 3);
    const [model, reference] = [await createWasmModel(small, weights), new ReferenceModel(small, weights)];
    const options = { learningRate: 3e-3, weightDecay: 0.1, clipNorm: 0.5, entropyBonus: 0.001 };
    for (let update = 0; update < 50; update++) {
      const batch = testBatch(small, [12, 24, 5], update % 5);
      const [ours, theirs] = [await model.update(batch, options), await reference.update(batch, options)];
      expect(Math.abs(ours.loss - theirs.loss), `loss of update ${update}`).toBeLessThan(1e-3);
      expect(Math.abs(ours.entropy - theirs.entropy), `entropy of update ${update}`).toBeLessThan(1e-3);
    }
    expect((await model.getOptimizer()).updates).toBe(50);
  });
});

describe('wasm model as a language model', () => {
  testLanguageModel(createWasmModel);
  testSamplingLimits(createWasmModel);
});

describe('wasm model', () => {
  const options = { learningRate: 1e-2, weightDecay: 0.1, clipNorm: 1, entropyBonus: 0 };

  it('takes an empty batch and one without weights: only decay moves the matrices', async () => {
    const weights = testWeights(shape);
    const batch = testBatch(shape, [9, 4]);
    const empty = { tokens: new Int32Array(), positions: new Int32Array(), starts: Int32Array.of(0) };
    for (const nothing of [
      { ...empty, weights: new Float32Array() },
      { ...batch, weights: new Float32Array(13) },
    ]) {
      const model = await createWasmModel(shape, weights);
      expect(await model.update(nothing, options)).toEqual({ loss: 0, gradientNorm: 0, entropy: Number.NaN });
      const after = await model.getWeights();
      for (const { dims, offset } of parameterLayout(shape)) {
        expect(after[offset]).toBeCloseTo(weights[offset] * (dims.length > 1 ? 0.999 : 1), 6);
      }
    }
    expect([...(await (await createWasmModel(shape, weights)).logProbs(empty))]).toEqual([]);
  });

  it('repeats itself to the last bit and goes on from saved weights and moments', async () => {
    const weights = testWeights(shape);
    const run = async () => {
      const model = await createWasmModel(shape, weights);
      for (let i = 0; i < 3; i++) await model.update(testBatch(shape, [20, 31, 64, 50, 64, 64, 64, 9], i), options);
      return model;
    };
    const [a, b] = [await run(), await run()];
    expect(await a.getWeights()).toEqual(await b.getWeights());
    const resumed = await createWasmModel(shape, await a.getWeights());
    await resumed.setOptimizer(await a.getOptimizer());
    for (const model of [b, resumed]) await model.update(testBatch(shape, [30], 9), options);
    expect(await resumed.getWeights()).toEqual(await b.getWeights());
  });

  it('refuses in a sentence what it cannot take, and works on', async () => {
    const model = await createWasmModel(shape, testWeights(shape));
    const batch = testBatch(shape, [9, 4]);
    await expect(model.update({ ...batch, tokens: batch.tokens.map(() => 37) }, options)).rejects.toThrow(
      'Token 0 of the batch: 37 is outside the vocabulary of 37',
    );
    await expect(model.logProbs(testBatch(shape, [65]))).rejects.toThrow('has 65 tokens; the model takes up to 64');
    await expect(model.update({ ...batch, weights: batch.weights.map(() => 1) }, options)).rejects.toThrow(
      'a weight on its first token',
    );
    await expect(model.logProbs({ ...batch, positions: batch.positions.map(() => -1) })).rejects.toThrow('position -1');
    await expect(model.setWeights(new Float32Array(3))).rejects.toThrow('have 3 numbers');
    await expect(createWasmModel({ ...shape, hidden: 44 }, new Float32Array(3))).rejects.toThrow('multiple of 8');
    expect((await model.logProbs(batch)).length).toBe(13);
    model.dispose();
    await expect(model.getWeights()).rejects.toThrow('disposed');
  });
});
