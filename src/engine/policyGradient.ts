import type { Config } from '../core/config/schema.ts';
import type { RandomStream } from '../core/rng.ts';
import type { LanguageModel, UpdateStats } from '../nn/languageModel.ts';
import { PendingUpdates } from './pendingUpdates.ts';
import type { ReferencePolicy } from './referencePolicy.ts';
import type { RolloutJob } from './rollouts.ts';
import type { Member } from './stepAdvantages.ts';
import { trainingBatch } from './trainingBatch.ts';

/** A completion with its advantage. */
export interface Advantaged {
  rollout: string;
  prompt: readonly number[];
  completion: readonly number[];
  advantage: number;
}

/** The members of a step that are trained on: sampled completions of the roles that learn, probes only under `trainProbes`. */
export function advantaged(members: readonly Member[], advantages: readonly number[], config: Config): Advantaged[] {
  const learns = ({ role, purpose }: RolloutJob) =>
    role === 'propose' ? config.trainProposer : config.trainSolver && (config.trainProbes || purpose !== 'probe');
  return members.flatMap(({ rollout: { job, tokens } }, i) =>
    tokens.length > 0 && learns(job)
      ? [{ rollout: job.id, prompt: job.prompt, completion: tokens, advantage: advantages[i] }]
      : [],
  );
}

export interface UpdateResult {
  stats: UpdateStats[];
  /** Share of the updates' gradient weight that each rollout had, by id. */
  weights: Map<string, number>;
  learningRate: number;
  /** Tokens that went forward and backward, each pass counted. */
  trained: number;
}

/**
 * The policy gradient on the step's completions (paper §3.3.5): `ppoEpochs` updates with
 * loss = -mean over tokens of A · ln π(token) - entropyBonus · H + klCoefficient · KL(π ‖ reference), the first term by PPO's clipped surrogate
 * where there is a `clipRatio`. In the first epoch the sampling policy is the policy that is updated, so the ratio is 1 and clipping does
 * nothing. As in the reference code's trainer, old log-probs are computed anew on the training batch (whose positions are not the sampler's).
 */
export async function policyGradientUpdate(
  model: LanguageModel,
  reference: ReferencePolicy,
  examples: readonly Advantaged[],
  config: Config,
  learningRate: number,
  random: RandomStream,
  breathe: () => Promise<void>,
): Promise<UpdateResult> {
  const weights = new Map<string, number>();
  const scale = examples.reduce((sum, { advantage, completion }) => sum + Math.abs(advantage) * completion.length, 0);
  if (scale === 0) return { stats: [], weights, learningRate, trained: 0 };
  for (const { rollout, advantage, completion } of examples)
    weights.set(rollout, (Math.abs(advantage) * completion.length) / scale);
  const batch = trainingBatch(
    examples.map(({ advantage, ...example }) => ({ ...example, weight: advantage })),
    model.shape.context,
    random,
  );
  const { weightDecay, clipNorm, entropyBonus, clipRatio, klCoefficient, ppoEpochs } = config;
  if (clipRatio > 0) batch.sampledLogProbs = await model.logProbs(batch);
  if (klCoefficient > 0) batch.referenceLogProbs = await reference.logProbs(model, batch);
  const updates = new PendingUpdates(model);
  for (let epoch = 0; epoch < ppoEpochs; epoch++) {
    await breathe();
    await updates.begin(batch, { learningRate, weightDecay, clipNorm, entropyBonus, clipRatio, klCoefficient });
  }
  return { stats: await updates.all(), weights, learningRate, trained: ppoEpochs * batch.tokens.length };
}
