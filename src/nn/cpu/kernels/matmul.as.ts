import { madd } from './arithmetic.as';

/**
 * Matrix products in blocks of 4 rows × 8 columns held in registers. One step of the inner loop is written out once and not
 * unrolled: it needs 14 of the 16 vector registers, and engines hoist the loads of unrolled steps until they spill.
 * Every element is a sum over k in order from 0, whatever the block it falls in, so a row's result does not depend on the other
 * rows. Strides (`ld…`, `panel`) are in bytes; the number of columns must be a multiple of 8.
 */

/**
 * C[m, n] = A[m, k] · B[k, n], or C += A · B with `accumulate`. Row t of the block of columns 8j … 8j + 7 of B begins at
 * b + j · panel + t · ldb: `ldb` 32 and `panel` 32 · k for packed panels (`packRows`, `packColumns`), `panel` 32 for a plain matrix.
 */
export function matmul(
  c: usize,
  a: usize,
  b: usize,
  m: i32,
  n: i32,
  k: i32,
  lda: usize,
  ldb: usize,
  panel: usize,
  ldc: usize,
  accumulate: bool,
): void {
  for (let j = 0; j < n; j += 8) {
    let a0 = a;
    let c0 = c;
    let i = 0;
    for (; i + 4 <= m; i += 4) {
      const a1 = a0 + lda;
      const a2 = a1 + lda;
      const a3 = a2 + lda;
      const c1 = c0 + ldc;
      const c2 = c1 + ldc;
      const c3 = c2 + ldc;
      let s00 = f32x4.splat(0);
      let s01 = f32x4.splat(0);
      let s10 = f32x4.splat(0);
      let s11 = f32x4.splat(0);
      let s20 = f32x4.splat(0);
      let s21 = f32x4.splat(0);
      let s30 = f32x4.splat(0);
      let s31 = f32x4.splat(0);
      if (accumulate) {
        s00 = v128.load(c0);
        s01 = v128.load(c0, 16);
        s10 = v128.load(c1);
        s11 = v128.load(c1, 16);
        s20 = v128.load(c2);
        s21 = v128.load(c2, 16);
        s30 = v128.load(c3);
        s31 = v128.load(c3, 16);
      }
      let row = b;
      let p0 = a0;
      let p1 = a1;
      let p2 = a2;
      let p3 = a3;
      for (let t = 0; t < k; t++) {
        const b0 = v128.load(row);
        const b1 = v128.load(row, 16);
        const x0 = v128.load_splat<f32>(p0);
        s00 = madd(x0, b0, s00);
        s01 = madd(x0, b1, s01);
        const x1 = v128.load_splat<f32>(p1);
        s10 = madd(x1, b0, s10);
        s11 = madd(x1, b1, s11);
        const x2 = v128.load_splat<f32>(p2);
        s20 = madd(x2, b0, s20);
        s21 = madd(x2, b1, s21);
        const x3 = v128.load_splat<f32>(p3);
        s30 = madd(x3, b0, s30);
        s31 = madd(x3, b1, s31);
        row += ldb;
        p0 += 4;
        p1 += 4;
        p2 += 4;
        p3 += 4;
      }
      v128.store(c0, s00);
      v128.store(c0, s01, 16);
      v128.store(c1, s10);
      v128.store(c1, s11, 16);
      v128.store(c2, s20);
      v128.store(c2, s21, 16);
      v128.store(c3, s30);
      v128.store(c3, s31, 16);
      a0 = a3 + lda;
      c0 = c3 + ldc;
    }
    for (; i < m; i++) {
      let s0 = f32x4.splat(0);
      let s1 = f32x4.splat(0);
      if (accumulate) {
        s0 = v128.load(c0);
        s1 = v128.load(c0, 16);
      }
      let row = b;
      let p = a0;
      for (let t = 0; t < k; t++) {
        const x = v128.load_splat<f32>(p);
        s0 = madd(x, v128.load(row), s0);
        s1 = madd(x, v128.load(row, 16), s1);
        row += ldb;
        p += 4;
      }
      v128.store(c0, s0);
      v128.store(c0, s1, 16);
      a0 += lda;
      c0 += ldc;
    }
    b += panel;
    c += 32;
  }
}

/** Rows of A and B that one pass of `accumulateOuter` takes, so that what it walks through stays in the first-level cache. */
const OUTER_BLOCK: i32 = 64;

/** C[m, n] += Aᵀ · B for A [k, m] and B [k, n]: a weight gradient, summed over k tokens. */
export function accumulateOuter(
  c: usize,
  a: usize,
  b: usize,
  m: i32,
  n: i32,
  k: i32,
  lda: usize,
  ldb: usize,
  ldc: usize,
): void {
  for (let start = 0; start < k; start += OUTER_BLOCK) {
    const steps = min(OUTER_BLOCK, k - start);
    for (let j = 0; j < n; j += 8) {
      const columns = b + <usize>j * 4;
      let c0 = c + <usize>j * 4;
      let i = 0;
      for (; i + 4 <= m; i += 4) {
        const c1 = c0 + ldc;
        const c2 = c1 + ldc;
        const c3 = c2 + ldc;
        let s00 = v128.load(c0);
        let s01 = v128.load(c0, 16);
        let s10 = v128.load(c1);
        let s11 = v128.load(c1, 16);
        let s20 = v128.load(c2);
        let s21 = v128.load(c2, 16);
        let s30 = v128.load(c3);
        let s31 = v128.load(c3, 16);
        let p = a + <usize>i * 4;
        let row = columns;
        for (let t = 0; t < steps; t++) {
          const b0 = v128.load(row);
          const b1 = v128.load(row, 16);
          const x0 = v128.load_splat<f32>(p);
          s00 = madd(x0, b0, s00);
          s01 = madd(x0, b1, s01);
          const x1 = v128.load_splat<f32>(p, 4);
          s10 = madd(x1, b0, s10);
          s11 = madd(x1, b1, s11);
          const x2 = v128.load_splat<f32>(p, 8);
          s20 = madd(x2, b0, s20);
          s21 = madd(x2, b1, s21);
          const x3 = v128.load_splat<f32>(p, 12);
          s30 = madd(x3, b0, s30);
          s31 = madd(x3, b1, s31);
          p += lda;
          row += ldb;
        }
        v128.store(c0, s00);
        v128.store(c0, s01, 16);
        v128.store(c1, s10);
        v128.store(c1, s11, 16);
        v128.store(c2, s20);
        v128.store(c2, s21, 16);
        v128.store(c3, s30);
        v128.store(c3, s31, 16);
        c0 = c3 + ldc;
      }
      for (; i < m; i++) {
        let s0 = v128.load(c0);
        let s1 = v128.load(c0, 16);
        let p = a + <usize>i * 4;
        let row = columns;
        for (let t = 0; t < steps; t++) {
          const x = v128.load_splat<f32>(p);
          s0 = madd(x, v128.load(row), s0);
          s1 = madd(x, v128.load(row, 16), s1);
          p += lda;
          row += ldb;
        }
        v128.store(c0, s0);
        v128.store(c0, s1, 16);
        c0 += ldc;
      }
    }
    a += lda * OUTER_BLOCK;
    b += ldb * OUTER_BLOCK;
  }
}

/**
 * Panels of Wᵀ for y = x · Wᵀ: for each 8 rows of W [rows, columns], their columns one after another. Rows beyond are zero, up to
 * `paddedRows`, a multiple of 8; columns are a multiple of 4.
 */
export function packColumns(y: usize, w: usize, rows: i32, paddedRows: i32, columns: i32, ldw: usize): void {
  const bytes = <usize>columns * 4;
  for (let r = 0; r < paddedRows; r += 8) {
    for (let half = 0; half < 2; half++) {
      const first = r + half * 4;
      let to = y + <usize>half * 16;
      if (first + 4 <= rows) {
        const w0 = w + <usize>first * ldw;
        const w1 = w0 + ldw;
        const w2 = w1 + ldw;
        const w3 = w2 + ldw;
        for (let i: usize = 0; i < bytes; i += 16) {
          const a = v128.load(w0 + i);
          const b = v128.load(w1 + i);
          const c = v128.load(w2 + i);
          const d = v128.load(w3 + i);
          const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
          const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
          v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
          v128.store(to, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 32);
          const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
          const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
          v128.store(to, v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5), 64);
          v128.store(to, v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7), 96);
          to += 128;
        }
      } else {
        for (let lane = 0; lane < 4; lane++) {
          const row = w + <usize>(first + lane) * ldw;
          for (let i: usize = 0; i < bytes; i += 4) {
            store<f32>(to + i * 8, first + lane < rows ? load<f32>(row + i) : 0);
          }
          to += 4;
        }
      }
    }
    y += bytes * 8;
  }
}

/** Panels of W for dx = dy · W: for each 8 columns of W [rows, columns], their rows one after another. */
export function packRows(y: usize, w: usize, rows: i32, columns: i32): void {
  for (let j = 0; j < columns; j += 8) {
    let from = w + <usize>j * 4;
    for (let r = 0; r < rows; r++) {
      v128.store(y, v128.load(from));
      v128.store(y, v128.load(from, 16), 16);
      from += <usize>columns * 4;
      y += 32;
    }
  }
}
