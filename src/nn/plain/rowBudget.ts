import { type ModelShape, parameterCount } from '../modelShape.ts';

/** What the intermediate tensors of one call may take together, in bytes; a single row may take more. */
const BUDGET = 256 * 2 ** 20;

/** Bytes of a row of so many tokens. */
type RowBytes = (shape: ModelShape, length: number) => number;

/** In a forward pass: one layer's tensors live at a time. */
const forwardBytes: RowBytes = ({ width, heads, hidden, vocabulary }, length) =>
  4 * (3 * heads * length * length + length * (12 * width + 6 * hidden + vocabulary));

/** In a forward and backward pass: what every layer saves lives until the end. */
const trainingBytes: RowBytes = ({ width, heads, hidden, layers, vocabulary }, length) => {
  const layer = 3 * heads * length * length + length * (14 * width + 6 * hidden);
  return 4 * (layers * layer + length * (4 * vocabulary + 6 * width));
};

/** Of keys and values. */
const cacheBytes: RowBytes = ({ width, layers }, length) => 4 * 2 * layers * width * length;

const rows = (bytes: RowBytes) => (shape: ModelShape, length: number) =>
  Math.max(1, Math.floor(BUDGET / bytes(shape, length)));

/** Rows of so many tokens that a forward pass may hold at once. */
export const forwardRows = rows(forwardBytes);
/** Rows of so many tokens that a forward and backward pass may hold at once. */
export const trainingRows = rows(trainingBytes);
/** Rows of so many positions whose keys and values may be held at once. */
export const cacheRows = rows(cacheBytes);

/** Bytes that the plain engine needs at most: weights, moments and their mask, the gradient, all anew after an update, and intermediate tensors. */
export function plainBytes(shape: ModelShape): number {
  return 4 * 8 * parameterCount(shape) + Math.max(BUDGET, trainingBytes(shape, shape.context));
}
