import type { ModelShape } from '../modelShape.ts';

/**
 * The transformer's operations in plain loops over Float64Array, each with its hand-written derivative.
 * Matrices are row-major; `N` is the number of packed tokens. Backward functions add to the gradients they are given.
 */

/** y[N, out] = x[N, in] · Wᵀ for W [out, in]. */
export function linear(x: Float64Array, w: Float64Array, inputs: number): Float64Array {
  const rows = x.length / inputs;
  const outputs = w.length / inputs;
  const y = new Float64Array(rows * outputs);
  for (let n = 0; n < rows; n++) {
    for (let o = 0; o < outputs; o++) {
      let sum = 0;
      for (let i = 0; i < inputs; i++) sum += x[n * inputs + i] * w[o * inputs + i];
      y[n * outputs + o] = sum;
    }
  }
  return y;
}

/** Adds dyᵀ · x to `dw` and returns dx = dy · W. */
export function linearBackward(
  dy: Float64Array,
  x: Float64Array,
  w: Float64Array,
  inputs: number,
  dw: Float64Array,
): Float64Array {
  const rows = x.length / inputs;
  const outputs = w.length / inputs;
  const dx = new Float64Array(x.length);
  for (let n = 0; n < rows; n++) {
    for (let o = 0; o < outputs; o++) {
      const g = dy[n * outputs + o];
      for (let i = 0; i < inputs; i++) {
        dx[n * inputs + i] += g * w[o * inputs + i];
        dw[o * inputs + i] += g * x[n * inputs + i];
      }
    }
  }
  return dx;
}

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

/**
 * Rotates, in place, the interleaved pairs (2i, 2i + 1) of the first `rotaryWidth` dimensions of each head by
 * position · rotaryBase^(−2i / rotaryWidth), as `apply_rotary_pos_emb` of transformers' modeling_glm.py.
 * The derivative is the rotation by the opposite angle: `direction` −1.
 */
export function rotate(shape: ModelShape, x: Float64Array, positions: Int32Array, direction: 1 | -1): void {
  const { width, heads, headWidth, rotaryWidth, rotaryBase } = shape;
  for (let n = 0; n < positions.length; n++) {
    for (let pair = 0; pair < rotaryWidth / 2; pair++) {
      const angle = positions[n] * rotaryBase ** ((-2 * pair) / rotaryWidth);
      const cos = Math.cos(angle);
      const sin = direction * Math.sin(angle);
      for (let h = 0; h < heads; h++) {
        const at = n * width + h * headWidth + 2 * pair;
        const [even, odd] = [x[at], x[at + 1]];
        x[at] = even * cos - odd * sin;
        x[at + 1] = odd * cos + even * sin;
      }
    }
  }
}

/** Probabilities of a row of logits at `temperature`. */
export function softmax(logits: Float64Array, temperature = 1): Float64Array {
  let max = Number.NEGATIVE_INFINITY;
  for (const z of logits) max = Math.max(max, z);
  const p = logits.map((z) => Math.exp((z - max) / temperature));
  const sum = p.reduce((total, value) => total + value, 0);
  return p.map((value) => value / sum);
}

/** Attention weights of query row `i` on rows `start … i` of its sequence, for head `h`. */
function attentionRow(shape: ModelShape, q: Float64Array, k: Float64Array, start: number, i: number, h: number) {
  const { width, headWidth } = shape;
  const scores = new Float64Array(i - start + 1);
  for (let j = start; j <= i; j++) {
    for (let d = h * headWidth; d < (h + 1) * headWidth; d++) scores[j - start] += q[i * width + d] * k[j * width + d];
    scores[j - start] /= Math.sqrt(headWidth);
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

/** silu(gate) · up for gateUp [N, 2M] = [gate, up]; result [N, M]. */
export function gatedSilu(gateUp: Float64Array, hidden: number): Float64Array {
  const y = new Float64Array(gateUp.length / 2);
  for (let n = 0; n < gateUp.length / (2 * hidden); n++) {
    for (let m = 0; m < hidden; m++) {
      const gate = gateUp[n * 2 * hidden + m];
      y[n * hidden + m] = (gate / (1 + Math.exp(-gate))) * gateUp[n * 2 * hidden + hidden + m];
    }
  }
  return y;
}

/** Gradient [N, 2M] of `gatedSilu`. */
export function gatedSiluBackward(dy: Float64Array, gateUp: Float64Array, hidden: number): Float64Array {
  const dgateUp = new Float64Array(gateUp.length);
  for (let n = 0; n < gateUp.length / (2 * hidden); n++) {
    for (let m = 0; m < hidden; m++) {
      const at = n * 2 * hidden + m;
      const [gate, up, g] = [gateUp[at], gateUp[at + hidden], dy[n * hidden + m]];
      const sigmoid = 1 / (1 + Math.exp(-gate));
      dgateUp[at] = g * up * sigmoid * (1 + gate * (1 - sigmoid));
      dgateUp[at + hidden] = g * gate * sigmoid;
    }
  }
  return dgateUp;
}
