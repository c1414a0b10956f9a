import { expect, it } from 'vitest';
import { RandomStream } from '../core/rng.ts';
import { initialWeights } from './initialWeights.ts';
import type { LanguageModel, SampleRequest, TrainingBatch } from './languageModel.ts';
import { type ModelShape, modelShape } from './modelShape.ts';
import { ReferenceModel } from './reference/referenceModel.ts';

type Create = (shape: ModelShape, weights: Float32Array) => Promise<LanguageModel>;

const shape: ModelShape = { ...modelShape('nano', 37), layers: 2, hidden: 40, context: 48 };
/** Initial weights with an embedding of a trained model's size, so that distributions are far from uniform. */
const weights = initialWeights(shape, 4).map((w, i) => (i < shape.vocabulary * shape.width ? 20 * w : w));

/** Packed sequences of random tokens; the first third of each is a prompt. */
export function randomBatch(shape: ModelShape, lengths: number[], seed: number): TrainingBatch {
  const random = new RandomStream({ seed, purpose: 2, step: 0, item: 0 });
  const starts = Int32Array.from([0, ...lengths]);
  for (let s = 1; s < starts.length; s++) starts[s] += starts[s - 1];
  const total = starts[lengths.length];
  const batch = {
    tokens: Int32Array.from({ length: total }, () => random.integer(shape.vocabulary)),
    positions: new Int32Array(total),
    starts,
    weights: new Float32Array(total),
  };
  lengths.forEach((length, s) => {
    const shift = random.integer(40);
    for (let i = 0; i < length; i++) {
      batch.positions[starts[s] + i] = i + shift;
      if (i > length / 3) batch.weights[starts[s] + i] = (random.uniform() - 0.3) / total;
    }
  });
  return batch;
}

/** The batch with log-probs of two policies that are near the model's, and far from it at every fifth token. */
async function withOtherPolicies(model: LanguageModel, batch: TrainingBatch): Promise<TrainingBatch> {
  const logProbs = await model.logProbs(batch);
  const near = (phase: number) =>
    logProbs.map((logProb, i) => logProb + 0.3 * Math.sin(i * phase) + (i % 5 === 0 ? 3 * Math.cos(i * phase) : 0));
  return { ...batch, sampledLogProbs: near(1.3), referenceLogProbs: near(2.1) };
}

function request(prompt: number[], item: number, changes: Partial<SampleRequest> = {}): SampleRequest {
  return { prompt: Int32Array.from(prompt), maxTokens: 12, endToken: 36, item, ...changes };
}

const requests = [
  request([3, 1, 2], 7),
  request([5], 0xfffffff0),
  request([3, 1, 2], 8, { maxTokens: 3 }),
  request([9, 9, 30, 1, 0, 2, 2, 17, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31], 9, { maxTokens: 100 }),
  request([3, 1, 2], 10, { lineTokens: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], maxLines: 2 }),
  request([4, 4], 11, { maxTokens: 0 }),
  request(Array(48).fill(6), 12),
  request([3, 1, 2], 13),
  request([8, 7, 6], 14),
];

/** What every execution of the model must do: the tests of one, against the reference. */
export function testLanguageModel(create: Create): void {
  it('gives the log-probs of the reference', async () => {
    const model = await create(shape, weights);
    const batch = randomBatch(shape, [20, 1, 0, 2, 48, 13, 33, 5], 1);
    const expected = await new ReferenceModel(shape, weights).logProbs(batch);
    const got = await model.logProbs(batch);
    expect(got.length).toBe(expected.length);
    got.forEach((logProb, i) => {
      expect(logProb, `token ${i}`).toBeCloseTo(expected[i], 4);
    });
    expect(await model.logProbs(randomBatch(shape, [], 1))).toEqual(new Float32Array(0));
    model.dispose();
  });

  it.each([
    ['likelihood', { entropyBonus: 0 }],
    ['an entropy bonus', { entropyBonus: 0.05 }],
    ['the clipped surrogate', { entropyBonus: 0, clipRatio: 0.2 }],
    ['divergence from a reference', { entropyBonus: 0, klCoefficient: 0.1 }],
    ['all terms', { entropyBonus: 0.05, clipRatio: 0.1, klCoefficient: 0.2 }],
  ])('updates as the reference does, with %s', async (_, terms) => {
    const model = await create(shape, weights);
    const reference = new ReferenceModel(shape, weights);
    const options = { learningRate: 0.003, weightDecay: 0.1, clipNorm: 0.1, ...terms };
    for (let update = 0; update < 2; update++) {
      const batch = await withOtherPolicies(reference, randomBatch(shape, [20, 31, 9, 1, 48, 17], update));
      const expected = await reference.update(batch, options);
      const got = await model.update(batch, options);
      expect(got.loss).toBeCloseTo(expected.loss, 4);
      expect(got.entropy).toBeCloseTo(expected.entropy, 4);
      expect(Object.keys(got)).toEqual(Object.keys(expected));
      expect(got.kl ?? 0).toBeCloseTo(expected.kl ?? 0, 4);
      expect(got.clippedShare).toBe(expected.clippedShare);
      expect(got.gradientNorm / expected.gradientNorm).toBeCloseTo(1, 4);
    }
    // Adam's first steps are the gradient's signs: where a gradient is all rounding, so is its sign.
    const expected = await reference.getOptimizer();
    const [first, second] = [await model.getOptimizer(), expected];
    expect(first.updates).toBe(2);
    const distance = (a: Float32Array, b: Float32Array) =>
      Math.hypot(...a.map((value, i) => value - b[i])) / Math.hypot(...b);
    expect(distance(first.first, second.first)).toBeLessThan(1e-4);
    expect(distance(first.second, second.second)).toBeLessThan(1e-4);
    expect(distance(await model.getWeights(), await reference.getWeights())).toBeLessThan(1e-4);
    model.dispose();
  });

  it('has the gradient that finite differences of its own log-probs give', async () => {
    const model = await create(shape, weights);
    const batch = randomBatch(shape, [20, 31, 9, 48], 8);
    const { gradientNorm } = await model.update(batch, {
      learningRate: 0,
      weightDecay: 0,
      clipNorm: 1e6,
      entropyBonus: 0,
    });
    // The first moment after one update is a tenth of the gradient: the loss must rise by its norm along it.
    const direction = (await model.getOptimizer()).first.map((moment) => (10 * moment) / gradientNorm);
    const lossAt = async (distance: number) => {
      await model.setWeights(weights.map((weight, i) => weight + distance * direction[i]));
      const logProbs = await model.logProbs(batch);
      return logProbs.reduce((sum, logProb, i) => sum - batch.weights[i] * logProb, 0);
    };
    const slope = ((await lossAt(1e-2)) - (await lossAt(-1e-2))) / 2e-2;
    expect(slope / gradientNorm).toBeCloseTo(1, 2);
    model.dispose();
  });

  it('with a recency bias, has the log-probs, the gradient and the samples of the reference, and others than without', async () => {
    const biased = { ...shape, recencyBias: true };
    const [model, reference] = [await create(biased, weights), new ReferenceModel(biased, weights)];
    const batch = randomBatch(shape, [20, 31, 9, 48], 8);
    const [got, expected] = [await model.logProbs(batch), await reference.logProbs(batch)];
    const without = await new ReferenceModel(shape, weights).logProbs(batch);
    expect(Math.max(...expected.map((logProb, i) => Math.abs(logProb - without[i])))).toBeGreaterThan(0.1);
    got.forEach((logProb, i) => {
      expect(logProb, `token ${i}`).toBeCloseTo(expected[i], 4);
    });
    const options = { learningRate: 0.003, weightDecay: 0.1, clipNorm: 0.1, entropyBonus: 0.05 };
    expect((await model.update(batch, options)).loss).toBeCloseTo((await reference.update(batch, options)).loss, 4);
    const [first, second] = [(await model.getOptimizer()).first, (await reference.getOptimizer()).first];
    expect(Math.hypot(...first.map((value, i) => value - second[i])) / Math.hypot(...second)).toBeLessThan(1e-4);
    await model.setWeights(weights);
    await reference.setWeights(weights);
    const sampling = { key: [77, 1] as [number, number], temperature: 1 };
    const drawn = await reference.sample(requests, sampling);
    for (const [index, { tokens, logProbs }] of (await model.sample(requests, sampling)).entries()) {
      expect([...tokens], `request ${index}`).toEqual([...drawn[index].tokens]);
      for (const [i, logProb] of logProbs.entries()) expect(logProb).toBeCloseTo(drawn[index].logProbs[i], 4);
    }
    model.dispose();
  });

  it('refuses terms in words whose log-probs the batch does not bring', async () => {
    const model = await create(shape, weights);
    const options = { learningRate: 0.1, weightDecay: 0, clipNorm: 1, entropyBonus: 0 };
    const batch = randomBatch(shape, [20, 31], 1);
    await expect(model.update(batch, { ...options, clipRatio: 0.2 })).rejects.toThrow(/sampledLogProbs/);
    await expect(model.update(batch, { ...options, klCoefficient: 0.2 })).rejects.toThrow(/referenceLogProbs/);
    expect(await model.getWeights()).toEqual(weights);
    model.dispose();
  });

  it('only decays on a batch without tokens', async () => {
    const model = await create(shape, weights);
    const reference = new ReferenceModel(shape, weights);
    const options = { learningRate: 0.1, weightDecay: 0.5, clipNorm: 1, entropyBonus: 0.1 };
    const empty = randomBatch(shape, [0, 1], 1);
    for (const each of [model, reference]) {
      expect(await each.update(empty, options)).toEqual({ loss: 0, gradientNorm: 0, entropy: Number.NaN });
    }
    const expected = await reference.getWeights();
    (await model.getWeights()).forEach((weight, i) => {
      expect(Math.abs(weight - expected[i])).toBeLessThanOrEqual(1e-6 * Math.abs(expected[i]));
    });
    model.dispose();
  });

  it('leaves an update out, and says so by its norm, when the gradient is not finite', async () => {
    // Token 0, of which the prompt has one, overflows.
    const broken = weights.slice();
    broken[3] = Number.POSITIVE_INFINITY;
    const options = { learningRate: 0.1, weightDecay: 0.5, clipNorm: 1, entropyBonus: 0 };
    const batch = randomBatch(shape, [20], 3);
    batch.tokens[0] = 0;
    for (const each of [await create(shape, broken), new ReferenceModel(shape, broken)]) {
      expect(Number.isFinite((await each.update(batch, options)).gradientNorm)).toBe(false);
      expect(await each.getWeights()).toEqual(broken);
      const { updates, first, second } = await each.getOptimizer();
      expect([updates, Math.max(...first), Math.max(...second)]).toEqual([0, 0, 0]);
      await each.setWeights(weights);
      expect((await each.update(batch, options)).gradientNorm).toBeGreaterThan(0);
      expect((await each.getOptimizer()).updates).toBe(1);
      each.dispose();
    }
  });

  it.each([1, 0.7, 0])('samples the tokens of the reference at temperature %f', async (temperature) => {
    const model = await create(shape, weights);
    const streamed: number[][] = requests.map(() => []);
    const options = { key: [77, 0x80000001] as [number, number], temperature };
    const expected = await new ReferenceModel(shape, weights).sample(requests, options);
    const got = await model.sample(requests, {
      ...options,
      onTokens: (index, tokens) => streamed[index].push(...tokens),
    });
    got.forEach((completion, index) => {
      expect([...completion.tokens], `request ${index}`).toEqual([...expected[index].tokens]);
      expect(completion.stopped).toBe(expected[index].stopped);
      expect(streamed[index]).toEqual([...completion.tokens]);
      completion.tokens.forEach((_, i) => {
        expect(completion.logProbs[i]).toBeCloseTo(expected[index].logProbs[i], 4);
        expect(completion.entropies[i]).toBeCloseTo(expected[index].entropies[i], 4);
      });
    });
    model.dispose();
  });

  it('samples a request alike alone and among many', async () => {
    const model = await create(shape, weights);
    const options = { key: [5, 6] as [number, number], temperature: 1 };
    const many = Array.from({ length: 22 }, (_, item) => request([item % 30, 3, item % 7], item));
    const together = await model.sample(many, options);
    const [alone] = await model.sample([many[13]], options);
    expect([...together[13].tokens]).toEqual([...alone.tokens]);
    expect(await model.sample([], options)).toEqual([]);
    model.dispose();
  });

  it('agrees with itself: sampled log-probs are those of the training forward', async () => {
    const model = await create(shape, weights);
    const limited = { ...requests[0], endToken: -1, allowed: [2, 4, 6, 8, 10, 12, 20, 30] };
    const options = { key: [1, 2] as [number, number], temperature: 1, topP: 0.6 };
    const [{ tokens, logProbs }] = await model.sample([limited], options);
    expect(tokens.length).toBe(12);
    const sequence = Int32Array.of(...requests[0].prompt, ...tokens);
    const again = await model.logProbs({
      tokens: sequence,
      positions: Int32Array.from(sequence.keys()),
      starts: Int32Array.of(0, sequence.length),
    });
    logProbs.forEach((logProb, i) => {
      expect(again[3 + i]).toBeCloseTo(logProb, 4);
    });
    model.dispose();
  });

  it('stops when aborted and works on', async () => {
    const model = await create(shape, weights);
    const controller = new AbortController();
    const endless = requests.map((each) => ({ ...each, maxTokens: 40, endToken: -1 }));
    const sampling = model.sample(endless, {
      key: [1, 2],
      temperature: 1,
      signal: controller.signal,
      onTokens: () => controller.abort(),
    });
    await expect(sampling).rejects.toMatchObject({ name: 'AbortError' });
    const [completion] = await model.sample([requests[0]], { key: [1, 2], temperature: 1 });
    expect(completion.tokens.length).toBeGreaterThan(0);
    model.dispose();
  });

  it('takes weights and optimiser state, and refuses those of another size in words', async () => {
    const model = await create(shape, weights);
    const options = { learningRate: 0.01, weightDecay: 0, clipNorm: 1, entropyBonus: 0 };
    const batch = randomBatch(shape, [20, 30], 5);
    await model.update(batch, options);
    const [saved, optimizer] = [await model.getWeights(), await model.getOptimizer()];
    const kept = saved.slice();
    const { loss } = await model.update(batch, options);
    expect(saved).toEqual(kept);
    await model.setWeights(saved);
    await model.setOptimizer(optimizer);
    expect((await model.update(batch, options)).loss).toBeCloseTo(loss, 5);
    await expect(model.setWeights(new Float32Array(3))).rejects.toThrow(/3 numbers.*parameters/);
    model.dispose();
  });

  it('ends calls made before it is disposed of, refuses later ones, and harms no other model', async () => {
    const model = await create(shape, weights);
    const options = { key: [1, 2] as [number, number], temperature: 1 };
    const pending = model.sample([requests[0]], options);
    model.dispose();
    model.dispose();
    const outcome = await pending.catch(String);
    expect(typeof outcome === 'string' ? outcome : 'completed').toMatch(/completed|disposed of/);
    await expect(model.sample([requests[0]], options)).rejects.toThrow('disposed of');
    const next = await create(shape, weights);
    expect(await next.getWeights()).toEqual(weights);
    next.dispose();
  });

  it('refuses in words tokens outside the vocabulary and sequences beyond the context', async () => {
    const model = await create(shape, weights);
    const options = { key: [1, 2] as [number, number], temperature: 1 };
    await expect(model.sample([request([37], 0)], options)).rejects.toThrow(/37 is outside/);
    await expect(model.sample([request([], 0)], options)).rejects.toThrow(/at least one token/);
    await expect(model.logProbs(randomBatch(shape, [49], 1))).rejects.toThrow(/49 tokens/);
    model.dispose();
  });
}

/**
 * What every execution must do with top-p and allowed tokens. Apart from the rest, since plain TensorFlow.js on a software adapter takes minutes
 * for it; its operation for them has a test of its own there (sampler/sampler.gpu.test.ts).
 */
export function testSamplingLimits(create: Create): void {
  it.each([
    ['the nucleus', 30, 0.5],
    ['the nucleus of a flat distribution', 60, 0.8],
    ['the allowed tokens', 1, 1],
    ['the nucleus of the allowed tokens', 40, 0.6],
    ['the best allowed token', 0, 0.6],
  ])('samples from %s as the reference does, with the log-probs of all tokens', async (what, temperature, topP) => {
    const model = await create(shape, weights);
    const some = [30, 2, 4, 6, 1, 36, 11, 20];
    const limited = what.includes('allowed')
      ? requests.map((each, index) => ({
          ...each,
          allowed: index % 3 === 0 ? undefined : index % 3 === 1 ? some : [9],
        }))
      : requests;
    const options = { key: [77, 0x80000001] as [number, number], temperature, topP };
    const expected = await new ReferenceModel(shape, weights).sample(limited, options);
    const free = await new ReferenceModel(shape, weights).sample(limited, { ...options, topP: 1 });
    const got = await model.sample(limited, options);
    got.forEach((completion, index) => {
      expect([...completion.tokens], `request ${index}`).toEqual([...expected[index].tokens]);
      const { allowed } = limited[index] as SampleRequest;
      if (allowed) expect(allowed).toEqual(expect.arrayContaining([...completion.tokens]));
      completion.tokens.forEach((_, i) => {
        expect(completion.logProbs[i]).toBeCloseTo(expected[index].logProbs[i], 4);
        expect(completion.entropies[i]).toBeCloseTo(expected[index].entropies[i], 4);
      });
    });
    if (topP < 1 && temperature > 0) expect(expected).not.toEqual(free);
    model.dispose();
  });

  it('draws an allowed token where all of them are far below the best', async () => {
    const far = weights.slice();
    // The last norm's gain scales the logits, by enough for e^z to be 0 in 32 bits.
    far.fill(3000, far.length - shape.width);
    const model = await create(shape, far);
    const limited = requests.slice(0, 3).map((each, index) => ({ ...each, allowed: [[7, 8], [20], [1, 2, 3]][index] }));
    for (const topP of [1, 0.5]) {
      const options = { key: [1, 2] as [number, number], temperature: 1, topP };
      const got = await model.sample(limited, options);
      for (const [index, { tokens }] of got.entries()) {
        expect(tokens.length).toBeGreaterThan(0);
        expect(limited[index].allowed).toEqual(expect.arrayContaining([...tokens]));
      }
    }
    model.dispose();
  });

  it('refuses limits in words that leave nothing to draw or name no token', async () => {
    const model = await create(shape, weights);
    const options = { key: [1, 2] as [number, number], temperature: 1 };
    for (const topP of [0, -1, 1.5, Number.NaN]) {
      await expect(model.sample([requests[0]], { ...options, topP })).rejects.toThrow(/topP must be above 0/);
    }
    await expect(model.sample([{ ...requests[0], allowed: [] }], options)).rejects.toThrow(/allows no token/);
    await expect(model.sample([{ ...requests[0], allowed: [3, 37] }], options)).rejects.toThrow(/37 is outside/);
    model.dispose();
  });
}
