import * as tf from '@tensorflow/tfjs';
import { threefry2x32 } from '../../core/rng.ts';
import { runProgram } from '../tfjs/runProgram.ts';
import { drawToken } from './drawToken.ref.ts';
import { LANES, sampler } from './sampler.wgsl.ts';

export interface DrawOptions {
  /** Key words of the random address. */
  key: [number, number];
  /** Second counter word: position in the completion. */
  position: number;
  /** 0 is greedy. */
  temperature: number;
  topP?: number;
}

/** Words of a mask of the vocabulary, one bit a token. */
export const maskWords = (vocabulary: number): number => Math.ceil(vocabulary / 32);

/** The bits of the allowed tokens; all where there is no list. */
export function tokenMask(vocabulary: number, allowed?: readonly number[]): Int32Array {
  const mask = new Int32Array(maskWords(vocabulary)).fill(allowed ? 0 : -1);
  for (const token of allowed ?? []) mask[token >> 5] |= 1 << (token & 31);
  return mask;
}

/**
 * Draws a token for each row of logits [B, V]: [B, 3] with (token, ln p, entropy in nats). Random numbers
 * depend on the key, the row's item and the position only. On webgpu the result stays on the device.
 * `tf.multinomial` would not do: on webgpu it gives row 0 its first class always (tfjs issue 8057), and no log-probs.
 * @param items first counter word of each row, [B], int32 bits
 * @param masks `tokenMask` of each row, [B, words], int32; null where every token is allowed in every row
 */
export async function sampleTokens(
  logits: tf.Tensor,
  items: tf.Tensor,
  masks: tf.Tensor | null,
  options: DrawOptions,
): Promise<tf.Tensor> {
  const [rows, vocabulary] = logits.shape;
  const { key, position, temperature, topP = 1 } = options;
  if (tf.getBackend() === 'webgpu') {
    const program = {
      name: masks ? 'sampleAllowedTokens' : 'sampleTokens',
      code: sampler(masks !== null),
      inputNames: ['logits', 'items', ...(masks ? ['masks'] : [])],
      uniforms: 'key0 : u32, key1 : u32, position : u32, temperature : f32, topP : f32,',
      workgroupSize: LANES,
      workgroups: rows,
    };
    return runProgram(program, [logits, items, ...(masks ? [masks] : [])], [rows, 3], 'float32', [
      { type: 'uint32', data: [key[0]] },
      { type: 'uint32', data: [key[1]] },
      { type: 'uint32', data: [position] },
      { type: 'float32', data: [temperature] },
      { type: 'float32', data: [topP] },
    ]);
  }
  const [values, itemWords, maskBits] = await Promise.all([logits.data(), items.data(), masks?.data()]);
  const drawn = new Float32Array(rows * 3);
  for (let row = 0; row < rows; row++) {
    const rowLogits = Float64Array.from(values.subarray(row * vocabulary, (row + 1) * vocabulary));
    const [word] = threefry2x32(key[0], key[1], itemWords[row], position);
    const bits = maskBits?.subarray(row * maskWords(vocabulary));
    const allowed = bits && [...rowLogits.keys()].filter((v) => (bits[v >> 5] >> (v & 31)) & 1);
    const uniform = ((word >>> 9) + 0.5) * 2 ** -23;
    const { token, logProb, entropy } = drawToken(rowLogits, temperature, uniform, { topP, allowed });
    drawn.set([token, logProb, entropy], row * 3);
  }
  return tf.tensor2d(drawn, [rows, 3]);
}
