import * as tf from '@tensorflow/tfjs';

/**
 * The transformer's operations on tfjs tensors, with gradients by hand where tfjs lacks one (gather on wasm) or
 * spends many calls on it. N is the number of places, B · T. The formulas stand in the references of src/nn/ops.
 */

type Gradient = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[];

/**
 * An op with its own gradient. `forward` gives the value and every tensor that the gradient needs: tfjs disposes
 * what is not saved, also what the gradient's closure holds, before the gradient runs.
 */
function withGradient(
  inputs: tf.Tensor[],
  forward: () => { value: tf.Tensor; saved: tf.Tensor[] },
  gradFunc: Gradient,
): tf.Tensor {
  return tf.customGrad((...given) => {
    const { value, saved } = forward();
    (given[inputs.length] as tf.GradSaveFunc)(saved);
    return { value, gradFunc };
  })(...inputs);
}

/**
 * a · b with one of them transposed. tfjs's wasm backend has a fast path (XNNPACK) for plain products only, about ten
 * times faster than its path for transposed ones; on the others the flag saves a copy.
 */
function product(a: tf.Tensor, b: tf.Tensor, transposed: 'a' | 'b'): tf.Tensor {
  if (tf.getBackend() !== 'wasm') return tf.matMul(a, b, transposed === 'a', transposed === 'b');
  return transposed === 'a' ? tf.matMul(tf.transpose(a), b) : tf.matMul(a, tf.transpose(b));
}

/** x [N, in] · Wᵀ for W [out, in]: [N, out]. */
export function linear(x: tf.Tensor, w: tf.Tensor): tf.Tensor {
  return withGradient(
    [x, w],
    () => ({ value: product(x, w, 'b'), saved: [x, w] }),
    (dy, [savedX, savedW]) => [tf.matMul(dy, savedW), product(dy, savedX, 'a')],
  );
}

/** Rows of the table [V, D] for `ids`: [N, D]. Its gradient is a product with one-hot rows. */
export function embedding(table: tf.Tensor, ids: tf.Tensor1D): tf.Tensor {
  return withGradient(
    [table],
    () => ({ value: tf.gather(table, ids), saved: [ids] }),
    (dy, [savedIds]) => [product(tf.oneHot(savedIds as tf.Tensor1D, table.shape[0]).toFloat(), dy, 'a')],
  );
}

/** gain · x / √(mean(x²) + ε) for each row of x [N, D]. */
export function rmsNorm(x: tf.Tensor, gain: tf.Tensor, epsilon: number): tf.Tensor {
  return withGradient(
    [x, gain],
    () => {
      const scale = reciprocalRms(x, epsilon);
      return { value: tf.mul(tf.mul(x, scale), gain), saved: [x, gain, scale] };
    },
    (dy, [savedX, savedGain, scale]) => {
      const normed = tf.mul(savedX, scale);
      const scaled = tf.mul(dy, savedGain);
      const mean = tf.mean(tf.mul(scaled, normed), -1, true);
      return [tf.mul(tf.sub(scaled, tf.mul(normed, mean)), scale), tf.sum(tf.mul(dy, normed), 0)];
    },
  );
}

/** 1 / √(mean(x²) + ε) over the last axis: [N, 1]. */
export function reciprocalRms(x: tf.Tensor, epsilon: number): tf.Tensor {
  return tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon));
}

/** silu(gate) · up for gateUp [N, 2M] = [gate, up]: [N, M]. */
export function gatedSilu(gateUp: tf.Tensor): tf.Tensor {
  return withGradient(
    [gateUp],
    () => {
      const [gate, up] = tf.split(gateUp, 2, -1);
      return { value: tf.mul(tf.mul(gate, tf.sigmoid(gate)), up), saved: [gate, up] };
    },
    (dy, [gate, up]) => {
      const sigmoid = tf.sigmoid(gate);
      const silu = tf.mul(gate, sigmoid);
      // d silu = σ(g) · (1 + g · (1 − σ(g))) = σ(g) + silu · (1 − σ(g))
      const slope = tf.add(sigmoid, tf.sub(silu, tf.mul(silu, sigmoid)));
      return [tf.concat([tf.mul(tf.mul(dy, up), slope), tf.mul(dy, silu)], -1)];
    },
  );
}

/**
 * Rotary embedding of x [N, heads, d]: x ∘ cos + (x · swap) ∘ sin with cos, sin [N, 1, d] and
 * swap [d, d] taking (x₂ᵢ, x₂ᵢ₊₁) to (−x₂ᵢ₊₁, x₂ᵢ) in the rotated dimensions (see rotary.ts).
 */
export function rotate(x: tf.Tensor, cos: tf.Tensor, sin: tf.Tensor, swap: tf.Tensor): tf.Tensor {
  const flat = [-1, x.shape[2] as number];
  return withGradient(
    [x],
    () => {
      const swapped = tf.reshape(tf.matMul(tf.reshape(x, flat), swap), x.shape);
      return { value: tf.add(tf.mul(x, cos), tf.mul(swapped, sin)), saved: [cos, sin, swap] };
    },
    (dy, [savedCos, savedSin, savedSwap]) => {
      const swapped = tf.reshape(product(tf.reshape(tf.mul(dy, savedSin), flat), savedSwap, 'b'), dy.shape);
      return [tf.add(tf.mul(dy, savedCos), swapped)];
    },
  );
}
