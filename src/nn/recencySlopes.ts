import type { ModelShape } from './modelShape.ts';

/**
 * How much each head's score of a key falls with every token between it and the query, [H]: attention with linear biases (Press, Smith & Lewis
 * 2022, https://arxiv.org/abs/2108.12409), 2^(−8h / H) for h = 1 … H; 0 where the shape has no recency bias. Tokens are counted as they stand in
 * the sequence, whatever their position ids.
 */
export function recencySlopes({ heads, recencyBias }: Pick<ModelShape, 'heads' | 'recencyBias'>): number[] {
  return Array.from({ length: heads }, (_, h) => (recencyBias ? 2 ** ((-8 * (h + 1)) / heads) : 0));
}
