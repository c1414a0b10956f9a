import type { ModelShape } from '../../modelShape.ts';
import { recencySlopes } from '../../recencySlopes.ts';
import { softmax } from '../head/softmax.ref.ts';

/** Attention weights of query row `i` on rows `start … i` of its sequence, for head `h`. */
function attentionRow(shape: ModelShape, q: Float64Array, k: Float64Array, start: number, i: number, h: number) {
  const { width, headWidth } = shape;
  const slope = recencySlopes(shape)[h];
  const scores = new Float64Array(i - start + 1);
  for (let j = start; j <= i; j++) {
    for (let d = h * headWidth; d < (h + 1) * headWidth; d++) scores[j - start] += q[i * width + d] * k[j * width + d];
    scores[j - start] = scores[j - start] / Math.sqrt(headWidth) - slope * (i - j);
  }
  return softmax(scores);
}

/** Causal attention within each packed sequence; q, k, v and the result are [N, D]. */
export function attention(
  shape: ModelShape,
  q: Float64Array,
  k: Float64Array,
  v: Float64Array,
  starts: Int32Array,
): Float64Array {
  const { width, heads, headWidth } = shape;
  const y = new Float64Array(q.length);
  for (let s = 0; s + 1 < starts.length; s++) {
    for (let i = starts[s]; i < starts[s + 1]; i++) {
      for (let h = 0; h < heads; h++) {
        attentionRow(shape, q, k, starts[s], i, h).forEach((p, offset) => {
          const j = starts[s] + offset;
          for (let d = h * headWidth; d < (h + 1) * headWidth; d++) y[i * width + d] += p * v[j * width + d];
        });
      }
    }
  }
  return y;
}

/** Gradients [dq, dk, dv] of `attention`. */
export function attentionBackward(
  shape: ModelShape,
  dy: Float64Array,
  q: Float64Array,
  k: Float64Array,
  v: Float64Array,
  starts: Int32Array,
): [Float64Array, Float64Array, Float64Array] {
  const { width, heads, headWidth } = shape;
  const [dq, dk, dv] = [new Float64Array(q.length), new Float64Array(q.length), new Float64Array(q.length)];
  for (let s = 0; s + 1 < starts.length; s++) {
    for (let i = starts[s]; i < starts[s + 1]; i++) {
      for (let h = 0; h < heads; h++) {
        const p = attentionRow(shape, q, k, starts[s], i, h);
        const dp = p.map((weight, offset) => {
          const j = starts[s] + offset;
          let sum = 0;
          for (let d = h * headWidth; d < (h + 1) * headWidth; d++) {
            sum += dy[i * width + d] * v[j * width + d];
            dv[j * width + d] += weight * dy[i * width + d];
          }
          return sum;
        });
        const mean = p.reduce((sum, weight, offset) => sum + weight * dp[offset], 0);
        p.forEach((weight, offset) => {
          const j = starts[s] + offset;
          const dscore = (weight * (dp[offset] - mean)) / Math.sqrt(headWidth);
          for (let d = h * headWidth; d < (h + 1) * headWidth; d++) {
            dq[i * width + d] += dscore * k[j * width + d];
            dk[j * width + d] += dscore * q[i * width + d];
          }
        });
      }
    }
  }
  return [dq, dk, dv];
}
