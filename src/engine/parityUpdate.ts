import type { Config } from '../core/config/schema.ts';
import { runRequest } from '../core/python/run.ts';
import { Purpose, RandomStream } from '../core/rng.ts';
import { findLanguage } from '../core/tasks/language.ts';
import { warmupExample } from '../core/tasks/warmupExample.ts';
import type { TrainingBatch, UpdateOptions } from '../nn/languageModel.ts';
import type { ModelShape } from '../nn/modelShape.ts';
import { trainingBatch } from './trainingBatch.ts';

/**
 * Update number `update`, from 1, of a comparison of executions of the model: as many warm-up examples as an update of these settings has.
 * @param shortest where it is given, so many of twice as many, the shortest
 */
export function parityUpdate(
  config: Config,
  { context }: ModelShape,
  update: number,
  shortest?: number,
): { batch: TrainingBatch; options: UpdateOptions } {
  const { weightDecay, clipNorm, entropyBonus, learningRateWarmup, inductionInputs, updateSequences } = config;
  const language = findLanguage(config.language);
  const random = new RandomStream({ seed: config.seed, purpose: Purpose.warmupData, step: update, item: 0 });
  const count = shortest === undefined ? updateSequences : 2 * shortest;
  const drawn = Array.from({ length: count }, () => {
    const example = warmupExample(language, random, runRequest, inductionInputs, () => false);
    return { ...example, weight: 1, length: example.prompt.length + example.completion.length };
  });
  const examples = shortest === undefined ? drawn : drawn.sort((a, b) => a.length - b.length).slice(0, shortest);
  const learningRate = config.learningRate * Math.min(1, update / learningRateWarmup);
  return {
    batch: trainingBatch(examples, context, random),
    options: { learningRate, weightDecay, clipNorm, entropyBonus },
  };
}
