import type { LossTerms } from '../../lossTerms.ts';

export interface TokenLoss {
  /** weight · (−ln p), or its clipped surrogate. */
  loss: number;
  /** −∂(loss + klCoefficient · kl)/∂ln p: with p = softmax(z), the gradient of the logits is slope · (p − [target]). */
  slope: number;
  kl: number;
  clipped: boolean;
}

/** Log-probs further apart than this count as this far, so that ratios stay finite. */
const FARTHEST = 20;

function difference(a: number, b: number): number {
  return Math.min(FARTHEST, Math.max(-FARTHEST, a - b));
}

/** One counted token's part of the loss, from its ln p; `sampled` and `reference` are read when their term is on. */
export function tokenLoss(
  { clipRatio, klCoefficient }: LossTerms,
  weight: number,
  logProb: number,
  sampled: number,
  reference: number,
): TokenLoss {
  let [loss, slope, clipped] = [-weight * logProb, weight, false];
  if (clipRatio > 0) {
    const ratio = Math.exp(difference(logProb, sampled));
    const bound = weight > 0 ? 1 + clipRatio : 1 - clipRatio;
    clipped = (ratio - bound) * weight > 0;
    loss = -weight * (clipped ? bound : ratio);
    slope = clipped ? 0 : weight * ratio;
  }
  if (klCoefficient === 0) return { loss, slope, kl: 0, clipped };
  const d = difference(reference, logProb);
  return { loss, slope: slope + klCoefficient * (Math.exp(d) - 1), kl: Math.exp(d) - d - 1, clipped };
}
