import { describe, expect, it, vi } from 'vitest';
import type { LanguageModel, SampleRequest } from '../languageModel.ts';
import { type ModelShape, modelShape } from '../modelShape.ts';
import { pickSequences, splitRequests, splitSequences } from './parts.ts';
import { RemoteRank } from './remoteRank.ts';
import { testBatch, testWeights } from './testBatches.ts';
import { usefulRanks } from './usefulRanks.ts';
import { createParallelWasmModel, createWasmModel } from './wasmModel.ts';

const shape: ModelShape = { ...modelShape('small', 37), layers: 2, width: 32, heads: 2, hidden: 40, context: 64 };
const weights = testWeights(shape);
const options = { learningRate: 1e-2, weightDecay: 0.1, clipNorm: 1, entropyBonus: 0.01 };
const lengths = [20, 31, 64, 0, 50, 64, 1, 64, 64, 9];
const requests = Array.from(
  { length: 60 },
  (_, item): SampleRequest => ({
    prompt: Int32Array.from({ length: 1 + (item >> 2) }, (_, i) => ((item >> 2) * 7 + i * 5) % 37),
    maxTokens: 30,
    endToken: 3,
    item,
  }),
);

/** Everything that a model does, in numbers. */
async function work(model: LanguageModel) {
  const stats = [];
  for (let i = 0; i < 3; i++) stats.push(await model.update(testBatch(shape, lengths, i), options));
  const logProbs = await model.logProbs(testBatch(shape, lengths));
  const reported: number[][] = requests.map(() => []);
  const completions = await model.sample(requests, {
    key: [7, 8],
    temperature: 1,
    onTokens: (index, tokens) => reported[index].push(...tokens),
  });
  expect(reported).toEqual(completions.map(({ tokens }) => [...tokens]));
  return { stats, logProbs, completions, weights: await model.getWeights(), optimizer: await model.getOptimizer() };
}

describe('parts', () => {
  it('hold every sequence once, balanced by tokens', () => {
    const batch = testBatch(shape, lengths);
    const parts = splitSequences(batch, 4);
    expect(parts.flat().sort((a, b) => a - b)).toEqual(lengths.map((_, s) => s));
    const totals = parts.map((part) => part.reduce((sum, s) => sum + lengths[s], 0));
    expect(Math.max(...totals) - Math.min(...totals)).toBeLessThanOrEqual(64);
    const picked = pickSequences(batch, [2, 3, 6]);
    expect([...picked.starts]).toEqual([0, 64, 64, 65]);
    expect([...picked.weights]).toEqual([...batch.weights.subarray(51, 115), batch.weights[229]]);
  });

  it('keep requests with the same prompt together', () => {
    const shares = splitRequests(requests, 2);
    expect(shares.flat().sort((a, b) => a - b)).toEqual(requests.map((_, i) => i));
    expect(Math.abs(shares[0].length - shares[1].length)).toBeLessThanOrEqual(8);
    for (let first = 0; first < 60; first += 4) {
      expect(shares.some((share) => [0, 1, 2, 3].every((i) => share.includes(first + i)))).toBe(true);
    }
  });
});

describe('parallel wasm model', () => {
  it('does to the last bit what one thread does, with two and with four', async () => {
    const expected = await work(await createWasmModel(shape, weights));
    for (const workers of [2, 4]) {
      const model = await createParallelWasmModel(shape, weights, workers);
      expect(await work(model), `${workers} workers`).toEqual(expected);
      model.dispose();
    }
  });

  it('takes over weights and moments on every thread', async () => {
    const trained = await createWasmModel(shape, testWeights(shape, 2));
    await work(trained);
    const model = await createParallelWasmModel(shape, weights, 2);
    await model.setWeights(await trained.getWeights());
    await model.setOptimizer(await trained.getOptimizer());
    expect(await work(model)).toEqual(await work(trained));
    model.dispose();
  });

  it('goes on alone, with the same results, when a thread is lost', async () => {
    const expected = await work(await createWasmModel(shape, weights));
    const { call } = RemoteRank.prototype;
    for (const fatal of ['computeGradient', 'sample', 'logProbs']) {
      const model = await createParallelWasmModel(shape, weights, 2);
      const post = vi.spyOn(RemoteRank.prototype, 'call').mockImplementation(function (
        this: RemoteRank,
        name,
        ...rest
      ) {
        const answer = call.apply(this, [name, ...rest]);
        if (name === fatal) this.end();
        return answer;
      });
      expect(await work(model), fatal).toEqual(expected);
      expect(post.mock.calls.at(-1)?.[0]).toBe(fatal);
      post.mockRestore();
      model.dispose();
    }
  });

  it('starts other threads by itself in the middle of a run, when there is work for them', async () => {
    const many = Array.from({ length: 8 }, () => lengths).flat();
    const run = async (model: LanguageModel) => {
      const losses = [];
      for (let i = 0; i < 25; i++) losses.push((await model.update(testBatch(shape, many, i), options)).loss);
      const started = call.mock.calls.filter(([name]) => name === 'create').length;
      const weights = await model.getWeights();
      model.dispose();
      return { started, losses, weights };
    };
    const call = vi.spyOn(RemoteRank.prototype, 'call');
    const alone = await run(await createParallelWasmModel(shape, weights, 1));
    const growing = await run(await createWasmModel(shape, weights));
    call.mockRestore();
    expect(alone.started).toBe(0);
    expect(growing).toEqual({ ...alone, started: usefulRanks() - 1 });
  });

  it('stops all threads when told, and works on', async () => {
    const model = await createParallelWasmModel(shape, weights, 2);
    const controller = new AbortController();
    const many = Array.from({ length: 3000 }, (_, item) => ({ ...requests[item % 60], endToken: -1, item }));
    const onTokens = () => controller.abort();
    const aborted = model.sample(many, { key: [1, 1], temperature: 1, onTokens, signal: controller.signal });
    await expect(aborted).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    const [completion] = await model.sample(requests.slice(0, 1), { key: [7, 8], temperature: 1 });
    expect(completion.tokens.length).toBeGreaterThan(0);
    model.dispose();
  });
});
