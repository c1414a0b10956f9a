import * as tf from '@tensorflow/tfjs';
import type { ModelShape } from '../modelShape.ts';
import { recencySlopes } from '../recencySlopes.ts';
import { bucketRows } from './buckets.ts';
import { reciprocalRms } from './ops.ts';
import type { Parameters } from './parameters.ts';
import { rotaryTable, swapMatrix } from './rotary.ts';
import { hiddenStates, nextTokenLogits } from './transformer.ts';
import { writeCache } from './writeCache.ts';

/**
 * Weights arranged for one token at a time: transposed, norm gains and the 1/√d of attention folded in,
 * and queries and keys beside their swapped pairs, so that one product serves the rotary embedding too.
 */
interface DecoderLayer {
  /** Queries, keys, swapped queries, swapped keys, values: [D, 5D]. */
  attention: tf.Tensor;
  output: tf.Tensor;
  gateUp: tf.Tensor;
  down: tf.Tensor;
}

export interface DecoderWeights {
  embed: tf.Tensor;
  layers: DecoderLayer[];
  /** [D, V]. */
  head: tf.Tensor;
}

/** Keys and values of each layer for B rows of C positions, [B, H, C, d] each, and where each row stands. */
export interface DecoderState {
  keys: tf.Tensor[];
  values: tf.Tensor[];
  /** C. */
  capacity: number;
  /** Positions filled in each row, [B]. */
  filled: Int32Array;
}

export function decoderWeights(shape: ModelShape, parameters: Parameters): DecoderWeights {
  const { width, heads, headWidth } = shape;
  return tf.tidy(() => {
    const swap = tf.transpose(tf.tensor2d(swapMatrix(shape, heads), [width, width]));
    const transposed = (matrix: tf.Tensor, gain: tf.Tensor) => tf.transpose(tf.mul(matrix, gain));
    return {
      embed: tf.clone(parameters.embed),
      layers: parameters.layers.map((layer) => {
        const q = tf.mul(layer.q, 1 / Math.sqrt(headWidth));
        const all = [q, layer.k, tf.matMul(swap, q), tf.matMul(swap, layer.k), layer.v];
        return {
          attention: transposed(tf.concat(all, 0), layer.inputNorm),
          output: tf.transpose(layer.o),
          gateUp: transposed(layer.gateUp, layer.postNorm),
          down: tf.transpose(layer.down),
        };
      }),
      head: transposed(parameters.embed, parameters.norm),
    };
  });
}

/**
 * Runs prompts through the model: the state after them, and the logits of the token after each, [B, V].
 * @param prompts distinct prompts
 * @param rowOf which prompt each of the B rows has: the n rollouts of one task share its computation
 * @param length padded prompt length
 * @param capacity positions that the caches hold, ≥ length
 */
export function prefill(
  shape: ModelShape,
  parameters: Parameters,
  prompts: Int32Array[],
  rowOf: number[],
  length: number,
  capacity: number,
): { state: DecoderState; logits: tf.Tensor } {
  const rows = bucketRows(prompts.length);
  const inputs = new Int32Array(rows * length);
  prompts.forEach((prompt, row) => {
    inputs.set(prompt, row * length);
  });
  const positions = Int32Array.from(inputs, (_, i) => i % length);
  const { keys, values, logits } = tf.tidy(() => {
    const indices = tf.tensor1d(rowOf, 'int32');
    const spread = (cache: tf.Tensor) => {
      const room: [number, number][] = [
        [0, 0],
        [0, 0],
        [0, capacity - length],
        [0, 0],
      ];
      return tf.gather(tf.pad(cache, room), indices);
    };
    const caches: { keys: tf.Tensor[]; values: tf.Tensor[] } = { keys: [], values: [] };
    const hidden = hiddenStates(shape, parameters, { rows, length, inputs, positions }, (layerKeys, layerValues) => {
      caches.keys.push(tf.keep(spread(layerKeys)));
      caches.values.push(tf.keep(spread(layerValues)));
    });
    const lasts = rowOf.map((row) => row * length + prompts[row].length - 1);
    const ends = tf.gather(hidden, tf.tensor1d(lasts, 'int32'));
    return { ...caches, logits: nextTokenLogits(shape, parameters, ends) };
  });
  return { state: { keys, values, capacity, filled: Int32Array.from(rowOf, (row) => prompts[row].length) }, logits };
}

/** Feeds one token to each row, `tokens` [B] int32: writes the caches in place and gives the next logits, [B, V]. */
export function decodeStep(
  shape: ModelShape,
  weights: DecoderWeights,
  state: DecoderState,
  tokens: tf.Tensor1D,
): tf.Tensor {
  const { width, heads, headWidth, epsilon } = shape;
  const { capacity, filled } = state;
  const rows = filled.length;
  const logits = tf.tidy(() => {
    const angles = tf.tensor4d(rotaryTable(shape, filled), [rows, 2, 1, headWidth]);
    const slopes = shape.recencyBias ? recencySlopes(shape) : [0];
    const mask = tf.tensor4d(visible(filled, capacity, slopes), [rows, slopes.length, 1, capacity]);
    const columns = tf.tensor1d(filled, 'int32');
    const normed = (x: tf.Tensor) => tf.mul(x, reciprocalRms(x, epsilon));

    let x = tf.gather(weights.embed, tokens);
    weights.layers.forEach((layer, index) => {
      const [qk, values] = tf.split(tf.matMul(normed(x), layer.attention), [4 * width, width], 1);
      const rotated = tf.sum(tf.mul(tf.reshape(qk, [rows, 2, 2 * heads, headWidth]), angles), 1);
      writeCache(state.keys[index], rotated, heads, columns);
      writeCache(state.values[index], tf.reshape(values, [rows, heads, headWidth]), 0, columns);
      const queries = tf.reshape(tf.slice(rotated, [0, 0, 0], [rows, heads, headWidth]), [rows, heads, 1, headWidth]);
      const scores = tf.add(tf.matMul(queries, state.keys[index], false, true), mask);
      const attended = tf.reshape(tf.matMul(tf.softmax(scores), state.values[index]), [rows, width]);
      x = tf.add(x, tf.matMul(attended, layer.output));
      const [gate, up] = tf.split(tf.matMul(normed(x), layer.gateUp), 2, 1);
      x = tf.add(x, tf.matMul(tf.mul(tf.mul(gate, tf.sigmoid(gate)), up), layer.down));
    });
    return tf.matMul(normed(x), weights.head);
  });
  state.filled = filled.map((count) => count + 1);
  return logits;
}

/** Minus slope · distance for the columns up to and with the one being written, else −10⁹: [B, slopes, C]. */
function visible(filled: Int32Array, capacity: number, slopes: readonly number[]): Float32Array {
  const mask = new Float32Array(filled.length * slopes.length * capacity).fill(-1e9);
  filled.forEach((count, b) => {
    slopes.forEach((slope, h) => {
      const row = (b * slopes.length + h) * capacity;
      for (let j = 0; j <= Math.min(count, capacity - 1); j++) mask[row + j] = -slope * (count - j);
    });
  });
  return mask;
}

/** The state of some of the rows, in the order given; the old one is disposed. */
export function selectRows(state: DecoderState, rows: number[]): DecoderState {
  const selected = tf.tidy(() => {
    const indices = tf.tensor1d(rows, 'int32');
    return {
      keys: state.keys.map((cache) => tf.gather(cache, indices)),
      values: state.values.map((cache) => tf.gather(cache, indices)),
    };
  });
  tf.dispose([state.keys, state.values]);
  return { ...selected, capacity: state.capacity, filled: Int32Array.from(rows, (row) => state.filled[row]) };
}
