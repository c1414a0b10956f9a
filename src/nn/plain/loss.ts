import * as tf from '@tensorflow/tfjs';

/** ln softmax(logits) over the last axis, [N, V]. */
export function logSoftmax(logits: tf.Tensor): tf.Tensor {
  const shifted = tf.sub(logits, tf.max(logits, -1, true));
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), -1, true)));
}

/** ln p(target) of each row, [N]. */
export function targetLogProbs(logits: tf.Tensor, targets: tf.Tensor1D): tf.Tensor {
  return pick(logSoftmax(logits), targets);
}

function pick(logP: tf.Tensor, targets: tf.Tensor1D): tf.Tensor {
  return tf.sum(tf.mul(tf.oneHot(targets, logP.shape[1] as number), logP), -1);
}

/** What rows of logits are held against, each [N]. */
export interface Goals {
  targets: tf.Tensor1D;
  weights: tf.Tensor1D;
  /** 1 for places with weight ≠ 0, else 0. */
  counted: tf.Tensor1D;
  /** ln p(target) when it was sampled, and of the reference policy; anything where their term is off. */
  sampled: tf.Tensor1D;
  reference: tf.Tensor1D;
}

/**
 * [Σ loss, Σ entropy, Σ divergence, clipped places], [4], of logits [N, V], over counted places, as `UpdateOptions` defines them.
 * With p = softmax(logits) and H its entropy, ∂(−ln p_t)/∂z_j = p_j − [j = t] and ∂H/∂z_j = −p_j · (ln p_j + H).
 */
export function lossSums(logits: tf.Tensor, goals: Goals, clipRatio: number): tf.Tensor {
  const { targets, weights, counted, sampled, reference } = goals;
  const vocabulary = logits.shape[1] as number;
  return tf.customGrad((_, save) => {
    const logP = logSoftmax(logits);
    const p = tf.exp(logP);
    const entropies = tf.neg(tf.sum(tf.mul(p, logP), -1));
    const picked = pick(logP, targets);
    const { losses, slopes, clipped } =
      clipRatio > 0 ? surrogate(picked, weights, sampled, clipRatio) : likelihood(picked, weights);
    const d = difference(reference, picked);
    const ratios = tf.exp(d);
    const divergences = tf.sub(tf.sub(ratios, d), 1);
    const pulls = tf.mul(counted, tf.sub(ratios, 1));
    (save as tf.GradSaveFunc)([logP, p, entropies, targets, slopes, counted, pulls]);
    const sum = (values: tf.Tensor) => tf.sum(tf.mul(counted, values));
    const value = tf.stack([tf.sum(losses), sum(entropies), sum(divergences), tf.sum(clipped)]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [savedLogP, savedP, savedEntropies, savedTargets, savedSlopes, savedCounted, savedPulls] = saved;
      const [dLoss, dEntropy, dDivergence] = tf.split(dy, 4);
      const error = tf.sub(savedP, tf.oneHot(savedTargets as tf.Tensor1D, vocabulary));
      const spread = tf.mul(savedP, tf.add(savedLogP, tf.expandDims(savedEntropies, 1)));
      const pull = tf.add(tf.mul(savedSlopes, dLoss), tf.mul(savedPulls, dDivergence));
      const towards = tf.mul(tf.expandDims(pull, 1), error);
      return tf.sub(towards, tf.mul(tf.expandDims(tf.mul(savedCounted, dEntropy), 1), spread));
    };
    return { value, gradFunc };
  })(logits);
}

/** Losses, their −∂/∂ln p, and where clipping has turned that off; each [N]. */
interface Losses {
  losses: tf.Tensor;
  slopes: tf.Tensor;
  clipped: tf.Tensor;
}

function likelihood(picked: tf.Tensor, weights: tf.Tensor): Losses {
  return { losses: tf.neg(tf.mul(weights, picked)), slopes: weights, clipped: tf.zerosLike(weights) };
}

function surrogate(picked: tf.Tensor, weights: tf.Tensor, sampled: tf.Tensor, clipRatio: number): Losses {
  const ratios = tf.exp(difference(picked, sampled));
  const bounds = tf.add(1, tf.mul(clipRatio, tf.sign(weights)));
  const clipped = tf.cast(tf.greater(tf.mul(tf.sub(ratios, bounds), weights), 0), 'float32');
  const free = tf.sub(1, clipped);
  const bounded = tf.add(tf.mul(clipped, bounds), tf.mul(free, ratios));
  return { losses: tf.neg(tf.mul(weights, bounded)), slopes: tf.mul(free, tf.mul(weights, ratios)), clipped };
}

/** a − b, log-probs further apart than 20 counted as 20 apart, so that ratios stay finite. */
function difference(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.clipByValue(tf.sub(a, b), -20, 20);
}
