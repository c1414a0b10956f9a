import * as tf from '@tensorflow/tfjs';
import type { ModelShape } from '../modelShape.ts';
import { recencySlopes } from '../recencySlopes.ts';
import { embedding, gatedSilu, linear, rmsNorm, rotate } from './ops.ts';
import type { Parameters } from './parameters.ts';
import { rotaryTable, swapMatrix } from './rotary.ts';

/** Rows of tokens, padded on the right. */
export interface TokenRows {
  /** B. */
  rows: number;
  /** T. */
  length: number;
  /** Token ids, [B · T]. */
  inputs: Int32Array;
  /** Position ids, [B · T]. */
  positions: Int32Array;
}

/**
 * The last hidden state before the final norm, [B · T, D]: pre-norm blocks of causal attention and gated MLP, as `GlmModel` in
 * transformers' modeling_glm.py. Padding stands behind every token that counts, so the causal mask keeps it out.
 * @param onKeysAndValues gets the rotated keys and the values of each layer in turn, [B, H, T, d]
 */
export function hiddenStates(
  shape: ModelShape,
  parameters: Parameters,
  { rows, length, inputs, positions }: TokenRows,
  onKeysAndValues?: (keys: tf.Tensor, values: tf.Tensor) => void,
): tf.Tensor {
  const { width, heads, headWidth, epsilon } = shape;
  const places = rows * length;
  const [cos, sin] = tf.split(tf.tensor3d(rotaryTable(shape, positions), [places, 2, headWidth]), 2, 1);
  const swap = tf.tensor2d(swapMatrix(shape, 1), [headWidth, headWidth]);
  const mask = attentionMask(shape, length);
  const scale = tf.scalar(1 / Math.sqrt(headWidth));

  let x = embedding(parameters.embed, tf.tensor1d(inputs, 'int32'));
  for (const layer of parameters.layers) {
    const before = x;
    // Without the gradient tape nothing but the layer's result lives on.
    x = tf.tidy(() => {
      const normed = rmsNorm(before, layer.inputNorm, epsilon);
      const qkv = linear(normed, tf.concat([layer.q, layer.k, layer.v], 0));
      const [qk, v] = tf.split(qkv, [2 * width, width], 1);
      const rotated = rotate(tf.reshape(qk, [places, 2 * heads, headWidth]), cos, sin, swap);
      const byRow = tf.transpose(tf.reshape(rotated, [rows, length, 2, heads, headWidth]), [2, 0, 3, 1, 4]);
      const [queries, keys] = tf.unstack(byRow);
      const values = tf.transpose(tf.reshape(v, [rows, length, heads, headWidth]), [0, 2, 1, 3]);
      onKeysAndValues?.(keys, values);
      const scores = tf.add(tf.mul(tf.matMul(queries, keys, false, true), scale), mask);
      const attended = tf.transpose(tf.matMul(tf.softmax(scores), values), [0, 2, 1, 3]);
      const middle = tf.add(before, linear(tf.reshape(attended, [places, width]), layer.o));
      const gated = gatedSilu(linear(rmsNorm(middle, layer.postNorm, epsilon), layer.gateUp));
      return tf.add(middle, linear(gated, layer.down));
    });
  }
  return x;
}

/** Logits of the next token, [N, V], of hidden states [N, D]; the output projection is the embedding. */
export function nextTokenLogits(shape: ModelShape, parameters: Parameters, hidden: tf.Tensor): tf.Tensor {
  return linear(rmsNorm(hidden, parameters.norm, shape.epsilon), parameters.embed);
}

/** What is added to the score of query i and key j ≤ i: minus what the head's scores fall by with distance; −10⁹ for later keys. [H, T, T], or [1, T, T] where nothing falls. */
function attentionMask(shape: ModelShape, length: number): tf.Tensor {
  const slopes = shape.recencyBias ? recencySlopes(shape) : [0];
  const mask = new Float32Array(slopes.length * length * length).fill(-1e9);
  slopes.forEach((slope, h) => {
    for (let i = 0; i < length; i++)
      for (let j = 0; j <= i; j++) mask[(h * length + i) * length + j] = -slope * (i - j);
  });
  return tf.tensor3d(mask, [slopes.length, length, length]);
}
