import * as tf from '@tensorflow/tfjs';
import { threefry2x32 } from '../../core/rng.ts';
import { drawToken } from '../reference/drawToken.ts';
import { runProgram } from '../tfjs/runProgram.ts';
import { LANES, SAMPLER } from './sampler.wgsl.ts';

export interface DrawOptions {
  /** Key words of the random address. */
  key: [number, number];
  /** Second counter word: position in the completion. */
  position: number;
  /** 0 is greedy. */
  temperature: number;
}

/**
 * Draws a token for each row of logits [B, V]: [B, 3] with (token, ln p, entropy in nats). Random numbers
 * depend on the key, the row's item and the position only. On webgpu the result stays on the device.
 * `tf.multinomial` would not do: on webgpu it gives row 0 its first class always (tfjs issue 8057), and no log-probs.
 * @param items first counter word of each row, [B], int32 bits
 */
export async function sampleTokens(logits: tf.Tensor, items: tf.Tensor, options: DrawOptions): Promise<tf.Tensor> {
  const [rows, vocabulary] = logits.shape;
  const { key, position, temperature } = options;
  if (tf.getBackend() === 'webgpu') {
    const program = {
      name: 'sampleTokens',
      code: SAMPLER,
      inputNames: ['logits', 'items'],
      uniforms: 'key0 : u32, key1 : u32, position : u32, temperature : f32,',
      workgroupSize: LANES,
      workgroups: rows,
    };
    return runProgram(program, [logits, items], [rows, 3], 'float32', [
      { type: 'uint32', data: [key[0]] },
      { type: 'uint32', data: [key[1]] },
      { type: 'uint32', data: [position] },
      { type: 'float32', data: [temperature] },
    ]);
  }
  const [values, itemWords] = await Promise.all([logits.data(), items.data()]);
  const drawn = new Float32Array(rows * 3);
  for (let row = 0; row < rows; row++) {
    const rowLogits = Float64Array.from(values.subarray(row * vocabulary, (row + 1) * vocabulary));
    const [word] = threefry2x32(key[0], key[1], itemWords[row], position);
    const { token, logProb, entropy } = drawToken(rowLogits, temperature, ((word >>> 9) + 0.5) * 2 ** -23);
    drawn.set([token, logProb, entropy], row * 3);
  }
  return tf.tensor2d(drawn, [rows, 3]);
}
