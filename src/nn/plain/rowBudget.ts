import type { ModelShape } from '../modelShape.ts';

/** What the intermediate tensors of one call may take together, in bytes. */
const BUDGET = 256 * 2 ** 20;

/** Rows of `length` tokens that a forward pass may hold at once: one layer's tensors live at a time. */
export function forwardRows({ width, heads, hidden, vocabulary }: ModelShape, length: number): number {
  const floats = 3 * heads * length * length + length * (10 * width + 6 * hidden + 2 * width + vocabulary);
  return Math.max(1, Math.floor(BUDGET / (4 * floats)));
}

/** Rows of `length` tokens that a forward and backward pass may hold at once: what every layer saves lives until the end. */
export function trainingRows({ width, heads, hidden, layers, vocabulary }: ModelShape, length: number): number {
  const layer = 3 * heads * length * length + length * (14 * width + 6 * hidden);
  const floats = layers * layer + length * (4 * vocabulary + 6 * width);
  return Math.max(1, Math.floor(BUDGET / (4 * floats)));
}

/** Rows of `capacity` positions whose keys and values may be held at once. */
export function cacheRows({ width, layers }: ModelShape, capacity: number): number {
  return Math.max(1, Math.floor(BUDGET / (4 * 2 * layers * width * capacity)));
}
