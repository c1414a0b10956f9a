/**
 * Average of the weights that a run has had, the newer ones weighing more: polynomial-decay averaging (Shamir & Zhang 2013,
 * https://arxiv.org/abs/1212.1824, section 4). It reaches back over about the last `share` of the steps, however many there were.
 */
export class WeightAverage {
  /** [parameterCount]; undefined before any weights were observed. */
  weights: Float32Array | undefined;

  /** Takes up the weights after step `step`, from 1 on. @param share in (0, 1]; 1 is the plain mean of all steps */
  observe(weights: Float32Array, step: number, share: number): void {
    const exponent = 1 / share - 1;
    const rate = (exponent + 1) / (step + exponent);
    this.weights ??= weights.slice();
    const average = this.weights;
    for (let i = 0; i < average.length; i++) average[i] += rate * (weights[i] - average[i]);
  }
}
