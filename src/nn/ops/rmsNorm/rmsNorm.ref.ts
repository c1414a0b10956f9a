function reciprocalRms(x: Float64Array, row: number, width: number, epsilon: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += x[row * width + i] ** 2;
  return 1 / Math.sqrt(sum / width + epsilon);
}

/** y = gain · x / √(mean(x²) + ε) for each row of x [N, D]. */
export function rmsNorm(x: Float64Array, gain: Float64Array, epsilon: number): Float64Array {
  const width = gain.length;
  const y = new Float64Array(x.length);
  for (let n = 0; n < x.length / width; n++) {
    const r = reciprocalRms(x, n, width, epsilon);
    for (let i = 0; i < width; i++) y[n * width + i] = gain[i] * x[n * width + i] * r;
  }
  return y;
}

/** Adds to `dx` and `dgain`: dx = r · (g ∘ dy − x · r² · mean(g ∘ dy ∘ x)). */
export function rmsNormBackward(
  dy: Float64Array,
  x: Float64Array,
  gain: Float64Array,
  epsilon: number,
  dx: Float64Array,
  dgain: Float64Array,
): void {
  const width = gain.length;
  for (let n = 0; n < x.length / width; n++) {
    const r = reciprocalRms(x, n, width, epsilon);
    let dot = 0;
    for (let i = 0; i < width; i++) dot += gain[i] * dy[n * width + i] * x[n * width + i];
    for (let i = 0; i < width; i++) {
      const at = n * width + i;
      dx[at] += r * (gain[i] * dy[at] - (x[at] * r * r * dot) / width);
      dgain[i] += dy[at] * x[at] * r;
    }
  }
}
