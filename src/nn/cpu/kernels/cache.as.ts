import { madd } from './arithmetic.as';
import { exponentiateRows, maskRow, fallWithDistance } from './softmax.as';

/**
 * The key-value caches of decoding. One layer of a cache has for every head `capacity` keys in panels of 8 positions
 * ([capacity / 8][headWidth][8], what `matmul` calls packed) and then `capacity` values [capacity][headWidth]; it begins
 * `layerOffset` bytes into the cache.
 *
 * A sequence has two of them: the first 8 · n positions of its prompt, which it shares with all that have the same prompt (so that
 * they are read from memory once), and its own, with the rest of the prompt and what was sampled.
 */

/**
 * Stores the keys and values of `rows` rows of kv [rows, 2 · width], and a value of zeros after one at an even position:
 * attention takes values in pairs. Row r goes to position `positions[r]` of the cache at `caches[r]`.
 */
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
      const value = base + <usize>(capacity + position) * headBytes;
      memory.copy(value, key + width, headBytes);
      if ((position & 1) == 0) memory.fill(value + headBytes, 0, headBytes);
      base += <usize>capacity * headBytes * 2;
    }
    kv += width * 2;
  }
}

/**
 * Copies positions `start` (a multiple of 8) to `end` − 1, fewer than 8, of all layers of one cache to the beginning of another.
 * `blocks` = layers · heads.
 */
export function copyTail(
  to: usize,
  toCapacity: i32,
  from: usize,
  fromCapacity: i32,
  start: i32,
  end: i32,
  blocks: i32,
  headWidth: i32,
): void {
  const positionBytes = <usize>headWidth * 4;
  const begin = <usize>start * positionBytes;
  for (let b = 0; b < blocks; b++) {
    memory.copy(to, from + begin, positionBytes * 8);
    const values = from + <usize>fromCapacity * positionBytes + begin;
    memory.copy(to + <usize>toCapacity * positionBytes, values, <usize>((end - start + 1) & ~1) * positionBytes);
    to += <usize>toCapacity * positionBytes * 2;
    from += <usize>fromCapacity * positionBytes * 2;
  }
}

/**
 * One row of scores on `panels` panels of 8 keys, three panels at a time: their sums are independent, which hides the latency
 * of each.
 */
// @ts-ignore: decorator
@inline
function scoreRow(scores: usize, q: usize, keys: usize, panels: i32, headBytes: usize): void {
  const panel = headBytes * 8;
  const end = q + headBytes;
  let p = 0;
  for (; p + 3 <= panels; p += 3) {
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    let s4 = f32x4.splat(0);
    let s5 = f32x4.splat(0);
    let k0 = keys;
    let k1 = k0 + panel;
    let k2 = k1 + panel;
    keys = k2 + panel;
    for (let d = q; d < end; d += 4) {
      const x = v128.load_splat<f32>(d);
      s0 = madd(x, v128.load(k0), s0);
      s1 = madd(x, v128.load(k0, 16), s1);
      s2 = madd(x, v128.load(k1), s2);
      s3 = madd(x, v128.load(k1, 16), s3);
      s4 = madd(x, v128.load(k2), s4);
      s5 = madd(x, v128.load(k2, 16), s5);
      k0 += 32;
      k1 += 32;
      k2 += 32;
    }
    v128.store(scores, s0);
    v128.store(scores, s1, 16);
    v128.store(scores, s2, 32);
    v128.store(scores, s3, 48);
    v128.store(scores, s4, 64);
    v128.store(scores, s5, 80);
    scores += 96;
  }
  for (; p < panels; p++) {
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    for (let d = q; d < end; d += 4) {
      const x = v128.load_splat<f32>(d);
      s0 = madd(x, v128.load(keys), s0);
      s1 = madd(x, v128.load(keys, 16), s1);
      keys += 32;
    }
    v128.store(scores, s0);
    v128.store(scores, s1, 16);
    scores += 32;
  }
}

/**
 * out[16] = factor · Σ weights[j] · values[j][0 … 15] over two runs of an even number of positions. Two positions are added to each
 * other before they go to the running sums, so that those wait for an addition every two positions only.
 */
// @ts-ignore: decorator
@inline
function weightedSum(
  out: usize,
  weights: usize,
  values: usize,
  positions: i32,
  moreValues: usize,
  morePositions: i32,
  stride: usize,
  factor: f32,
): void {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  let end = weights + <usize>positions * 4;
  for (let run = 0; run < 2; run++) {
    let odd = values + stride;
    for (; weights < end; weights += 8) {
      const x = v128.load_splat<f32>(weights);
      const y = v128.load_splat<f32>(weights, 4);
      s0 = f32x4.add(s0, madd(x, v128.load(values), f32x4.mul(y, v128.load(odd))));
      s1 = f32x4.add(s1, madd(x, v128.load(values, 16), f32x4.mul(y, v128.load(odd, 16))));
      s2 = f32x4.add(s2, madd(x, v128.load(values, 32), f32x4.mul(y, v128.load(odd, 32))));
      s3 = f32x4.add(s3, madd(x, v128.load(values, 48), f32x4.mul(y, v128.load(odd, 48))));
      values += stride * 2;
      odd += stride * 2;
    }
    values = moreValues;
    end += <usize>morePositions * 4;
  }
  const factor4 = f32x4.splat(factor);
  v128.store(out, f32x4.mul(s0, factor4));
  v128.store(out, f32x4.mul(s1, factor4), 16);
  v128.store(out, f32x4.mul(s2, factor4), 32);
  v128.store(out, f32x4.mul(s3, factor4), 48);
}

/**
 * Attention of one new query a row on everything cached for its sequence. Row r has `shared[r]` positions in the cache at
 * `prompts[r]`, a multiple of 8, and stands at position `places[r]` of its own at `caches[r]`. headWidth is a multiple of 16;
 * `slopes` as in attention.as.ts; `scratch`: 4 · (promptCapacity + capacity) + 8 floats.
 */
export function decodeAttention(
  out: usize,
  q: usize,
  prompts: usize,
  shared: usize,
  promptOffset: usize,
  promptCapacity: i32,
  caches: usize,
  places: usize,
  layerOffset: usize,
  capacity: i32,
  rows: i32,
  heads: i32,
  headWidth: i32,
  slopes: usize,
  scratch: usize,
): void {
  const headBytes = <usize>headWidth * 4;
  const promptHead = <usize>promptCapacity * headBytes * 2;
  const ownHead = <usize>capacity * headBytes * 2;
  const scale = <f32>1 / sqrt<f32>(<f32>headWidth);
  const stride = <usize>(promptCapacity + capacity) * 4;
  const sums = scratch + 4 * stride;
  for (let r: usize = 0; r < <usize>rows * 4; r += 4) {
    const before = load<i32>(shared + r);
    const count = load<i32>(places + r) + 1;
    const panels = (count + 7) >> 3;
    const padded = before + panels * 8;
    const even = (count + 1) & ~1;
    let prompt = <usize>load<u32>(prompts + r) + promptOffset;
    let own = <usize>load<u32>(caches + r) + layerOffset;
    // Four heads at a time share the constants of the exponential.
    for (let first = 0; first < heads; first += 4) {
      const some = <usize>min(4, heads - first);
      for (let h: usize = 0; h < some; h++) {
        const row = scratch + h * stride;
        scoreRow(row, q + h * headBytes, prompt + h * promptHead, before >> 3, headBytes);
        scoreRow(row + <usize>before * 4, q + h * headBytes, own + h * ownHead, panels, headBytes);
        if (slopes) fallWithDistance(row, padded, load<f32>(slopes + (<usize>first + h) * 4));
        maskRow(row, before + count, padded);
      }
      exponentiateRows(scratch, stride, padded, scale, sums);
      for (let h: usize = 0; h < some; h++) {
        const promptValues = prompt + h * promptHead + <usize>promptCapacity * headBytes;
        const values = own + h * ownHead + <usize>capacity * headBytes;
        const factor = <f32>1 / load<f32>(sums + h * 4);
        for (let d: usize = 0; d < headBytes; d += 64) {
          weightedSum(out + d, scratch + h * stride, promptValues + d, before, values + d, even, headBytes, factor);
        }
        out += headBytes;
      }
      q += some * headBytes;
      prompt += some * promptHead;
      own += some * ownHead;
    }
  }
}
