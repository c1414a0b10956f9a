import { describe, expect, it, vi } from 'vitest';
import { threefry2x32 } from '../../core/rng.ts';
import type { Completion, LanguageModel, SampleRequest } from '../languageModel.ts';
import { type ModelShape, modelShape } from '../modelShape.ts';
import { ReferenceModel } from '../reference/referenceModel.ts';
import { referenceLogits } from '../reference/transformer.ts';
import { drawToken } from '../sampler/drawToken.ref.ts';
import { testWeights } from './testBatches.ts';
import { createWasmModel } from './wasmModel.ts';

const shape: ModelShape = { ...modelShape('small', 37), layers: 2, width: 32, heads: 2, hidden: 40, context: 40 };
const weights = testWeights(shape).map((w) => 1.5 * w);

/** Requests of many lengths; every prompt is used twice in a row. */
function requests(count: number, maxTokens = 24): SampleRequest[] {
  return Array.from({ length: count }, (_, item) => ({
    prompt: Int32Array.from({ length: 1 + ((item >> 1) % 13) }, (_, i) => ((item >> 1) * 7 + i * 5) % 37),
    maxTokens: maxTokens - (item % 5),
    endToken: 3,
    item,
  }));
}

/** ln p of each sampled token by the training forward pass. */
async function forwardLogProbs(model: LanguageModel, requests: SampleRequest[], completions: Completion[]) {
  const sequences = requests.map(({ prompt }, i) => [...prompt, ...completions[i].tokens]);
  const starts = Int32Array.of(0, ...sequences.map(({ length }) => length));
  for (let s = 1; s < starts.length; s++) starts[s] += starts[s - 1];
  const logProbs = await model.logProbs({
    tokens: Int32Array.from(sequences.flat()),
    positions: Int32Array.from(sequences.flatMap((sequence) => [...sequence.keys()])),
    starts,
  });
  return completions.map((_, i) => logProbs.subarray(starts[i] + requests[i].prompt.length, starts[i + 1]));
}

describe('wasm sampler', () => {
  it.each([1, 0.7, 0])(
    'draws the tokens, log-probs and entropies of the reference at temperature %s',
    async (temperature) => {
      const model = await createWasmModel(shape, weights);
      const options = { key: [11, 12] as [number, number], temperature };
      const ours = await model.sample(requests(20), options);
      const theirs = await new ReferenceModel(shape, weights).sample(requests(20), options);
      ours.forEach((completion, i) => {
        expect([...completion.tokens], `request ${i}`).toEqual([...theirs[i].tokens]);
        expect(completion.stopped).toBe(theirs[i].stopped);
        completion.logProbs.forEach((logProb, t) => {
          expect(Math.abs(logProb - theirs[i].logProbs[t])).toBeLessThan(1e-4);
          expect(Math.abs(completion.entropies[t] - theirs[i].entropies[t])).toBeLessThan(1e-4);
        });
      });
      expect(new Set(ours.map(({ stopped }) => stopped))).toContain('end');
    },
  );

  it('reports the log-probs of the training forward pass', async () => {
    const model = await createWasmModel(shape, weights);
    const all = requests(90);
    const completions = await model.sample(all, { key: [1, 2], temperature: 1 });
    (await forwardLogProbs(model, all, completions)).forEach((logProbs, i) => {
      logProbs.forEach((logProb, t) => {
        expect(Math.abs(logProb - completions[i].logProbs[t]), `request ${i} token ${t}`).toBeLessThan(1e-4);
      });
    });
  });

  it('gives each request the same bits alone, in a large batch and in another order', async () => {
    const model = await createWasmModel(shape, weights);
    const options = { key: [5, 6] as [number, number], temperature: 1 };
    const all = requests(150);
    const batched = await model.sample(all, options);
    const reversed = await model.sample([...all].reverse(), options);
    expect(reversed.reverse()).toEqual(batched);
    for (const i of [0, 63, 64, 149]) expect((await model.sample([all[i]], options))[0]).toEqual(batched[i]);
  });

  it('draws the right distribution in every row of the batch', async () => {
    const narrow = { ...shape, vocabulary: 9 };
    const model = await createWasmModel(narrow, testWeights(narrow));
    const [rows, keys] = [8, 500];
    const prompts = Array.from({ length: rows }, (_, row) => Int32Array.of(row, (row * 5 + 1) % 9));
    const counts = prompts.map(() => new Float64Array(9));
    for (let key = 0; key < keys; key++) {
      const batch = prompts.map((prompt, item) => ({ prompt, maxTokens: 1, endToken: -1, item }));
      const completions = await model.sample(batch, { key: [key, 77], temperature: 1.3 });
      completions.forEach(({ tokens }, row) => {
        counts[row][tokens[0]]++;
      });
    }
    prompts.forEach((prompt, row) => {
      const logits = referenceLogits(narrow, Float64Array.from(testWeights(narrow)), {
        tokens: prompt,
        positions: Int32Array.of(0, 1),
        starts: Int32Array.of(0, 2),
      }).subarray(9);
      const p = Float64Array.from(logits, (_, v) => {
        const tempered = logits.reduce((sum, z) => sum + Math.exp((z - logits[v]) / 1.3), 0);
        return 1 / tempered;
      });
      const chiSquare = p.reduce((sum, q, v) => sum + (counts[row][v] - keys * q) ** 2 / (keys * q), 0);
      expect(chiSquare, `row ${row}`).toBeLessThan(31.8); // 8 degrees of freedom: p = 1e-4
    });
  });

  it('takes its random numbers from the address of each token', async () => {
    const model = await createWasmModel(shape, weights);
    const request = { prompt: Int32Array.of(4, 9), maxTokens: 1, endToken: -1, item: 123456 };
    const logits = referenceLogits(shape, Float64Array.from(weights), {
      tokens: request.prompt,
      positions: Int32Array.of(0, 1),
      starts: Int32Array.of(0, 2),
    }).subarray(37);
    for (let k = 0; k < 20; k++) {
      const uniform = ((threefry2x32(k, 0xffff0000, 123456, 0)[0] >>> 9) + 0.5) * 2 ** -23;
      const [{ tokens }] = await model.sample([request], { key: [k, 0xffff0000], temperature: 1 });
      expect(tokens[0]).toBe(drawToken(logits, 1, uniform).token);
    }
  });

  it('honours line budgets, length, context and empty work', async () => {
    const model = await createWasmModel(shape, weights);
    const options = { key: [1, 1] as [number, number], temperature: 1 };
    const everything = Array.from({ length: 37 }, (_, token) => token);
    const base = { prompt: Int32Array.of(1, 2), endToken: -1, item: 0 };
    const completions = await model.sample(
      [
        { ...base, maxTokens: 50, lineTokens: everything, maxLines: 3 },
        { ...base, maxTokens: 5, lineTokens: [], maxLines: 1 },
        { ...base, maxTokens: 1e9 },
        { ...base, maxTokens: 0 },
        { ...base, maxTokens: 9, prompt: new Int32Array(40) },
      ],
      options,
    );
    expect(completions.map(({ stopped, tokens }) => [stopped, tokens.length])).toEqual([
      ['lines', 3],
      ['length', 5],
      ['context', 38],
      ['length', 0],
      ['context', 0],
    ]);
    expect(await model.sample([], options)).toEqual([]);
    await expect(model.sample([{ ...base, maxTokens: 3, prompt: new Int32Array() }], options)).rejects.toThrow(
      'empty prompt',
    );
    await expect(model.sample([{ ...base, maxTokens: 3, prompt: Int32Array.of(37) }], options)).rejects.toThrow(
      '37 is outside the vocabulary',
    );
  });

  it('reports tokens as they appear, lets other tasks run and stops when told', async () => {
    const model = await createWasmModel(shape, weights);
    const seen: number[][] = Array.from({ length: 80 }, () => []);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const all = requests(80);
    const completions = await model.sample(all, {
      key: [3, 3],
      temperature: 1,
      onTokens: (index, tokens) => seen[index].push(...tokens),
    });
    expect(seen).toEqual(completions.map(({ tokens }) => [...tokens]));

    const controller = new AbortController();
    const onTokens = vi.fn(() => controller.abort());
    const many = Array.from({ length: 3000 }, (_, item) => ({ ...all[0], endToken: -1, item }));
    const aborted = model.sample(many, { key: [3, 3], temperature: 1, onTokens, signal: controller.signal });
    await expect(aborted).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(onTokens.mock.calls.length).toBeLessThan(3000);
    await model.sample(many, { key: [3, 3], temperature: 1 });
    expect(ticks).toBeGreaterThan(0);
    clearInterval(timer);
  });
});
