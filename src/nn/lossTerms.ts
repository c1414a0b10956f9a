import type { TrainingBatch, UpdateOptions, UpdateStats } from './languageModel.ts';

/** What the loss is made of; entropy and divergence for each counted token, that is one with weight ≠ 0. 0 turns a term off. */
export interface LossTerms {
  clipRatio: number;
  entropyBonus: number;
  klCoefficient: number;
}

/** Σ of the loss, the entropy, the divergence, and the number of clipped tokens. */
export type LossSums = [loss: number, entropy: number, kl: number, clipped: number];

function countedTokens({ weights }: Pick<TrainingBatch, 'weights'>): number {
  return weights.reduce((count, weight) => count + Number(weight !== 0), 0);
}

/** @throws RangeError when a term needs log-probs that the batch does not bring */
export function lossTerms(batch: TrainingBatch, options: UpdateOptions): LossTerms {
  const { tokens, sampledLogProbs, referenceLogProbs } = batch;
  const { clipRatio = 0, entropyBonus, klCoefficient = 0 } = options;
  if (clipRatio > 0 && sampledLogProbs?.length !== tokens.length) {
    throw new RangeError(
      "Clipping needs the batch's sampledLogProbs, one for each token. Give them, or a clipRatio of 0.",
    );
  }
  if (klCoefficient > 0 && referenceLogProbs?.length !== tokens.length) {
    throw new RangeError(
      "A KL coefficient needs the batch's referenceLogProbs, one for each token. Give them, or a klCoefficient of 0.",
    );
  }
  const counted = Math.max(1, countedTokens(batch));
  return { clipRatio, entropyBonus: entropyBonus / counted, klCoefficient: klCoefficient / counted };
}

/** What an update reports of its sums. */
export function updateStats(
  [loss, entropy, kl, clipped]: LossSums,
  gradientNorm: number,
  batch: TrainingBatch,
  { clipRatio = 0, klCoefficient = 0 }: UpdateOptions,
): UpdateStats {
  const counted = countedTokens(batch);
  return {
    loss,
    gradientNorm,
    entropy: entropy / counted,
    ...(klCoefficient > 0 ? { kl: kl / counted } : {}),
    ...(clipRatio > 0 ? { clippedShare: clipped / counted } : {}),
  };
}
