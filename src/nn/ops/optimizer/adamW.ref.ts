import type { UpdateOptions } from '../../languageModel.ts';
import { type ModelShape, parameterLayout } from '../../modelShape.ts';

export const BETA1 = 0.9;
export const BETA2 = 0.999;
export const ADAM_EPSILON = 1e-8;

/** Optimiser state in Float64, in the parameter layout. */
export interface ReferenceOptimizer {
  updates: number;
  first: Float64Array;
  second: Float64Array;
}

/**
 * One AdamW step in place (Loshchilov & Hutter, https://arxiv.org/abs/1711.05101): the gradient is scaled down to
 * `clipNorm`, moments are bias-corrected, and weight decay acts on matrices only, decoupled from the gradient.
 * @returns The global gradient norm before clipping.
 */
export function adamWStep(
  shape: ModelShape,
  weights: Float64Array,
  gradient: Float64Array,
  state: ReferenceOptimizer,
  { learningRate, weightDecay, clipNorm }: Pick<UpdateOptions, 'learningRate' | 'weightDecay' | 'clipNorm'>,
): number {
  const norm = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
  const scale = norm > clipNorm ? clipNorm / norm : 1;
  state.updates++;
  const correction1 = 1 - BETA1 ** state.updates;
  const correction2 = 1 - BETA2 ** state.updates;
  for (const { dims, offset, size } of parameterLayout(shape)) {
    const decay = dims.length > 1 ? learningRate * weightDecay : 0;
    for (let i = offset; i < offset + size; i++) {
      const g = gradient[i] * scale;
      state.first[i] = BETA1 * state.first[i] + (1 - BETA1) * g;
      state.second[i] = BETA2 * state.second[i] + (1 - BETA2) * g * g;
      const step = state.first[i] / correction1 / (Math.sqrt(state.second[i] / correction2) + ADAM_EPSILON);
      weights[i] -= decay * weights[i] + learningRate * step;
    }
  }
  return norm;
}
