import * as tf from '@tensorflow/tfjs';
import type { UpdateOptions } from '../languageModel.ts';
import { type ModelShape, parameterCount, parameterLayout } from '../modelShape.ts';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** Parameters and moments, each flat in the parameter layout, [P]. */
export interface AdamWTensors {
  weights: tf.Tensor;
  first: tf.Tensor;
  second: tf.Tensor;
}

/** 1 for each element of a matrix, which weight decay acts on, 0 for norm gains: [P]. */
export function decayMask(shape: ModelShape): Float32Array {
  const mask = new Float32Array(parameterCount(shape));
  for (const { dims, offset, size } of parameterLayout(shape)) {
    if (dims.length > 1) mask.fill(1, offset, offset + size);
  }
  return mask;
}

/**
 * Update number `updates` (from 1) of AdamW (Loshchilov & Hutter, https://arxiv.org/abs/1711.05101) on flat tensors: a few
 * ops for the whole model. The gradient is scaled down to norm `clipNorm` first.
 * @returns new tensors and the global gradient norm before clipping, []
 */
export function adamW(
  state: AdamWTensors,
  gradient: tf.Tensor,
  mask: tf.Tensor,
  updates: number,
  { learningRate, weightDecay, clipNorm }: UpdateOptions,
): AdamWTensors & { norm: tf.Tensor } {
  const norm = tf.sqrt(tf.sum(tf.square(gradient)));
  const clipped = tf.mul(gradient, tf.div(clipNorm, tf.maximum(norm, clipNorm)));
  const first = tf.add(tf.mul(state.first, BETA1), tf.mul(clipped, 1 - BETA1));
  const second = tf.add(tf.mul(state.second, BETA2), tf.mul(tf.square(clipped), 1 - BETA2));
  const root = tf.add(tf.sqrt(tf.div(second, 1 - BETA2 ** updates)), EPSILON);
  const step = tf.div(tf.mul(first, learningRate / (1 - BETA1 ** updates)), root);
  const kept = tf.sub(state.weights, tf.mul(tf.mul(state.weights, mask), learningRate * weightDecay));
  return { weights: tf.sub(kept, step), first, second, norm };
}
