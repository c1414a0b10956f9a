import { type ModelShape, parameterCount } from '../modelShape.ts';
import { PARTS } from './parts.ts';

/** Tokens of a chunk: enough that its matrices are tall, few enough that activations stay near and the event loop gets its turn. */
export const CHUNK_TOKENS = 128;
/** Sequences decoded at the same time, if the cache of as many fits CACHE. */
const MOST_SLOTS = 32;
/** What the keys and values of sequences may take, in bytes. */
const CACHE = 256 * 2 ** 20;
/** Bytes of a memory that hold no numbers: its beginning, and the rest of its last page. */
const START = 2 ** 17;

/** Sequences that are decoded at the same time when so many are wanted and each takes so many bytes. */
export function decoderSlots(wanted: number, slotBytes: number): number {
  return Math.max(1, Math.min(MOST_SLOTS, wanted, Math.floor(CACHE / slotBytes)));
}

/** Bytes of the memory of one thread of the WebAssembly engine at most, whose updates have so many tokens and that samples so many sequences of full length. */
export function cpuBytes(shape: ModelShape, { sequences, tokens }: { sequences: number; tokens: number }): number {
  const { width, hidden, heads, layers, context, vocabulary, rotaryWidth } = shape;
  // Weights, gradient and two moments; matrices repacked twice; gradients that wait for the other half of a sum.
  const parameters = (6 + Math.log2(PARTS)) * parameterCount(shape);
  // Matrices have outputs in sixteens.
  const padding = 16 * (width + layers * (4 * width + hidden));
  const logits = Math.ceil(vocabulary / 16) * 16;
  // A layer keeps its input, q, k, v, attention output, middle, and the MLP's gate and up.
  const layer = 7 * width + 2 * hidden + heads;
  const passing = 13 * width + 2 * hidden + logits + 4 * rotaryWidth + 16;
  const attention = 4 * context * (shape.headWidth + 2) + 2 * context * 2 * rotaryWidth;
  const rows = Math.min(Math.max(tokens, context), CHUNK_TOKENS - 1 + context);
  const training = rows * (layers * layer + passing) + attention;
  const slotFloats = layers * 2 * width * (context + 16);
  const slots = decoderSlots(sequences, 4 * slotFloats);
  const caches = slots * (slotFloats + 7 * width + 3 * hidden + 2 * logits) + slotFloats;
  const sampling = caches + context * (layer + passing) + attention;
  return START + 4 * (parameters + padding + Math.max(training, sampling));
}
