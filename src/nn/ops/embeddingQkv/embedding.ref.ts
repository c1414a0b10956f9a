/** Row `tokens[n]` of the embedding W [V, D] for every token n: [N, D]. */
export function embedding(tokens: Int32Array, w: Float64Array, width: number): Float64Array {
  const x = new Float64Array(tokens.length * width);
  tokens.forEach((token, n) => {
    x.set(w.subarray(token * width, (token + 1) * width), n * width);
  });
  return x;
}

/** Adds the gradient of `embedding` to `dw`. */
export function embeddingBackward(dx: Float64Array, tokens: Int32Array, width: number, dw: Float64Array): void {
  tokens.forEach((token, n) => {
    for (let i = 0; i < width; i++) dw[token * width + i] += dx[n * width + i];
  });
}
