import { exp4, maxLanes, sumLanes } from './arithmetic.as';

/** Hides what comes after the first `count` of a row of `padded` scores. */
export function maskRow(row: usize, count: i32, padded: i32): void {
  let j = count;
  for (; (j & 3) != 0 && j < padded; j++) store<f32>(row + <usize>j * 4, -Infinity);
  for (; j < padded; j += 4) v128.store(row + <usize>j * 4, f32x4.splat(-Infinity));
}

/**
 * Adds to a row of `padded` scores, a multiple of 4, `slope` times the place of each key. Beside what falls with the distance from the query that is
 * the same for all keys of a row, and softmax does not see it.
 */
export function fallWithDistance(row: usize, padded: i32, slope: f32): void {
  const slope4 = f32x4.splat(slope);
  const four = f32x4.splat(4);
  let place = f32x4(0, 1, 2, 3);
  for (let j: usize = 0; j < <usize>padded * 4; j += 16) {
    v128.store(row + j, f32x4.add(v128.load(row + j), f32x4.mul(slope4, place)));
    place = f32x4.add(place, four);
  }
}

/**
 * In place for four rows of `padded` scores (a multiple of 4) that are `stride` bytes apart: e^(scale · (s − max)), so 0 where a score
 * is −∞. Writes the four sums at `sums` and the four scale · max after them.
 */
export function exponentiateRows(rows: usize, stride: usize, padded: i32, scale: f32, sums: usize): void {
  const r0 = rows;
  const r1 = r0 + stride;
  const r2 = r1 + stride;
  const r3 = r2 + stride;
  const end = <usize>padded * 4;
  let m0 = f32x4.splat(-Infinity);
  let m1 = m0;
  let m2 = m0;
  let m3 = m0;
  for (let j: usize = 0; j < end; j += 16) {
    m0 = f32x4.pmax(m0, v128.load(r0 + j));
    m1 = f32x4.pmax(m1, v128.load(r1 + j));
    m2 = f32x4.pmax(m2, v128.load(r2 + j));
    m3 = f32x4.pmax(m3, v128.load(r3 + j));
  }
  const h0 = maxLanes(m0) * scale;
  const h1 = maxLanes(m1) * scale;
  const h2 = maxLanes(m2) * scale;
  const h3 = maxLanes(m3) * scale;
  store<f32>(sums, h0, 16);
  store<f32>(sums, h1, 20);
  store<f32>(sums, h2, 24);
  store<f32>(sums, h3, 28);
  const scale4 = f32x4.splat(scale);
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let j: usize = 0; j < end; j += 16) {
    const e0 = exp4(f32x4.sub(f32x4.mul(v128.load(r0 + j), scale4), f32x4.splat(h0)));
    v128.store(r0 + j, e0);
    s0 = f32x4.add(s0, e0);
    const e1 = exp4(f32x4.sub(f32x4.mul(v128.load(r1 + j), scale4), f32x4.splat(h1)));
    v128.store(r1 + j, e1);
    s1 = f32x4.add(s1, e1);
    const e2 = exp4(f32x4.sub(f32x4.mul(v128.load(r2 + j), scale4), f32x4.splat(h2)));
    v128.store(r2 + j, e2);
    s2 = f32x4.add(s2, e2);
    const e3 = exp4(f32x4.sub(f32x4.mul(v128.load(r3 + j), scale4), f32x4.splat(h3)));
    v128.store(r3 + j, e3);
    s3 = f32x4.add(s3, e3);
  }
  store<f32>(sums, sumLanes(s0));
  store<f32>(sums, sumLanes(s1), 4);
  store<f32>(sums, sumLanes(s2), 8);
  store<f32>(sums, sumLanes(s3), 12);
}

/** In place for four rows: e^(scale · s − shift), with the four shifts at `shifts`; the weights again from their logarithmic sums. */
export function exponentiateRowsAgain(rows: usize, stride: usize, padded: i32, scale: f32, shifts: usize): void {
  const r0 = rows;
  const r1 = r0 + stride;
  const r2 = r1 + stride;
  const r3 = r2 + stride;
  const end = <usize>padded * 4;
  const scale4 = f32x4.splat(scale);
  const h0 = v128.load_splat<f32>(shifts);
  const h1 = v128.load_splat<f32>(shifts, 4);
  const h2 = v128.load_splat<f32>(shifts, 8);
  const h3 = v128.load_splat<f32>(shifts, 12);
  for (let j: usize = 0; j < end; j += 16) {
    v128.store(r0 + j, exp4(f32x4.sub(f32x4.mul(v128.load(r0 + j), scale4), h0)));
    v128.store(r1 + j, exp4(f32x4.sub(f32x4.mul(v128.load(r1 + j), scale4), h1)));
    v128.store(r2 + j, exp4(f32x4.sub(f32x4.mul(v128.load(r2 + j), scale4), h2)));
    v128.store(r3 + j, exp4(f32x4.sub(f32x4.mul(v128.load(r3 + j), scale4), h3)));
  }
}
