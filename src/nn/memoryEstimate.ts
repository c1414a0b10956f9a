import { type ModelShape, parameterCount } from './modelShape.ts';

const BYTES = 4;
/** Weights, gradient, two moments, and the arrangement of the weights that sampling uses. */
const COPIES = 5;

/**
 * Bytes that a model needs at most while it samples `sequences` sequences at once and trains on `tokens` tokens at once: parameters with
 * optimiser, keys and values of full contexts, and what the backward pass keeps of every layer. Float32; attention matrices are
 * not kept (the plain engine does keep them, within a fixed budget of its own).
 */
export function memoryEstimate(shape: ModelShape, sequences: number, tokens: number): number {
  const { width, hidden, heads, layers, context, vocabulary } = shape;
  const caches = sequences * context * layers * 2 * width;
  // A layer keeps its input, q, k, v, attention output, middle and the MLP's gate, up and product; as much again are gradients.
  const layer = 2 * (6 * width + 3 * hidden) + heads;
  const activations = tokens * (layers * layer + 2 * width + 2 * vocabulary);
  return BYTES * (COPIES * parameterCount(shape) + caches + activations);
}
