import { type Dimensions, THREADS } from '../../gpu/dimensions.ts';
import { partLength4, tiles } from '../../gpu/gradientParts.ts';
import { four, header, tile } from '../header.wgsl.ts';

/**
 * Gradients of matrices: Σ over tokens of (outputs' gradient) ⊗ (inputs). A thread holds 4 outputs × 4 inputs, a workgroup 32 × 32 over one
 * of `batch.parts` parts of the tokens: parts are added up later, so no atomics and always the same sums. Where a norm's gain
 * stands between, inputs are x/rms, without the gain: the optimiser's kernels put it in.
 */

interface Matrix {
  name: string;
  out4: string;
  in4: string;
  /** Place of the matrix in the gradients, in vec4. */
  place: string;
  /** vec4 o4 of the outputs' gradient of token n, vec4 i4 of its inputs, and the factor of its inputs. */
  gradient: string;
  input: string;
  factor: string;
}

function matrixFunction({ name, out4, in4, place, gradient, input, factor }: Matrix): string {
  return /* wgsl */ `
fn ${name}(tile_index : u32, part : u32, t : u32) {
  let across = (${in4} + 7u) / 8u;
  let o4 = (tile_index / across) * 8u + t / 8u;
  let i4 = (tile_index % across) * 8u + t % 8u;
  if (o4 >= ${out4} || i4 >= ${in4}) { return; }
  let share = (batch.tokens + batch.parts - 1u) / batch.parts;
  let end = min((part + 1u) * share, batch.tokens);
  ${tile()}
  for (var n = part * share; n < end; n++) {
    let g = ${gradient};
    let x = ${input} * ${factor};
    a0 += g.x * x;
    a1 += g.y * x;
    a2 += g.z * x;
    a3 += g.w * x;
  }
  let at = part * PART4 + ${place} + 4u * o4 * ${in4} + i4;
  ${four((j) => `gradients[at + ${j}u * ${in4}] = select(a${j}, a${j} + gradients[at + ${j}u * ${in4}], batch.accumulate == 1u);`)}
}`;
}

export function weightGradientKernel(dimensions: Dimensions): string {
  const { D4, M4 } = dimensions;
  const matrices: (Matrix & { count: number })[] = [
    {
      name: 'qkv_gradient',
      count: tiles(3 * D4, D4),
      out4: '(3u * D4)',
      in4: 'D4',
      place: 'of_layer(QKV)',
      gradient: 'act[d_qkv_at(n) + o4]',
      input: 'act[residual_at(layer.index, n) + i4]',
      factor: 'scalars[rms_at(2u * layer.index, n)]',
    },
    {
      name: 'o_gradient',
      count: tiles(D4, D4),
      out4: 'D4',
      in4: 'D4',
      place: 'of_layer(O)',
      gradient: 'act[d_middle_at(n) + o4]',
      input: 'act[attended_at(n) + i4]',
      factor: '1.0',
    },
    {
      name: 'gate_up_gradient',
      count: tiles(2 * M4, D4),
      out4: '(2u * M4)',
      in4: 'D4',
      place: 'of_layer(GATE_UP)',
      gradient: 'act[gate_up_at(n) + o4]',
      input: 'act[middle_at(n) + i4]',
      factor: 'scalars[rms_at(2u * layer.index + 1u, n)]',
    },
    {
      name: 'down_gradient',
      count: tiles(D4, M4),
      out4: 'D4',
      in4: 'M4',
      place: 'of_layer(DOWN)',
      gradient: 'act[d_residual_at(layer.index + 1u, n) + o4]',
      input: 'act[gated_at(n) + i4]',
      factor: '1.0',
    },
  ];
  let before = 0;
  const branches = matrices.map(({ name, count }) => {
    const text = `if (tile_index < ${before + count}u) { ${name}(tile_index - ${before}u, group.y, t); return; }`;
    before += count;
    return text;
  });
  return /* wgsl */ `${header(dimensions)}
const PART4 = ${partLength4(dimensions.shape)}u;
${matrices.map(matrixFunction).join('')}
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group : vec3u, @builtin(local_invocation_index) t : u32) {
  let tile_index = batch.first + group.x;
  ${branches.join('\n  ')}
}`;
}

/**
 * Gradients of the norm gains: with G the sums without gain of the matrix W behind it, ∂gain_i = Σ_o W[o, i] · G[o, i].
 * One thread for each vec4 of a gain; the gains of norms 2l, 2l + 1 and the last.
 */
export function gainGradientKernel(dimensions: Dimensions): string {
  return /* wgsl */ `${header(dimensions)}
const PART4 = ${partLength4(dimensions.shape)}u;
const STRIDE = ${dimensions.parameters.layerStride}u;
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id : vec3u) {
  let norm = id.x / D4;
  let c = id.x % D4;
  if (norm > 2u * LAYERS) { return; }
  var gain = FINAL_NORM;
  var matrix = EMBED;
  var outputs = V;
  if (norm < 2u * LAYERS) {
    let second = norm % 2u == 1u;
    let offset = (norm / 2u) * STRIDE;
    gain = offset + select(INPUT_NORM, POST_NORM, second);
    matrix = offset + select(QKV, GATE_UP, second);
    outputs = select(12u * D4, 8u * M4, second);
  }
  var sum = vec4f();
  for (var o = 0u; o < outputs; o++) {
    var g = vec4f();
    for (var part = 0u; part < batch.parts; part++) { g += gradients[part * PART4 + matrix + o * D4 + c]; }
    sum += parameters[matrix + o * D4 + c] * g;
  }
  gradients[gain + c] = sum;
}`;
}
