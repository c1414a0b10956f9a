import { Purpose, RandomStream } from '../core/rng.ts';
import type { WarmupProgress } from '../core/runlog/events.ts';
import { heldOutFilter } from '../core/tasks/heldOut.ts';
import type { Language } from '../core/tasks/language.ts';
import { type Run, warmupExample } from '../core/tasks/warmupExample.ts';
import type { LanguageModel } from '../nn/languageModel.ts';
import { PendingUpdates } from './pendingUpdates.ts';
import { trainingBatch } from './trainingBatch.ts';

export interface WarmupOptions {
  language: Language;
  seed: number;
  /** Tokens to train on, prompts included. */
  tokens: number;
  inductionInputs: number;
  /** Share of examples with tasks of type `error`; 0 where that type is off. */
  errors?: number;
  /** The highest learning rate, where it is not that of a warm-up from random weights. */
  learningRate?: number;
  /** Runs a program at once. */
  run: Run;
  /** Called after every update. */
  onProgress: (progress: WarmupProgress) => void;
  /** Awaited before every update: resolves when the run may go on, rejects when it is stopped. */
  breathe: () => Promise<void>;
}

const SEQUENCES = 24;
const LEARNING_RATE = 3e-3;
const RAMP_UPDATES = 60;
/** The learning rate falls linearly to a tenth over this last share of the tokens. */
const DECAY_SHARE = 0.5;

/**
 * Supervised warm-up on random programs of the language's grammar, none deeper than `language.warmupDepth`: teaches the format of the six streams and
 * the operations, nothing longer. Held-out programs are left out.
 */
export async function warmUp(model: LanguageModel, options: WarmupOptions): Promise<WarmupProgress> {
  const { language, seed, run, inductionInputs, errors = 0, learningRate: highest = LEARNING_RATE } = options;
  const excluded = heldOutFilter(language, inductionInputs, run, errors > 0);
  const started = performance.now();
  let trained = 0;
  const updates = new PendingUpdates(model);
  let progress: WarmupProgress = { kind: 'warmup', update: 0, updates: 0, loss: Number.NaN, tokens: 0, seconds: 0 };
  for (let update = 1; trained < options.tokens; update++) {
    await options.breathe();
    const random = new RandomStream({ seed, purpose: Purpose.warmupData, step: update, item: 0 });
    const examples = Array.from({ length: SEQUENCES }, () => ({
      ...warmupExample(language, random, run, inductionInputs, excluded, errors),
      weight: 1,
    }));
    const batch = trainingBatch(examples, model.shape.context, random);
    const left = 1 - trained / options.tokens;
    const learningRate = highest * Math.min(1, update / RAMP_UPDATES) * Math.max(0.1, Math.min(1, left / DECAY_SHARE));
    trained += batch.tokens.length;
    const tokens = trained;
    const estimate = Math.max(update, Math.ceil(options.tokens / (tokens / update)));
    const settings = { learningRate, weightDecay: 0.01, clipNorm: 1, entropyBonus: 0 };
    await updates.begin(batch, settings, ({ loss }) => {
      const seconds = (performance.now() - started) / 1000;
      progress = { kind: 'warmup', update, updates: estimate, loss, tokens, seconds };
      options.onProgress(progress);
    });
  }
  await updates.all();
  return progress;
}
