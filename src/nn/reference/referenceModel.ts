import { checkLimits } from '../checkInput.ts';
import type {
  Completion,
  LanguageModel,
  OptimizerState,
  SampleOptions,
  SampleRequest,
  TrainingBatch,
  UpdateOptions,
  UpdateStats,
} from '../languageModel.ts';
import { lossTerms, updateStats } from '../lossTerms.ts';
import { type ModelShape, parameterCount } from '../modelShape.ts';
import { adamWStep, type ReferenceOptimizer } from '../ops/optimizer/adamW.ref.ts';
import { rollout } from '../ops/rollout/rollout.ref.ts';
import { referenceLogProbs, referenceLossAndGradient } from './transformer.ts';

/**
 * The model in plain loops and Float64: slow, obviously right, and what every other execution is compared with.
 * It samples one sequence after another and runs the whole forward pass for every token.
 */
export class ReferenceModel implements LanguageModel {
  readonly backend = 'cpu';
  readonly engine = 'plain';
  private weights: Float64Array;
  private optimizer: ReferenceOptimizer;

  constructor(
    readonly shape: ModelShape,
    weights: Float32Array,
  ) {
    this.weights = new Float64Array(weights);
    const count = parameterCount(shape);
    this.optimizer = { updates: 0, first: new Float64Array(count), second: new Float64Array(count) };
  }

  async sample(requests: readonly SampleRequest[], options: SampleOptions): Promise<Completion[]> {
    checkLimits(this.shape, requests, options);
    return requests.map((request, index) => {
      options.signal?.throwIfAborted();
      const completion = rollout(this.shape, this.weights, request, options);
      options.onTokens?.(index, [...completion.tokens]);
      return completion;
    });
  }

  async update(batch: TrainingBatch, options: UpdateOptions): Promise<UpdateStats> {
    const { sums, gradient } = referenceLossAndGradient(this.shape, this.weights, batch, lossTerms(batch, options));
    const norm = gradient.every(Number.isFinite)
      ? adamWStep(this.shape, this.weights, gradient, this.optimizer, options)
      : Number.NaN;
    return updateStats(sums, norm, batch, options);
  }

  async logProbs(batch: Pick<TrainingBatch, 'tokens' | 'positions' | 'starts'>): Promise<Float32Array> {
    return new Float32Array(referenceLogProbs(this.shape, this.weights, batch));
  }

  async getWeights(): Promise<Float32Array> {
    return new Float32Array(this.weights);
  }

  async setWeights(weights: Float32Array): Promise<void> {
    this.weights = new Float64Array(weights);
  }

  async getOptimizer(): Promise<OptimizerState> {
    const { updates, first, second } = this.optimizer;
    return { updates, first: new Float32Array(first), second: new Float32Array(second) };
  }

  async setOptimizer({ updates, first, second }: OptimizerState): Promise<void> {
    this.optimizer = { updates, first: new Float64Array(first), second: new Float64Array(second) };
  }

  dispose(): void {}
}
