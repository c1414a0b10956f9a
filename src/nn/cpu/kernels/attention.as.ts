import { exp4, log, madd, maxLanes, sumLanes } from './arithmetic.as';
import { accumulateOuter, matmul, packColumns } from './matmul.as';

/**
 * Causal attention of one sequence. Keys and values of its `length` rows lie in `kv` [length, 2 · width] (keys, then values);
 * queries are any rows of it in ascending order, `positions[r]` telling which (0 … length − 1).
 * The matrix of scores exists only for a few query rows at a time.
 */

/**
 * In place: e^(scale · (s − max)) for the first `count` scores of a row, 0 up to `padded` (a multiple of 4).
 * The row must have room for `padded` floats. Returns the sum; scale · max goes to `shift`.
 */
// @ts-ignore: decorator
@inline
export function exponentiateRow(row: usize, count: i32, padded: i32, scale: f32, shift: usize): f32 {
  const full = (count + 3) & ~3;
  for (let j = count; j < full; j++) store<f32>(row + <usize>j * 4, -Infinity);
  const end = row + <usize>full * 4;
  let top = f32x4.splat(-Infinity);
  for (let p = row; p < end; p += 16) top = f32x4.pmax(top, v128.load(p));
  const highest = maxLanes(top) * scale;
  store<f32>(shift, highest);
  const scale4 = f32x4.splat(scale);
  const highest4 = f32x4.splat(highest);
  let sum = f32x4.splat(0);
  for (let p = row; p < end; p += 16) {
    const e = exp4(f32x4.sub(f32x4.mul(v128.load(p), scale4), highest4));
    v128.store(p, e);
    sum = f32x4.add(sum, e);
  }
  const last = row + <usize>padded * 4;
  for (let p = end; p < last; p += 16) v128.store(p, f32x4.splat(0));
  return sumLanes(sum);
}

// @ts-ignore: decorator
@inline
export function scaleRow(row: usize, count: i32, factor: f32): void {
  const factor4 = f32x4.splat(factor);
  for (let p = row; p < row + <usize>count * 4; p += 16) v128.store(p, f32x4.mul(v128.load(p), factor4));
}

/** Floats of scratch that `attention` needs. */
export function attentionScratch(length: i32, headWidth: i32): i32 {
  const padded = (length + 7) & ~7;
  return padded * headWidth + 4 * padded + 8;
}

/** out [queries, width]; logSums [queries, heads] = ln Σ_j e^(q · k_j · scale), for the backward pass. */
export function attention(
  out: usize,
  logSums: usize,
  q: usize,
  kv: usize,
  positions: usize,
  queries: i32,
  length: i32,
  heads: i32,
  headWidth: i32,
  scratch: usize,
): void {
  const padded = (length + 7) & ~7;
  const width = heads * headWidth;
  const ldq = <usize>width * 4;
  const ldkv = ldq * 2;
  const lds = <usize>padded * 4;
  const scores = scratch + <usize>(padded * headWidth) * 4;
  const sums = scores + 4 * lds;
  const shift = sums + 16;
  const scale = <f32>1 / sqrt<f32>(<f32>headWidth);
  for (let h = 0; h < heads; h++) {
    const offset = <usize>(h * headWidth) * 4;
    packColumns(scratch, kv + offset, length, headWidth, ldkv);
    for (let r = 0; r < queries; r += 4) {
      const rows = min(4, queries - r);
      const keys = load<i32>(positions + <usize>(r + rows - 1) * 4) + 1;
      const paddedKeys = (keys + 7) & ~7;
      const qr = q + <usize>r * ldq + offset;
      matmul(scores, qr, scratch, rows, paddedKeys, headWidth, ldq, 32, <usize>headWidth * 32, lds, false);
      const outr = out + <usize>r * ldq + offset;
      for (let i = 0; i < rows; i++) {
        const row = scores + <usize>i * lds;
        const position = load<i32>(positions + <usize>(r + i) * 4);
        const sum = exponentiateRow(row, position + 1, paddedKeys, scale, shift);
        const logSum = load<f32>(shift) + <f32>log(<f64>sum);
        store<f32>(logSums + <usize>((r + i) * heads + h) * 4, logSum);
        store<f32>(sums + <usize>i * 4, sum);
      }
      matmul(outr, scores, kv + ldq + offset, rows, headWidth, keys, lds, ldkv, 32, ldq, false);
      for (let i = 0; i < rows; i++) scaleRow(outr + <usize>i * ldq, headWidth, <f32>1 / load<f32>(sums + <usize>i * 4));
    }
  }
}

/** Query rows that one block of the backward pass takes. */
const BLOCK: i32 = 32;

/** Floats of scratch that `attentionBackward` needs. */
export function attentionBackwardScratch(length: i32, headWidth: i32): i32 {
  const padded = (length + 7) & ~7;
  return 2 * padded * headWidth + 2 * BLOCK * padded;
}

/**
 * Writes dq [queries, width] and adds to dkv [length, 2 · width]. Scores are computed again; with P the attention weights and
 * dP = dout · Vᵀ: dS = scale · P ∘ (dP − rowsum(dout ∘ out)), dq = dS · K, dK += dSᵀ · Q, dV += Pᵀ · dout.
 */
export function attentionBackward(
  dq: usize,
  dkv: usize,
  dout: usize,
  out: usize,
  logSums: usize,
  q: usize,
  kv: usize,
  positions: usize,
  queries: i32,
  length: i32,
  heads: i32,
  headWidth: i32,
  scratch: usize,
): void {
  const padded = (length + 7) & ~7;
  const width = heads * headWidth;
  const ldq = <usize>width * 4;
  const ldkv = ldq * 2;
  const lds = <usize>padded * 4;
  const panel = <usize>headWidth * 32;
  const keyPanels = scratch;
  const valuePanels = keyPanels + <usize>(padded * headWidth) * 4;
  const weights = valuePanels + <usize>(padded * headWidth) * 4;
  const gradients = weights + <usize>BLOCK * lds;
  const scale = <f32>1 / sqrt<f32>(<f32>headWidth);
  const scale4 = f32x4.splat(scale);
  for (let h = 0; h < heads; h++) {
    const offset = <usize>(h * headWidth) * 4;
    packColumns(keyPanels, kv + offset, length, headWidth, ldkv);
    packColumns(valuePanels, kv + ldq + offset, length, headWidth, ldkv);
    for (let block = 0; block < queries; block += BLOCK) {
      const rows = min(BLOCK, queries - block);
      const blockKeys = load<i32>(positions + <usize>(block + rows - 1) * 4) + 1;
      const blockPadded = (blockKeys + 7) & ~7;
      for (let r = 0; r < rows; r += 4) {
        const some = min(4, rows - r);
        const keys = load<i32>(positions + <usize>(block + r + some - 1) * 4) + 1;
        const paddedKeys = (keys + 7) & ~7;
        const at = <usize>(block + r) * ldq + offset;
        const w = weights + <usize>r * lds;
        const g = gradients + <usize>r * lds;
        matmul(w, q + at, keyPanels, some, paddedKeys, headWidth, ldq, 32, panel, lds, false);
        matmul(g, dout + at, valuePanels, some, paddedKeys, headWidth, ldq, 32, panel, lds, false);
        for (let i = 0; i < some; i++) {
          const query = block + r + i;
          const row = <usize>i * lds;
          const count = load<i32>(positions + <usize>query * 4) + 1;
          const full = (count + 3) & ~3;
          for (let j = count; j < full; j++) store<f32>(w + row + <usize>j * 4, -Infinity);
          let dot = f32x4.splat(0);
          const head = <usize>query * ldq + offset;
          for (let d: usize = 0; d < <usize>headWidth * 4; d += 16) {
            dot = madd(v128.load(dout + head + d), v128.load(out + head + d), dot);
          }
          const mean = f32x4.splat(sumLanes(dot));
          const logSum = f32x4.splat(load<f32>(logSums + <usize>(query * heads + h) * 4));
          const end = <usize>full * 4;
          for (let j: usize = 0; j < end; j += 16) {
            const p = exp4(f32x4.sub(f32x4.mul(v128.load(w + row + j), scale4), logSum));
            const dp = f32x4.sub(v128.load(g + row + j), mean);
            v128.store(w + row + j, p);
            v128.store(g + row + j, f32x4.mul(f32x4.mul(p, scale4), dp));
          }
          for (let j = end; j < <usize>blockPadded * 4; j += 16) {
            v128.store(w + row + j, f32x4.splat(0));
            v128.store(g + row + j, f32x4.splat(0));
          }
        }
        matmul(dq + at, g, kv + offset, some, headWidth, keys, lds, ldkv, 32, ldq, false);
      }
      const at = <usize>block * ldq + offset;
      accumulateOuter(dkv + offset, gradients, q + at, blockKeys, headWidth, rows, lds, ldq, ldkv);
      accumulateOuter(dkv + ldq + offset, weights, dout + at, blockKeys, headWidth, rows, lds, ldq, ldkv);
    }
  }
}
