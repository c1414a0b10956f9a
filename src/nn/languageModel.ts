import type { ModelShape } from './modelShape.ts';

/** One sequence to complete. */
export interface SampleRequest {
  /** Prompt token ids; at least one. */
  prompt: Int32Array;
  /** The completion ends after this many tokens at the latest. */
  maxTokens: number;
  /** The completion ends when this token is sampled (it is part of the completion). */
  endToken: number;
  /** With `maxLines`: the completion also ends right after the `maxLines`-th token that is in `lineTokens`. */
  lineTokens?: readonly number[];
  maxLines?: number;
  /**
   * The token ids that may be drawn, at least one; absent where all may. The others have no chance, and what is left is scaled up. Requests that
   * share the array share its mask.
   */
  allowed?: readonly number[];
  /** First counter word of this sequence's random numbers (see core/rng.ts `uniformAt`); the second is the position in the completion, from 0. */
  item: number;
}

export interface SampleOptions {
  /** Key words of the random address, from `randomKey`. */
  key: [number, number];
  /** 0 is greedy (arg max, lowest id on ties). */
  temperature: number;
  /**
   * Nucleus sampling (Holtzman et al. 2020, https://arxiv.org/abs/1904.09751): a token is drawn only if those more probable than it, of those
   * allowed, have less than this share of the probability together. Tokens of equal probability are in or out together. In (0, 1]; 1, or
   * absent, draws from all.
   */
  topP?: number;
  /**
   * Called as tokens appear, with the request's index; about every 8 tokens a sequence is enough.
   * `tokens` are the new ones only.
   */
  onTokens?: (index: number, tokens: number[]) => void;
  /** Aborts at the next chunk: `sample` then rejects with an AbortError. */
  signal?: AbortSignal;
}

export interface Completion {
  /** Sampled token ids, including the end token when there was one. */
  tokens: Int32Array;
  /**
   * ln p of each sampled token under the policy: the softmax of all logits at the temperature (1 for greedy), whatever `topP` and `allowed` left
   * out, so that at temperature 1 it is what the training forward pass gives.
   */
  logProbs: Float32Array;
  /** Entropy in nats of the same distribution. */
  entropies: Float32Array;
  /** 'end' token, 'lines' budget, 'length' budget or full 'context'. */
  stopped: 'end' | 'lines' | 'length' | 'context';
}

/**
 * Sequences to learn from, one after another (packed, no padding).
 * For sequence s the tokens are `tokens[starts[s] … starts[s+1])`.
 */
export interface TrainingBatch {
  /** Token ids, [total]. */
  tokens: Int32Array;
  /** Position id of each token for the rotary embedding, [total]. */
  positions: Int32Array;
  /** Offsets, [sequences + 1]; the last one is `total`. */
  starts: Int32Array;
  /**
   * Weight of -ln p(tokens[i] | tokens before it in its sequence), [total]; 0 for prompt tokens and for the first token of a sequence.
   * A likelihood weight is positive, an advantage may be negative. The loss is Σ weight · (-ln p): normalise before.
   */
  weights: Float32Array;
  /** ln p of each token under the policy that sampled it, [total]; what `clipRatio` needs. */
  sampledLogProbs?: Float32Array;
  /** ln p of each token under a policy that is held fixed, [total]; what `klCoefficient` needs. */
  referenceLogProbs?: Float32Array;
}

export interface UpdateOptions {
  learningRate: number;
  /** Decoupled weight decay of AdamW (betas .9, .999, eps 1e-8), applied to matrices only, not to norm gains. */
  weightDecay: number;
  /** Global gradient norm is scaled down to this. */
  clipNorm: number;
  /** Coefficient of the entropy bonus, summed over tokens with weight ≠ 0 and divided by their number. 0 turns it off. */
  entropyBonus: number;
  /**
   * ε of PPO's clipped surrogate (Schulman et al. 2017, https://arxiv.org/abs/1707.06347, equation 7): with r = p / p(when sampled)
   * the loss is Σ -min(r · weight, clip(r, 1 - ε, 1 + ε) · weight) in place of Σ weight · (-ln p). 0 or absent turns it off.
   */
  clipRatio?: number;
  /**
   * Coefficient of the divergence from the reference policy, summed over tokens with weight ≠ 0 and divided by their number, by the estimate
   * e^d - d - 1 with d = ln p(reference) - ln p (k3 of http://joschu.net/blog/kl-approx.html). 0 or absent turns it off.
   */
  klCoefficient?: number;
}

export interface UpdateStats {
  /** Σ weight · (-ln p) or the clipped surrogate, without the entropy bonus and the divergence. */
  loss: number;
  /** Global norm before clipping; not finite when the update was left out. */
  gradientNorm: number;
  /** Mean entropy in nats over tokens with weight ≠ 0 (NaN when not computed). */
  entropy: number;
  /** Mean divergence in nats over the same tokens, when there is a `klCoefficient`. */
  kl?: number;
  /** Share of the same tokens whose gradient clipping has turned off, when there is a `clipRatio`. */
  clippedShare?: number;
}

/** AdamW state: first and second moments in the parameter layout, and the number of updates done. */
export interface OptimizerState {
  updates: number;
  first: Float32Array;
  second: Float32Array;
}

export type BackendName = 'webgpu' | 'wasm' | 'cpu';
export type EngineName = 'plain' | 'fused';

/** A transformer that can be sampled and trained: one definition (modelShape.ts), several executions. */
export interface LanguageModel {
  readonly shape: ModelShape;
  readonly backend: BackendName;
  readonly engine: EngineName;
  /** Completes all requests (any number; the model batches them). Results are in the order of the requests and depend only on weights, prompt, key, item and temperature, not on what else is in the batch beyond rounding. */
  sample(requests: readonly SampleRequest[], options: SampleOptions): Promise<Completion[]>;
  /**
   * One AdamW update on the batch. The next call need not wait for the statistics: calls work in the order in which they were made.
   * An update whose gradient is not finite is left out, whatever executes it: weights, moments and their count stay as they were, and the
   * statistics tell of it by a `gradientNorm` that is not finite. One bad batch must not cost the run.
   */
  update(batch: TrainingBatch, options: UpdateOptions): Promise<UpdateStats>;
  /** ln p of every token given those before it, [total] (first token of each sequence: 0). Forward only. */
  logProbs(batch: Pick<TrainingBatch, 'tokens' | 'positions' | 'starts'>): Promise<Float32Array>;
  /** All parameters in `parameterLayout(shape)` order, [parameterCount]. */
  getWeights(): Promise<Float32Array>;
  setWeights(weights: Float32Array): Promise<void>;
  getOptimizer(): Promise<OptimizerState>;
  setOptimizer(state: OptimizerState): Promise<void>;
  dispose(): void;
}
