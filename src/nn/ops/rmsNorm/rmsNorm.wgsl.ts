import { type Dimensions, THREADS } from '../../gpu/dimensions.ts';
import { eachRow, four } from '../header.wgsl.ts';

/** Loads residual rows into `rows`, normalises them in place, and keeps 1/rms. `value` gives the vec4 k of token n. */
export function normalisedRows(value: string, norm: string, gain: string): string {
  return /* wgsl */ `
  for (var i = t; i < ROWS * D4; i += ${THREADS}u) {
    let n = clamped(first + i / D4);
    let k = i % D4;
    ${value}
    rows[(i / D4) * PITCH + k] = v;
  }
  workgroupBarrier();
  if (t < ROWS) {
    var sum = 0.0;
    for (var k = 0u; k < D4; k++) {
      let v = rows[t * PITCH + k];
      sum += dot(v, v);
    }
    inverse_rms[t] = inverseSqrt(sum / (4.0 * f32(D4)) + EPSILON);
    if (first + t < batch.tokens) { scalars[rms_at(${norm}, first + t)] = inverse_rms[t]; }
  }
  workgroupBarrier();
  for (var i = t; i < ROWS * D4; i += ${THREADS}u) {
    rows[(i / D4) * PITCH + i % D4] *= inverse_rms[i / D4] * parameters[${gain} + i % D4];
  }
  workgroupBarrier();`;
}

/**
 * Text that ends a backward kernel: the norm's gradient. The threads' tiles ∂loss/∂(norm's output) stand in `grad` per strip;
 * with x̂ = x/rms and g the gain, ∂x = (g ∘ ∂y − x̂ · mean(g ∘ ∂y ∘ x̂)) / rms, added to `residual` (or 0) and written to `target`.
 * Uses `rows` as memory: what stood there is lost.
 */
export function normBackward(
  dimensions: Dimensions,
  places: { input: string; norm: string; gain: string; grad: (strip: number, i: number) => string },
  write: (i: number, c: string, value: string) => string,
): string {
  const strips = Math.ceil(dimensions.D4 / dimensions.STRIP4);
  const eachStrip = (text: (s: number) => string) => Array.from({ length: strips }, (_, s) => text(s)).join('\n');
  const strip = (s: number, text: string) =>
    `if (lane + ${s}u * STRIP4 < D4) { let c = lane + ${s}u * STRIP4; ${text} }`;
  return /* wgsl */ `
  workgroupBarrier();
  ${eachStrip((s) =>
    strip(
      s,
      `let gain = parameters[${places.gain} + c];
      ${four(
        (i) => `{
        let n = clamped(first + row + ${i}u);
        ${places.grad(s, i)} *= gain;
        rows[(row + ${i}u) * PITCH + c] = ${places.grad(s, i)} * act[${places.input} + c] * scalars[rms_at(${places.norm}, n)];
      }`,
      )}`,
    ),
  )}
  workgroupBarrier();
  if (t < ROWS) {
    var sum = vec4f();
    for (var k = 0u; k < D4; k++) { sum += rows[t * PITCH + k]; }
    inverse_rms[t] = (sum.x + sum.y + sum.z + sum.w) / (4.0 * f32(D4));
  }
  workgroupBarrier();
  ${eachStrip((s) =>
    strip(
      s,
      eachRow(
        (i) => `
        let r = scalars[rms_at(${places.norm}, n)];
        let dx = r * (${places.grad(s, i)} - act[${places.input} + c] * r * inverse_rms[row + ${i}u]);
        ${write(i, 'c', 'dx')}`,
      ),
    ),
  )}`;
}
