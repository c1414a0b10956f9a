import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type Program, runProgramInto } from '../tfjs/runProgram.ts';

/**
 * Writes one position of each row into a key or value cache, in place: cache[b, h, columns[b], :] = source[b, from + h, :].
 * A row whose column is outside the cache is left alone. tfjs has no op that writes in place; a cache that grows by
 * concatenation would fill the WebGPU backend's buffer pool, which never shrinks, with a new size every token.
 * @param cache [B, H, C, d], never read back by the caller
 * @param source [B, S, d], S ≥ from + H
 * @param columns where to write, [B], int32
 */
export function writeCache(cache: tf.Tensor, source: tf.Tensor, from: number, columns: tf.Tensor): void {
  const [rows, heads, capacity, headWidth] = cache.shape;
  if (tf.getBackend() === 'webgpu') {
    const program: Program = {
      name: 'writeCache',
      code: WRITE_CACHE,
      inputNames: ['source', 'columns'],
      uniforms: 'heads : i32, capacity : i32, start : i32,',
      workgroupSize: 64,
      workgroups: Math.ceil((rows * heads * headWidth) / 64),
    };
    runProgramInto(program, [source, columns], cache, [
      { type: 'int32', data: [heads] },
      { type: 'int32', data: [capacity] },
      { type: 'int32', data: [from] },
    ]);
    return;
  }
  const [to, values, places] = [cache, source, columns].map(memoryOf);
  const sourceHeads = source.shape[1] as number;
  for (let b = 0; b < rows; b++) {
    if (places[b] >= capacity) continue;
    for (let h = 0; h < heads; h++) {
      const at = (b * sourceHeads + from + h) * headWidth;
      to.set(values.subarray(at, at + headWidth), ((b * heads + h) * capacity + places[b]) * headWidth);
    }
  }
}

/** The tensor's memory on a CPU backend, not a copy. */
function memoryOf(tensor: tf.Tensor): Float32Array | Int32Array {
  const backend = tf.backend() as BackendWasm | { data: tf.DataStorage<{ values: Float32Array | Int32Array }> };
  if ('data' in backend) return backend.data.get(tensor.dataId).values;
  return backend.typedArrayFromHeap(tensor) as Float32Array | Int32Array;
}

const WRITE_CACHE = /* wgsl */ `
fn main(index : i32) {
  let width = uniforms.sourceShape.z;
  let d = index % width;
  let h = (index / width) % uniforms.heads;
  let b = index / (width * uniforms.heads);
  if (b >= uniforms.columnsShape) { return; }
  let column = columns[b];
  if (column >= uniforms.capacity) { return; }
  let value = source[(b * uniforms.sourceShape.y + uniforms.start + h) * width + d];
  result[((b * uniforms.heads + h) * uniforms.capacity + column) * width + d] = value;
}
`;
