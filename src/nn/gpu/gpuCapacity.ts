import { type ModelShape, parameterCount } from '../modelShape.ts';
import { tokenSections } from './dimensions.ts';
import { gradientParts, partLength4 } from './gradientParts.ts';
import { LONGEST_CHUNK, MOST_SEQUENCES } from './pace.ts';

/** What a device says of its largest buffers; what it does not say does not limit. */
export type BufferLimits = Partial<Record<'maxBufferSize' | 'maxStorageBufferBindingSize', number>>;

/** What the activations may take, in bytes; a batch with more tokens than fit is worked through in parts. */
const ACTIVATIONS = 512 * 2 ** 20;
const MOST_TOKENS = 16384;
/** What the cache of keys and values may take, in bytes. */
const CACHE = 512 * 2 ** 20;
/** Tokens that there is room for from the beginning. */
const USUAL_TOKENS = 1024;

/** Columns of 4 bytes that describe a token to the kernels. */
export const TOKEN_COLUMNS = 7;
/** Bytes of what the longest chunk of the most sequences gives: made once, so that a faster chunk size makes no new buffer. */
export const RESULT_BYTES = 16 * MOST_SEQUENCES * LONGEST_CHUNK;

/** Bytes of the largest buffer that kernels can use. */
export function largestBuffer({ maxBufferSize, maxStorageBufferBindingSize }: BufferLimits): number {
  return Math.min(maxBufferSize ?? Number.POSITIVE_INFINITY, maxStorageBufferBindingSize ?? Number.POSITIVE_INFINITY);
}

/** Most tokens whose activations are there at once. It depends on the device and the shape alone: how a batch is cut shows in the last bits. */
export function mostTokens(shape: ModelShape, limits: BufferLimits): number {
  const bytes = Math.min(largestBuffer(limits), ACTIVATIONS);
  const fitting = Math.floor(bytes / (16 * tokenSections(shape).sections.total));
  return Math.max(shape.context, Math.min(fitting, MOST_TOKENS));
}

/** Tokens that buffers are made for when so many are wanted at once, `most` at most: in steps, so that they are seldom made anew. */
export function tokenCapacity(wanted: number, most: number): number {
  return Math.min(most, Math.max(USUAL_TOKENS, 2 ** Math.ceil(Math.log2(wanted))));
}

/** Sequences of up to `length` tokens whose keys and values are kept at once when so many are wanted, and bytes of the cache for them. */
export function cacheCapacity(
  shape: ModelShape,
  limits: BufferLimits,
  wanted: number,
  length: number,
): { slots: number; bytes: number } {
  const slotBytes = 4 * shape.layers * length * 2 * shape.width;
  const most = Math.min(CACHE, largestBuffer(limits));
  const slots = Math.max(1, Math.min(wanted, MOST_SEQUENCES, Math.floor(most / slotBytes)));
  return { slots, bytes: Math.min(most, 2 ** Math.ceil(Math.log2(slots * slotBytes))) };
}

/** Bytes of one buffer of the GPU that the model cannot do without: the gradients, or the activations of one full context. */
export function leastBuffer(shape: ModelShape): number {
  return 16 * Math.max(partLength4(shape) + 1, tokenSections(shape).sections.total * shape.context);
}

/** Bytes of GPU memory that the fused engine takes at most, whose updates have so many tokens and that samples so many sequences of full length. */
export function gpuBytes(
  shape: ModelShape,
  limits: BufferLimits,
  { sequences, tokens }: { sequences: number; tokens: number },
): number {
  const count = parameterCount(shape);
  const matrices = count - (2 * shape.layers + 1) * shape.width;
  // Weights and two moments; which of them decay, 4 bytes for four; for sampling the matrices once more, with a table of 8 bytes for four.
  const parameters = 4 * 3 * count + count + (4 + 2) * matrices;
  const gradients = 16 * (gradientParts(shape) * partLength4(shape) + 1);
  const readback = 2 ** Math.ceil(Math.log2(4 * count));
  const { sections, scalars } = tokenSections(shape);
  const capacity = tokenCapacity(tokens, mostTokens(shape, limits));
  const activations = capacity * (16 * sections.total + 4 * scalars.total + 4 * TOKEN_COLUMNS);
  const cache = cacheCapacity(shape, limits, sequences, Math.ceil(shape.context / 64) * 64).bytes;
  return parameters + gradients + readback + activations + cache + 2 * RESULT_BYTES;
}
