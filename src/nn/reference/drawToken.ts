import { softmax } from './ops.ts';

export interface Draw {
  token: number;
  /** ln p of the token under the tempered distribution (temperature 1 for greedy). */
  logProb: number;
  /** Entropy of that distribution in nats. */
  entropy: number;
}

/**
 * Draws a token by the inverse of the cumulative distribution: the first v whose cumulated probability, in token order,
 * exceeds `uniform`. Temperature 0 takes the largest logit, the lowest id on ties.
 */
export function drawToken(logits: Float64Array, temperature: number, uniform: number): Draw {
  const p = softmax(logits, temperature === 0 ? 1 : temperature);
  const entropy = p.reduce((sum, value) => sum - (value > 0 ? value * Math.log(value) : 0), 0);
  let token = 0;
  if (temperature === 0) {
    for (let v = 1; v < logits.length; v++) if (logits[v] > logits[token]) token = v;
  } else {
    let cumulated = p[0];
    while (cumulated <= uniform && token < logits.length - 1) cumulated += p[++token];
  }
  return { token, logProb: Math.log(p[token]), entropy };
}
