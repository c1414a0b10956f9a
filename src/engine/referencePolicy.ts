import type { LanguageModel, TrainingBatch } from '../nn/languageModel.ts';
import { withWeights } from './withWeights.ts';

/** The policy that a divergence is measured from: the weights as they were when it was first asked for. */
export class ReferencePolicy {
  private weights: Float32Array | undefined;

  /** ln p of every token of the batch under the held policy, [total]. */
  async logProbs(model: LanguageModel, batch: TrainingBatch): Promise<Float32Array> {
    this.weights ??= await model.getWeights();
    return withWeights(model, this.weights, () => model.logProbs(batch));
  }
}
