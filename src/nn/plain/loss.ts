import * as tf from '@tensorflow/tfjs';

/** ln softmax(logits) over the last axis, [N, V]. */
export function logSoftmax(logits: tf.Tensor): tf.Tensor {
  const shifted = tf.sub(logits, tf.max(logits, -1, true));
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), -1, true)));
}

/** ln p(target) of each row, [N]. */
export function targetLogProbs(logits: tf.Tensor, targets: tf.Tensor1D): tf.Tensor {
  const logP = logSoftmax(logits);
  return tf.sum(tf.mul(tf.oneHot(targets, logits.shape[1] as number), logP), -1);
}

/**
 * [Σ weight · (−ln p(target)), Σ counted · entropy], [2], of logits [N, V]; `weights` and `counted` are [N].
 * With p = softmax(logits) and H its entropy, ∂(−ln p_t)/∂z_j = p_j − [j = t] and ∂H/∂z_j = −p_j · (ln p_j + H).
 */
export function lossAndEntropy(
  logits: tf.Tensor,
  targets: tf.Tensor1D,
  weights: tf.Tensor1D,
  counted: tf.Tensor1D,
): tf.Tensor {
  const vocabulary = logits.shape[1] as number;
  return tf.customGrad((_, save) => {
    const logP = logSoftmax(logits);
    const p = tf.exp(logP);
    const entropies = tf.neg(tf.sum(tf.mul(p, logP), -1));
    (save as tf.GradSaveFunc)([logP, p, entropies, targets, weights, counted]);
    const nll = tf.neg(tf.sum(tf.mul(tf.oneHot(targets, vocabulary), logP), -1));
    const value = tf.stack([tf.sum(tf.mul(weights, nll)), tf.sum(tf.mul(counted, entropies))]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [savedLogP, savedP, savedEntropies, savedTargets, savedWeights, savedCounted] = saved;
      const [dLoss, dEntropy] = tf.split(dy, 2);
      const error = tf.sub(savedP, tf.oneHot(savedTargets as tf.Tensor1D, vocabulary));
      const slope = tf.mul(savedP, tf.add(savedLogP, tf.expandDims(savedEntropies, 1)));
      const likelihood = tf.mul(tf.expandDims(tf.mul(savedWeights, dLoss), 1), error);
      return tf.sub(likelihood, tf.mul(tf.expandDims(tf.mul(savedCounted, dEntropy), 1), slope));
    };
    return { value, gradFunc };
  })(logits);
}
