import { expect, it } from 'vitest';
import { type Config, defaultConfig } from '../core/config/schema.ts';
import { Purpose, RandomStream } from '../core/rng.ts';
import { solvePrompt } from '../core/tasks/prompts.ts';
import { decode, encode } from '../core/tasks/tokenizer.ts';
import type { LanguageModel, TrainingBatch } from '../nn/languageModel.ts';
import { type Positive, PositivePool } from './positivePool.ts';
import { type LearntPositives, verifiedLikelihoodUpdate } from './verifiedLikelihood.ts';

const positive: Positive = {
  stream: 'solve.deduction',
  depth: 1,
  rollout: 'r',
  prompt: encode('def f(a):\n    b = a[1:]\n    return b\nf([1, 2])\n'),
  completion: encode('b = a[1:]  # [2]\n'),
  weight: 1,
};

/** The one batch that an update learns with these settings. */
async function learntBatch(learnt: LearntPositives, settings: Partial<Config>): Promise<TrainingBatch> {
  const batches: TrainingBatch[] = [];
  const model = {
    shape: { context: 128 },
    update: async (batch: TrainingBatch) => {
      batches.push(batch);
      return { loss: 0, gradientNorm: 0, entropy: 0 };
    },
  } as unknown as LanguageModel;
  const config = { ...defaultConfig(), ...settings, updatesPerStep: 1 };
  const random = new RandomStream({ seed: 1, purpose: Purpose.replay, step: 0, item: 0 });
  await verifiedLikelihoodUpdate(model, learnt, config, 0.1, random, async () => {});
  expect(batches).toHaveLength(1);
  return batches[0];
}

function textsOf({ tokens, starts }: TrainingBatch): string[] {
  return Array.from({ length: starts.length - 1 }, (_, i) => decode(tokens.slice(starts[i], starts[i + 1])));
}

function poolOf(...positives: Positive[]): PositivePool {
  const pool = new PositivePool();
  pool.add(positives);
  return pool;
}

/** Texts of the sequences that an update learns, one fresh and eleven replayed. */
async function learntTexts(renameVariables: boolean): Promise<string[]> {
  const learnt = { fresh: [positive], hindsight: [], pool: poolOf(positive) };
  return textsOf(await learntBatch(learnt, { renameVariables, updateSequences: 12 }));
}

it('takes a share in hindsight in place of replayed inductions, and learns the outputs of shown pairs where asked to', async () => {
  const induction = (answer: string): Positive => ({
    stream: 'solve.induction',
    depth: 1,
    rollout: answer,
    prompt: solvePrompt({ type: 'induction', message: '1 steps', shown: [{ input: '[1, 2]', output: '[2]' }] }),
    completion: encode(answer),
    weight: 1,
  });
  const hindsight = [induction('known'), induction('known'), induction('known'), induction('known')];
  const batch = await learntBatch(
    { fresh: [induction('fresh')], hindsight, pool: poolOf(positive, induction('old')) },
    { updateSequences: 16, hindsightShare: 0.25, learnShownPairs: true },
  );
  const { tokens, starts, weights } = batch;
  const texts = textsOf(batch);
  expect(texts).toHaveLength(16);
  expect(texts.filter((text) => text.endsWith('known'))).toHaveLength(4);
  expect(texts.filter((text) => text.endsWith('fresh'))).toHaveLength(1);
  expect(texts.filter((text) => text.endsWith('old'))).toHaveLength(0);
  for (const [i, text] of texts.entries()) {
    const learnt = [...tokens.slice(starts[i], starts[i + 1])].filter((_, k) => weights[starts[i] + k] > 0);
    const answer = text.includes('<think>') ? `[2]${text.split('<think>')[1]}` : decode(positive.completion);
    expect(decode(learnt)).toBe(answer);
  }
});

it('learns answers as they are, or with other names each time that are the same in prompt and completion', async () => {
  const text = decode([...positive.prompt, ...positive.completion]);
  expect(new Set(await learntTexts(false))).toEqual(new Set([text]));
  const renamed = await learntTexts(true);
  expect(renamed).toHaveLength(12);
  expect(new Set(renamed).size).toBeGreaterThan(4);
  for (const other of renamed) {
    const [, from, to] = /^def f\((\w)\):\n {4}(\w) = /.exec(other) as RegExpExecArray;
    expect(other).toBe(
      `def f(${from}):\n    ${to} = ${from}[1:]\n    return ${to}\nf([1, 2])\n${to} = ${from}[1:]  # [2]\n`,
    );
  }
});
