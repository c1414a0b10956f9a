import type { LanguageModel, TrainingBatch } from '../nn/languageModel.ts';

/** The policy that a divergence is measured from: the weights as they were when it was first asked for. */
export class ReferencePolicy {
  private weights: Float32Array | undefined;

  /** ln p of every token of the batch under the held policy, [total]. The model's own weights are back in place afterwards. */
  async logProbs(model: LanguageModel, batch: TrainingBatch): Promise<Float32Array> {
    const current = await model.getWeights();
    this.weights ??= current;
    await model.setWeights(this.weights);
    try {
      return await model.logProbs(batch);
    } finally {
      await model.setWeights(current);
    }
  }
}
