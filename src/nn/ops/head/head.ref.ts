import type { LossSums, LossTerms } from '../../lossTerms.ts';
import { softmax } from './softmax.ref.ts';
import { tokenLoss } from './tokenLoss.ref.ts';

export interface HeadLoss {
  logProb: number;
  entropy: number;
  sums: LossSums;
  /** Of loss − entropyBonus · entropy + klCoefficient · kl with respect to the logits. */
  gradient: Float64Array;
}

/**
 * What a token adds to the loss, from the logits [V] that predict it. With p = softmax(logits) and H its entropy, ∂(−ln p_t)/∂z_j = p_j − [j = t] and
 * ∂H/∂z_j = −p_j · (ln p_j + H). A token without weight adds nothing.
 */
export function headLoss(
  terms: LossTerms,
  logits: Float64Array,
  target: number,
  weight: number,
  sampled = 0,
  reference = 0,
): HeadLoss {
  const p = softmax(logits);
  const entropy = p.reduce((sum, value) => sum - (value > 0 ? value * Math.log(value) : 0), 0);
  const logProb = Math.log(p[target]);
  if (weight === 0) return { logProb, entropy, sums: [0, 0, 0, 0], gradient: new Float64Array(p.length) };
  const { loss, slope, kl, clipped } = tokenLoss(terms, weight, logProb, sampled, reference);
  const gradient = p.map((value, j) => {
    const bonus = value > 0 ? terms.entropyBonus * value * (Math.log(value) + entropy) : 0;
    return slope * (value - Number(j === target)) + bonus;
  });
  return { logProb, entropy, sums: [loss, entropy, kl, Number(clipped)], gradient };
}
