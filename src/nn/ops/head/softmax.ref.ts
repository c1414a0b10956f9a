/** Probabilities of a row of logits at `temperature`. */
export function softmax(logits: Float64Array, temperature = 1): Float64Array {
  let max = Number.NEGATIVE_INFINITY;
  for (const z of logits) max = Math.max(max, z);
  const p = logits.map((z) => Math.exp((z - max) / temperature));
  const sum = p.reduce((total, value) => total + value, 0);
  return p.map((value) => value / sum);
}
