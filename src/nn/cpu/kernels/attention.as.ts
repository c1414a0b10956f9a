import { log, madd, sumLanes } from './arithmetic.as';
import { accumulateOuter, matmul, packColumns } from './matmul.as';
import { exponentiateRows, exponentiateRowsAgain, maskRow, fallWithDistance } from './softmax.as';

/**
 * Causal attention of one sequence. Keys and values of its `length` rows lie in `kv` [length, 2 · width] (keys, then values);
 * queries are any rows of it in ascending order, `positions[r]` telling which (0 … length − 1).
 * The matrix of scores exists only for a few query rows at a time.
 *
 * `slopes` [heads] is how much a score, not yet divided by √headWidth, falls with every token between query and key; 0 where none falls.
 */

/** Rounded up to a multiple of 8. */
// @ts-ignore: decorator
@inline
function round8(count: i32): i32 {
  return (count + 7) & ~7;
}

/** Floats of scratch that `attention` needs. */
export function attentionScratch(length: i32, headWidth: i32): i32 {
  const padded = round8(length);
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
  slopes: usize,
  scratch: usize,
): void {
  const padded = round8(length);
  const width = heads * headWidth;
  const ldq = <usize>width * 4;
  const ldkv = ldq * 2;
  const lds = <usize>padded * 4;
  const headBytes = <usize>headWidth * 4;
  const scores = scratch + <usize>padded * headBytes;
  const sums = scores + 4 * lds;
  const scale = <f32>1 / sqrt<f32>(<f32>headWidth);
  for (let h = 0; h < heads; h++) {
    const offset = <usize>h * headBytes;
    packColumns(scratch, kv + offset, length, padded, headWidth, ldkv);
    for (let r = 0; r < queries; r += 4) {
      const rows = min(4, queries - r);
      const keys = load<i32>(positions + <usize>(r + rows - 1) * 4) + 1;
      const paddedKeys = round8(keys);
      matmul(scores, q + <usize>r * ldq + offset, scratch, rows, paddedKeys, headWidth, ldq, 32, headBytes * 8, lds, false);
      for (let i = 0; i < rows; i++) {
        if (slopes) fallWithDistance(scores + <usize>i * lds, paddedKeys, load<f32>(slopes + <usize>h * 4));
        maskRow(scores + <usize>i * lds, load<i32>(positions + <usize>(r + i) * 4) + 1, paddedKeys);
      }
      // With fewer than four rows the others hold something old, which nobody reads.
      exponentiateRows(scores, lds, paddedKeys, scale, sums);
      const outr = out + <usize>r * ldq + offset;
      matmul(outr, scores, kv + ldq + offset, rows, headWidth, keys, lds, ldkv, 32, ldq, false);
      for (let i = 0; i < rows; i++) {
        const sum = load<f32>(sums + <usize>i * 4);
        const inverse = f32x4.splat(<f32>1 / sum);
        const row = outr + <usize>i * ldq;
        for (let p = row; p < row + headBytes; p += 16) v128.store(p, f32x4.mul(v128.load(p), inverse));
        const logSum = load<f32>(sums + <usize>i * 4, 16) + <f32>log(<f64>sum);
        store<f32>(logSums + <usize>((r + i) * heads + h) * 4, logSum);
      }
    }
  }
}

/** Query rows that one block of the backward pass takes. */
const BLOCK: i32 = 32;

/** Floats of scratch that `attentionBackward` needs. */
export function attentionBackwardScratch(length: i32, headWidth: i32): i32 {
  const padded = round8(length);
  return 2 * padded * headWidth + 2 * BLOCK * padded + 4;
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
  slopes: usize,
  scratch: usize,
): void {
  const padded = round8(length);
  const width = heads * headWidth;
  const ldq = <usize>width * 4;
  const ldkv = ldq * 2;
  const lds = <usize>padded * 4;
  const headBytes = <usize>headWidth * 4;
  const panel = headBytes * 8;
  const keyPanels = scratch;
  const valuePanels = keyPanels + <usize>padded * headBytes;
  const weights = valuePanels + <usize>padded * headBytes;
  const gradients = weights + <usize>BLOCK * lds;
  const shifts = gradients + <usize>BLOCK * lds;
  const scale = <f32>1 / sqrt<f32>(<f32>headWidth);
  const scale4 = f32x4.splat(scale);
  for (let h = 0; h < heads; h++) {
    const offset = <usize>h * headBytes;
    packColumns(keyPanels, kv + offset, length, padded, headWidth, ldkv);
    packColumns(valuePanels, kv + ldq + offset, length, padded, headWidth, ldkv);
    for (let block = 0; block < queries; block += BLOCK) {
      const rows = min(BLOCK, queries - block);
      const blockKeys = load<i32>(positions + <usize>(block + rows - 1) * 4) + 1;
      const blockBytes = <usize>round8(blockKeys) * 4;
      for (let r = 0; r < rows; r += 4) {
        const some = min(4, rows - r);
        const keys = load<i32>(positions + <usize>(block + r + some - 1) * 4) + 1;
        const paddedKeys = round8(keys);
        const at = <usize>(block + r) * ldq + offset;
        const w = weights + <usize>r * lds;
        const g = gradients + <usize>r * lds;
        matmul(w, q + at, keyPanels, some, paddedKeys, headWidth, ldq, 32, panel, lds, false);
        matmul(g, dout + at, valuePanels, some, paddedKeys, headWidth, ldq, 32, panel, lds, false);
        for (let i = 0; i < some; i++) {
          const query = <usize>(block + r + i);
          if (slopes) fallWithDistance(w + <usize>i * lds, paddedKeys, load<f32>(slopes + <usize>h * 4));
          maskRow(w + <usize>i * lds, load<i32>(positions + query * 4) + 1, paddedKeys);
          store<f32>(shifts + <usize>i * 4, load<f32>(logSums + (query * <usize>heads + <usize>h) * 4));
        }
        exponentiateRowsAgain(w, lds, paddedKeys, scale, shifts);
        for (let i = 0; i < some; i++) {
          const head = at + <usize>i * ldq;
          let dot = f32x4.splat(0);
          for (let d: usize = 0; d < headBytes; d += 16) {
            dot = madd(v128.load(dout + head + d), v128.load(out + head + d), dot);
          }
          const mean = f32x4.splat(sumLanes(dot));
          const wi = w + <usize>i * lds;
          const gi = g + <usize>i * lds;
          const end = <usize>paddedKeys * 4;
          let j: usize = 0;
          for (; j < end; j += 16) {
            const dp = f32x4.sub(v128.load(gi + j), mean);
            v128.store(gi + j, f32x4.mul(f32x4.mul(v128.load(wi + j), scale4), dp));
          }
          for (; j < blockBytes; j += 16) {
            v128.store(wi + j, f32x4.splat(0));
            v128.store(gi + j, f32x4.splat(0));
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
