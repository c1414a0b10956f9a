import { exp4, madd, sumLanes } from './arithmetic.as';

/** Row-wise operations between the matrix products. Widths are multiples of 4. */

/** 1 / √(mean(x²) + ε) of one row. */
// @ts-ignore: decorator
@inline
function reciprocalRms(x: usize, width: i32, epsilon: f32): f32 {
  let sum = f32x4.splat(0);
  for (let i = 0; i < width; i += 4) {
    const v = v128.load(x + <usize>i * 4);
    sum = madd(v, v, sum);
  }
  return <f32>1 / sqrt<f32>(sumLanes(sum) / <f32>width + epsilon);
}

/** y = gain · x / √(mean(x²) + ε) for each row of x [rows, width]. */
export function rmsNorm(y: usize, x: usize, gain: usize, rows: i32, width: i32, epsilon: f32): void {
  const stride = <usize>width * 4;
  for (let n = 0; n < rows; n++) {
    const r = f32x4.splat(reciprocalRms(x, width, epsilon));
    for (let i: usize = 0; i < stride; i += 16) {
      v128.store(y + i, f32x4.mul(f32x4.mul(v128.load(x + i), r), v128.load(gain + i)));
    }
    x += stride;
    y += stride;
  }
}

/** dx += r · (gain ∘ dy − x · r² · mean(gain ∘ dy ∘ x)), dgain += Σ dy ∘ x · r. */
export function rmsNormBackward(
  dx: usize,
  dgain: usize,
  dy: usize,
  x: usize,
  gain: usize,
  rows: i32,
  width: i32,
  epsilon: f32,
): void {
  const stride = <usize>width * 4;
  for (let n = 0; n < rows; n++) {
    const r = reciprocalRms(x, width, epsilon);
    const r4 = f32x4.splat(r);
    let dot = f32x4.splat(0);
    for (let i: usize = 0; i < stride; i += 16) {
      const product = f32x4.mul(v128.load(dy + i), v128.load(x + i));
      dot = madd(product, v128.load(gain + i), dot);
      v128.store(dgain + i, madd(product, r4, v128.load(dgain + i)));
    }
    const pull = f32x4.splat((-r * r * r * sumLanes(dot)) / <f32>width);
    for (let i: usize = 0; i < stride; i += 16) {
      const direct = f32x4.mul(f32x4.mul(v128.load(dy + i), v128.load(gain + i)), r4);
      v128.store(dx + i, f32x4.add(v128.load(dx + i), madd(v128.load(x + i), pull, direct)));
    }
    x += stride;
    dx += stride;
    dy += stride;
  }
}

/**
 * Rotates the interleaved pairs of the first `rotaryWidth` dimensions of each head in place. `table` has for every row
 * `rotaryWidth` cosines, each twice, and then as many sines with the sign of the rotation: (−s, s) a pair.
 * `direction` −1 turns back.
 */
export function rotate(
  x: usize,
  table: usize,
  rows: i32,
  ldx: usize,
  heads: i32,
  headWidth: i32,
  rotaryWidth: i32,
  direction: f32,
): void {
  const sign = f32x4.splat(direction);
  const half = <usize>rotaryWidth * 4;
  for (let n = 0; n < rows; n++) {
    let head = x;
    for (let h = 0; h < heads; h++) {
      for (let i: usize = 0; i < half; i += 16) {
        const v = v128.load(head + i);
        const swapped = v128.shuffle<f32>(v, v, 1, 0, 3, 2);
        const sine = f32x4.mul(v128.load(table + half + i), sign);
        v128.store(head + i, madd(swapped, sine, f32x4.mul(v, v128.load(table + i))));
      }
      head += <usize>headWidth * 4;
    }
    x += ldx;
    table += half * 2;
  }
}

// @ts-ignore: decorator
@inline
function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.pmin(f32x4.neg(x), f32x4.splat(88)))));
}

// @ts-ignore: decorator
@inline
function gatedSilu4(y: usize, gate: usize, stride: usize): void {
  const x = v128.load(gate);
  v128.store(y, f32x4.mul(f32x4.mul(x, sigmoid4(x)), v128.load(gate + stride)));
}

/** y = silu(gate) · up for gateUp [rows, 2 · hidden] = [gate, up]. */
export function gatedSilu(y: usize, gateUp: usize, rows: i32, hidden: i32): void {
  const stride = <usize>hidden * 4;
  for (let n = 0; n < rows; n++) {
    let i: usize = 0;
    for (; i + 64 <= stride; i += 64) {
      gatedSilu4(y + i, gateUp + i, stride);
      gatedSilu4(y + i + 16, gateUp + i + 16, stride);
      gatedSilu4(y + i + 32, gateUp + i + 32, stride);
      gatedSilu4(y + i + 48, gateUp + i + 48, stride);
    }
    for (; i < stride; i += 16) gatedSilu4(y + i, gateUp + i, stride);
    y += stride;
    gateUp += stride * 2;
  }
}

// @ts-ignore: decorator
@inline
function gatedSiluBackward4(dy: usize, at: usize, stride: usize): void {
  const gate = v128.load(at);
  const up = v128.load(at + stride);
  const g = v128.load(dy);
  const s = sigmoid4(gate);
  const silu = f32x4.mul(gate, s);
  // d silu / d gate = s · (1 + gate · (1 − s)) = s + silu · (1 − s)
  const slope = madd(silu, f32x4.sub(f32x4.splat(1), s), s);
  v128.store(at, f32x4.mul(f32x4.mul(g, up), slope));
  v128.store(at + stride, f32x4.mul(g, silu));
  v128.store(dy, f32x4.mul(silu, up));
}

/** Replaces gateUp by its gradient and dy by y, which the weight gradient of the next matrix needs. */
export function gatedSiluBackward(dy: usize, gateUp: usize, rows: i32, hidden: i32): void {
  const stride = <usize>hidden * 4;
  for (let n = 0; n < rows; n++) {
    let i: usize = 0;
    for (; i + 64 <= stride; i += 64) {
      gatedSiluBackward4(dy + i, gateUp + i, stride);
      gatedSiluBackward4(dy + i + 16, gateUp + i + 16, stride);
      gatedSiluBackward4(dy + i + 32, gateUp + i + 32, stride);
      gatedSiluBackward4(dy + i + 48, gateUp + i + 48, stride);
    }
    for (; i < stride; i += 16) gatedSiluBackward4(dy + i, gateUp + i, stride);
    dy += stride;
    gateUp += stride * 2;
  }
}

/** y[r] = x[indices[r]] for rows of `width` floats; used for the embedding and to pick rows. */
export function gatherRows(y: usize, x: usize, indices: usize, rows: i32, width: i32): void {
  const stride = <usize>width * 4;
  for (let r = 0; r < rows; r++) {
    memory.copy(y, x + <usize>load<i32>(indices + <usize>r * 4) * stride, stride);
    y += stride;
  }
}

/** x[indices[r]] += y[r]. */
export function scatterAddRows(x: usize, y: usize, indices: usize, rows: i32, width: i32): void {
  const stride = <usize>width * 4;
  for (let r = 0; r < rows; r++) {
    const to = x + <usize>load<i32>(indices + <usize>r * 4) * stride;
    for (let i: usize = 0; i < stride; i += 16) {
      v128.store(to + i, f32x4.add(v128.load(to + i), v128.load(y + i)));
    }
    y += stride;
  }
}

/** Sets `count` floats to zero. */
export function clear(x: usize, count: i32): void {
  memory.fill(x, 0, <usize>count * 4);
}

/** y += x for `count` floats, a multiple of 4. */
export function addFloats(y: usize, x: usize, count: i32): void {
  const end = y + <usize>count * 4;
  while (y < end) {
    v128.store(y, f32x4.add(v128.load(y), v128.load(x)));
    y += 16;
    x += 16;
  }
}
