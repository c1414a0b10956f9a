import { madd } from './arithmetic.as';

/** Σ x² of `count` floats, in f64. */
export function squareSum(x: usize, count: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const v = v128.load(x);
    const a = f64x2.promote_low_f32x4(v);
    const b = f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
    x += 16;
  }
  low = f64x2.add(low, high);
  let sum = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1);
  for (; i < count; i++) {
    const v = <f64>load<f32>(x);
    sum += v * v;
    x += 4;
  }
  return sum;
}

/**
 * AdamW over `count` parameters (a multiple of 4): g = gradientScale · gradient, first = .9 first + .1 g, second = .999 second + .001 g²,
 * w = (1 − decay) · w − stepSize · first / (√second · inverseRoot + 1e-8), with decay = learning rate · weight decay,
 * stepSize = learning rate / (1 − .9^t) and inverseRoot = 1 / √(1 − .999^t).
 */
export function adamW(
  w: usize,
  gradient: usize,
  first: usize,
  second: usize,
  count: i32,
  gradientScale: f32,
  decay: f32,
  stepSize: f32,
  inverseRoot: f32,
): void {
  const scale4 = f32x4.splat(gradientScale);
  const keep = f32x4.splat(<f32>1 - decay);
  const step4 = f32x4.splat(-stepSize);
  const root4 = f32x4.splat(inverseRoot);
  const end = w + <usize>count * 4;
  while (w < end) {
    const g = f32x4.mul(v128.load(gradient), scale4);
    const m = madd(f32x4.splat(0.9), v128.load(first), f32x4.mul(f32x4.splat(0.1), g));
    const v = madd(f32x4.splat(0.999), v128.load(second), f32x4.mul(f32x4.splat(0.001), f32x4.mul(g, g)));
    v128.store(first, m);
    v128.store(second, v);
    const ratio = f32x4.div(m, madd(f32x4.sqrt(v), root4, f32x4.splat(1e-8)));
    v128.store(w, madd(ratio, step4, f32x4.mul(v128.load(w), keep)));
    w += 16;
    gradient += 16;
    first += 16;
    second += 16;
  }
}
