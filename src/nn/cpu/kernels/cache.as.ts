import { madd } from './arithmetic.as';
import { exponentiateRow, scaleRow } from './attention.as';

/**
 * The key-value cache of decoding. One layer of one sequence has for every head `capacity` keys in panels of 8 positions
 * ([capacity / 8][headWidth][8], what `matmul` calls packed) and then `capacity` values [capacity][headWidth].
 * Row r belongs to the sequence cached at address `caches[r]`, where the layer begins `layerOffset` bytes in, and stands at
 * position `positions[r]` of it.
 */

/** Stores the keys and values of `rows` rows of kv [rows, 2 · width]. */
export function appendToCache(
  caches: usize,
  layerOffset: usize,
  kv: usize,
  positions: usize,
  rows: i32,
  heads: i32,
  headWidth: i32,
  capacity: i32,
): void {
  const headBytes = <usize>(headWidth * 4);
  const width = <usize>heads * headBytes;
  for (let r: usize = 0; r < <usize>rows; r++) {
    const position = load<i32>(positions + r * 4);
    let base = <usize>load<u32>(caches + r * 4) + layerOffset;
    for (let h: usize = 0; h < <usize>heads; h++) {
      const key = kv + h * headBytes;
      let to = base + <usize>(position >> 3) * headBytes * 8 + <usize>(position & 7) * 4;
      for (let d: usize = 0; d < headBytes; d += 4) {
        store<f32>(to, load<f32>(key + d));
        to += 32;
      }
      memory.copy(base + <usize>(capacity + position) * headBytes, key + width, headBytes);
      base += <usize>capacity * headBytes * 2;
    }
    kv += width * 2;
  }
}

/**
 * Copies the first `length` positions of a cached sequence of `blocks` = layers · heads blocks to another one.
 */
export function copyCache(to: usize, from: usize, length: i32, blocks: i32, headWidth: i32, capacity: i32): void {
  const values = <usize>(capacity * headWidth * 4);
  const padded = <usize>(((length + 7) & ~7) * headWidth * 4);
  for (let b = 0; b < blocks; b++) {
    memory.copy(to, from, padded);
    memory.copy(to + values, from + values, <usize>(length * headWidth * 4));
    to += values * 2;
    from += values * 2;
  }
}

/** Attention of one new query a row on everything cached for its sequence up to its position. `scratch`: capacity + 8 floats. */
export function decodeAttention(
  out: usize,
  q: usize,
  caches: usize,
  layerOffset: usize,
  positions: usize,
  rows: i32,
  heads: i32,
  headWidth: i32,
  capacity: i32,
  scratch: usize,
): void {
  const headBytes = <usize>headWidth * 4;
  const panel = headBytes * 8;
  const scale = <f32>1 / sqrt<f32>(<f32>headWidth);
  const shift = scratch + <usize>capacity * 4;
  for (let r = 0; r < rows; r++) {
    const count = load<i32>(positions + <usize>r * 4) + 1;
    const panels = (count + 7) >> 3;
    let base = <usize>load<u32>(caches + <usize>r * 4) + layerOffset;
    for (let h = 0; h < heads; h++) {
      let keys = base;
      let scores = scratch;
      let p = 0;
      for (; p + 2 <= panels; p += 2) {
        let s0 = f32x4.splat(0);
        let s1 = f32x4.splat(0);
        let s2 = f32x4.splat(0);
        let s3 = f32x4.splat(0);
        const second = keys + panel;
        for (let d: usize = 0; d < headBytes; d += 4) {
          const x = v128.load_splat<f32>(q + d);
          s0 = madd(x, v128.load(keys + d * 8), s0);
          s1 = madd(x, v128.load(keys + d * 8, 16), s1);
          s2 = madd(x, v128.load(second + d * 8), s2);
          s3 = madd(x, v128.load(second + d * 8, 16), s3);
        }
        v128.store(scores, s0);
        v128.store(scores, s1, 16);
        v128.store(scores, s2, 32);
        v128.store(scores, s3, 48);
        scores += 64;
        keys += panel * 2;
      }
      if (p < panels) {
        let s0 = f32x4.splat(0);
        let s1 = f32x4.splat(0);
        for (let d: usize = 0; d < headBytes; d += 4) {
          const x = v128.load_splat<f32>(q + d);
          s0 = madd(x, v128.load(keys + d * 8), s0);
          s1 = madd(x, v128.load(keys + d * 8, 16), s1);
        }
        v128.store(scores, s0);
        v128.store(scores, s1, 16);
      }
      const sum = exponentiateRow(scratch, count, panels * 8, scale, shift);
      const values = base + <usize>capacity * headBytes;
      for (let d: usize = 0; d < headBytes; d += 32) {
        let s0 = f32x4.splat(0);
        let s1 = f32x4.splat(0);
        let value = values + d;
        const end = scratch + <usize>count * 4;
        for (let weight = scratch; weight < end; weight += 4) {
          const x = v128.load_splat<f32>(weight);
          s0 = madd(x, v128.load(value), s0);
          s1 = madd(x, v128.load(value, 16), s1);
          value += headBytes;
        }
        v128.store(out + d, s0);
        v128.store(out + d, s1, 16);
      }
      scaleRow(out, headWidth, <f32>1 / sum);
      q += headBytes;
      out += headBytes;
      base += <usize>capacity * headBytes * 2;
    }
  }
}
