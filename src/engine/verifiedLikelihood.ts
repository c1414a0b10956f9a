import type { Config } from '../core/config/schema.ts';
import type { RandomStream } from '../core/rng.ts';
import { variableNames } from '../core/tasks/lists/operations.ts';
import { shownOutputs } from '../core/tasks/prompts.ts';
import { renamedVariables } from '../core/tasks/renamedVariables.ts';
import type { LanguageModel } from '../nn/languageModel.ts';
import { PendingUpdates } from './pendingUpdates.ts';
import type { UpdateResult } from './policyGradient.ts';
import type { Positive, PositivePool } from './positivePool.ts';
import { trainingBatch } from './trainingBatch.ts';

/** What a step's updates are made of. */
export interface LearntPositives {
  /** This step's. */
  fresh: readonly Positive[];
  /** Inductions whose answer is known in hindsight. */
  hindsight: readonly Positive[];
  /** All earlier ones. */
  pool: PositivePool;
}

/** How many sequences of an update are inductions in hindsight. */
export function hindsightPerUpdate({ updateSequences, hindsightShare }: Config): number {
  return Math.round(updateSequences * hindsightShare);
}

/**
 * Maximum likelihood on verified positives: `updatesPerStep` updates of `updateSequences` sequences each, a share of them in hindsight, and of
 * the others a share replayed from all earlier positives, the rest fresh ones of this step in random order. Easy-to-hard self-training on one's own verified
 * answers, as in Lee et al. 2025 (https://arxiv.org/abs/2502.01612); not the paper's update.
 */
export async function verifiedLikelihoodUpdate(
  model: LanguageModel,
  { fresh, hindsight, pool }: LearntPositives,
  config: Config,
  learningRate: number,
  random: RandomStream,
  breathe: () => Promise<void>,
): Promise<UpdateResult> {
  const weights = new Map<string, number>();
  const updates = new PendingUpdates(model);
  const queue = random.shuffle(fresh);
  const known = hindsightPerUpdate(config);
  const others = config.updateSequences - known;
  const freshPerUpdate = Math.round(others * (1 - config.replayShare));
  let total = 0;
  let trained = 0;
  for (let update = 0; update < config.updatesPerStep; update++) {
    await breathe();
    const chosen = queue.splice(0, freshPerUpdate);
    const replayed = pool.sample(
      random,
      config.replayShare > 0 ? others - chosen.length : 0,
      known > 0 ? 'solve.induction' : undefined,
    );
    const examples = [...chosen, ...hindsight.slice(update * known, (update + 1) * known), ...replayed];
    if (examples.length === 0) break;
    for (const { rollout, weight, completion } of examples) {
      weights.set(rollout, (weights.get(rollout) ?? 0) + weight * completion.length);
      total += weight * completion.length;
    }
    const named = config.renameVariables ? examples.map((positive) => withOtherNames(positive, random)) : examples;
    const learnt = config.learnShownPairs ? named.map(withShownPairs) : named;
    const batch = trainingBatch(learnt, model.shape.context, random);
    const { weightDecay, clipNorm } = config;
    trained += batch.tokens.length;
    await updates.begin(batch, { learningRate, weightDecay, clipNorm, entropyBonus: 0 });
  }
  for (const [rollout, weight] of weights) weights.set(rollout, weight / total);
  return { stats: await updates.all(), weights, learningRate, trained };
}

/** The same positive with its variables moved along the alphabet, which leaves it as true as it was. */
function withOtherNames(positive: Positive, random: RandomStream): Positive {
  const by = random.integer(variableNames.length);
  const [prompt, completion] = [positive.prompt, positive.completion].map((tokens) => renamedVariables(tokens, by));
  return { ...positive, prompt, completion };
}

/** The same positive with the outputs of an induction's shown pairs to learn as well. */
function withShownPairs(positive: Positive): Positive {
  return positive.stream === 'solve.induction' ? { ...positive, learnt: shownOutputs(positive.prompt) } : positive;
}
