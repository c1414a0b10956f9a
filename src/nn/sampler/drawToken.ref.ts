import { softmax } from '../ops/head/softmax.ref.ts';

export interface Draw {
  token: number;
  /** ln p of the token under the tempered distribution of all tokens (temperature 1 for greedy). */
  logProb: number;
  /** Entropy of that distribution in nats. */
  entropy: number;
}

/** What may be drawn; see `SampleOptions` and `SampleRequest`. */
export interface DrawLimits {
  topP?: number;
  allowed?: readonly number[];
}

/**
 * Draws a token by the inverse of the cumulative distribution: the first v whose cumulated probability, in token order,
 * exceeds `uniform`. Temperature 0 takes the largest logit, the lowest id on ties.
 */
export function drawToken(
  logits: Float64Array,
  temperature: number,
  uniform: number,
  { topP = 1, allowed }: DrawLimits = {},
): Draw {
  const heat = temperature === 0 ? 1 : temperature;
  const p = softmax(logits, heat);
  const entropy = p.reduce((sum, value) => sum - (value > 0 ? value * Math.log(value) : 0), 0);
  const legal = allowed ? [...allowed].sort((a, b) => a - b) : [...logits.keys()];
  const kept = temperature === 0 ? [greedy(logits, legal)] : nucleus(logits, legal, heat, topP);
  const weights = softmax(
    Float64Array.from(kept, (v) => logits[v]),
    heat,
  );
  let place = 0;
  let cumulated = weights[0];
  while (cumulated <= uniform && place < kept.length - 1) cumulated += weights[++place];
  const token = kept[place];
  return { token, logProb: Math.log(p[token]), entropy };
}

function greedy(logits: Float64Array, legal: readonly number[]): number {
  return legal.reduce((best, v) => (logits[v] > logits[best] ? v : best));
}

/** The tokens, in order, above which there is less than `topP` of the probability of the legal ones. */
function nucleus(logits: Float64Array, legal: readonly number[], temperature: number, topP: number): readonly number[] {
  if (topP === 1) return legal;
  const p = softmax(
    Float64Array.from(legal, (v) => logits[v]),
    temperature,
  );
  const above = (v: number) => legal.reduce((sum, u, i) => sum + (logits[u] > logits[v] ? p[i] : 0), 0);
  return legal.filter((v) => above(v) < topP);
}
