/** a · b + c, in one rounding where the engine has relaxed SIMD and the processor a fused multiply-add. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Sum of the four lanes, in a fixed order. */
// @ts-ignore: decorator
@inline
export function sumLanes(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

// @ts-ignore: decorator
@inline
export function maxLanes(x: v128): f32 {
  return max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  );
}

/**
 * e^x for four lanes with x ≤ 88, relative error < 3e-7; 0 below −87. With n = round(x / ln 2), the rest r = x − n · ln 2
 * (|r| ≤ .35) goes through a polynomial that is minimax in relative error (1.05e-7), and n into the exponent bits: adding 1.5 · 2^23
 * leaves n in the low bits of the sum's mantissa.
 *
 * Engines rebuild vector constants wherever they are used, which costs more than the arithmetic: call this for four
 * vectors in one loop step, which then share them.
 */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const shifted = madd(x, f32x4.splat(1.44269504), f32x4.splat(12582912));
  const n = f32x4.sub(shifted, f32x4.splat(12582912));
  const r = madd(n, f32x4.splat(2.12194440e-4), madd(n, f32x4.splat(-0.693359375), x));
  let p = madd(f32x4.splat(0.008312501428973705), r, f32x4.splat(0.041890331785010795));
  p = madd(p, r, f32x4.splat(0.16667115387997006));
  p = madd(p, r, f32x4.splat(0.49999230307064024));
  p = f32x4.add(madd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  const power = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(0x3f800000));
  return v128.and(f32x4.mul(p, power), f32x4.ge(x, f32x4.splat(-87)));
}

/** ln x for a positive normal number, error < 1e-13: the series of 2 · atanh((m − 1) / (m + 1)) with m in [√½, √2). */
export function log(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  let exponent = <i32>(bits >> 52) - 1023;
  let m = reinterpret<f64>((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    exponent++;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let series: f64 = 1.0 / 17;
  series = series * z + 1.0 / 15;
  series = series * z + 1.0 / 13;
  series = series * z + 1.0 / 11;
  series = series * z + 1.0 / 9;
  series = series * z + 1.0 / 7;
  series = series * z + 1.0 / 5;
  series = series * z + 1.0 / 3;
  return <f64>exponent * 0.6931471805599453 + 2 * s * (1 + z * series);
}

/** exp4 of four floats at `x`, for tests of its accuracy. */
export function exponentials(y: usize, x: usize): void {
  v128.store(y, exp4(v128.load(x)));
}

/** 2 · 3 + 4 in every lane if `madd` means what it should (early versions of relaxed SIMD had other orders). */
export function multiplyAddProbe(): f32 {
  return f32x4.extract_lane(madd(f32x4.splat(2), f32x4.splat(3), f32x4.splat(4)), 0);
}
