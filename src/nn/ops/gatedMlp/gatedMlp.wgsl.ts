import { type Dimensions, THREADS } from '../../gpu/dimensions.ts';
import { combinations, dots, eachRow, four, header, loadRows, ROW_BLOCK, ROWS_MEMORY, tile } from '../header.wgsl.ts';
import { normalisedRows, normBackward } from '../rmsNorm/rmsNorm.wgsl.ts';

/** Attention output projection, residual, norm, gated MLP, residual: → the next layer's residual [N, D]. */
export function mlpKernel(dimensions: Dimensions): string {
  const strips = Math.ceil(dimensions.D4 / dimensions.STRIP4);
  const eachStrip = (text: (s: number) => string) => Array.from({ length: strips }, (_, s) => text(s)).join('\n');
  return /* wgsl */ `${header(dimensions)}${ROWS_MEMORY}
var<workgroup> gated : array<vec4f, ROWS * (STRIP4 + 1u)>;
${ROW_BLOCK}
  for (var i = t; i < ROWS * D4; i += ${THREADS}u) {
    rows[(i / D4) * PITCH + i % D4] = act[attended_at(clamped(first + i / D4)) + i % D4];
  }
  workgroupBarrier();
  for (var c = lane; c < D4; c += STRIP4) {
    ${tile()}
    let w = of_layer(O) + 4u * c * D4;
    ${dots(
      'D4',
      (i) => `rows[(row + ${i}u) * PITCH + k]`,
      (j) => `parameters[w + ${j}u * D4 + k]`,
    )}
    ${eachRow((i) => `act[middle_at(n) + c] = act[residual_at(layer.index, n) + c] + a${i};`)}
  }
  storageBarrier();
  workgroupBarrier();
  ${normalisedRows('let v = act[middle_at(n) + k];', '2u * layer.index + 1u', 'of_layer(POST_NORM)')}
  ${eachStrip((s) => tile(`out${s}_`))}
  for (var strip = 0u; strip < M4; strip += STRIP4) {
    let m = strip + lane;
    if (m < M4) {
      ${tile('gate')}
      ${tile('up')}
      let w = of_layer(GATE_UP) + 4u * m * D4;
      ${dots(
        'D4',
        (i) => `rows[(row + ${i}u) * PITCH + k]`,
        (j) => `parameters[w + ${j}u * D4 + k]`,
        'gate',
      )}
      ${dots(
        'D4',
        (i) => `rows[(row + ${i}u) * PITCH + k]`,
        (j) => `parameters[w + (4u * M4 + ${j}u) * D4 + k]`,
        'up',
      )}
      ${four((i) => `let product${i} = gate${i} / (1.0 + exp(-gate${i})) * up${i};`)}
      ${four((i) => `gated[(row + ${i}u) * (STRIP4 + 1u) + lane] = product${i};`)}
      ${eachRow(
        (i) => `
        act[gate_up_at(n) + m] = gate${i};
        act[gate_up_at(n) + M4 + m] = up${i};
        act[gated_at(n) + m] = product${i};`,
      )}
    }
    workgroupBarrier();
    let width = min(STRIP4, M4 - strip);
    ${eachStrip(
      (s) => `
    if (lane + ${s}u * STRIP4 < D4) {
      let w = of_layer(DOWN) + 4u * (lane + ${s}u * STRIP4) * M4 + strip;
      ${dots(
        'width',
        (i) => `gated[(row + ${i}u) * (STRIP4 + 1u) + k]`,
        (j) => `parameters[w + ${j}u * M4 + k]`,
        `out${s}_`,
      )}
    }`,
    )}
    workgroupBarrier();
  }
  ${eachStrip(
    (s) => `
  if (lane + ${s}u * STRIP4 < D4) {
    let c = lane + ${s}u * STRIP4;
    ${eachRow((i) => `act[residual_at(layer.index + 1u, n) + c] = act[middle_at(n) + c] + out${s}_${i};`)}
  }`,
  )}
}`;
}

/**
 * Backward through the MLP, its norm and the attention output projection: ∂residual(l + 1) → ∂gate, ∂up (in place of gate, up), ∂middle, ∂attended.
 */
export function mlpBackwardKernel(dimensions: Dimensions): string {
  const strips = Math.ceil(dimensions.D4 / dimensions.STRIP4);
  const eachStrip = (text: (s: number) => string) => Array.from({ length: strips }, (_, s) => text(s)).join('\n');
  return /* wgsl */ `${header(dimensions)}${ROWS_MEMORY}
var<workgroup> d_gate : array<vec4f, ROWS * (STRIP4 + 1u)>;
var<workgroup> d_up : array<vec4f, ROWS * (STRIP4 + 1u)>;
${ROW_BLOCK}
  ${loadRows('d_residual_at(layer.index + 1u, n)')}
  ${eachStrip((s) => tile(`out${s}_`))}
  for (var strip = 0u; strip < M4; strip += STRIP4) {
    let m = strip + lane;
    if (m < M4) {
      ${tile()}
      let w = of_layer(DOWN) + m;
      ${combinations(
        'D4',
        (i) => `rows[(row + ${i}u) * PITCH + k]`,
        (j) => `parameters[w + (4u * k + ${j}u) * M4]`,
      )}
      ${four(
        (i) => `{
        let n = clamped(first + row + ${i}u);
        let gate = act[gate_up_at(n) + m];
        let up = act[gate_up_at(n) + M4 + m];
        let sigmoid = 1.0 / (1.0 + exp(-gate));
        d_gate[(row + ${i}u) * (STRIP4 + 1u) + lane] = a${i} * up * sigmoid * (1.0 + gate * (1.0 - sigmoid));
        d_up[(row + ${i}u) * (STRIP4 + 1u) + lane] = a${i} * gate * sigmoid;
      }`,
      )}
    }
    // Rows beyond the end read the last token's gate and up: all must have read before one writes.
    storageBarrier();
    workgroupBarrier();
    if (m < M4) {
      ${eachRow(
        (i) => `
        act[gate_up_at(n) + m] = d_gate[(row + ${i}u) * (STRIP4 + 1u) + lane];
        act[gate_up_at(n) + M4 + m] = d_up[(row + ${i}u) * (STRIP4 + 1u) + lane];`,
      )}
    }
    let width = min(STRIP4, M4 - strip);
    ${eachStrip(
      (s) => `
    if (lane + ${s}u * STRIP4 < D4) {
      let w = of_layer(GATE_UP) + 4u * strip * D4 + lane + ${s}u * STRIP4;
      ${combinations(
        'width',
        (i) => `d_gate[(row + ${i}u) * (STRIP4 + 1u) + k]`,
        (j) => `parameters[w + (4u * k + ${j}u) * D4]`,
        `out${s}_`,
      )}
      ${combinations(
        'width',
        (i) => `d_up[(row + ${i}u) * (STRIP4 + 1u) + k]`,
        (j) => `parameters[w + (4u * M4 + 4u * k + ${j}u) * D4]`,
        `out${s}_`,
      )}
    }`,
    )}
    workgroupBarrier();
  }
  ${normBackward(
    dimensions,
    {
      input: 'middle_at(n)',
      norm: '2u * layer.index + 1u',
      gain: 'of_layer(POST_NORM)',
      grad: (s, i) => `out${s}_${i}`,
    },
    (_, c, value) => `act[d_middle_at(n) + ${c}] = ${value} + act[d_residual_at(layer.index + 1u, n) + ${c}];`,
  )}
  storageBarrier();
  workgroupBarrier();
  ${loadRows('d_middle_at(n)')}
  for (var c = lane; c < D4; c += STRIP4) {
    ${tile()}
    let w = of_layer(O) + c;
    ${combinations(
      'D4',
      (i) => `rows[(row + ${i}u) * PITCH + k]`,
      (j) => `parameters[w + (4u * k + ${j}u) * D4]`,
    )}
    ${eachRow((i) => `act[d_attended_at(n) + c] = a${i};`)}
  }
}`;
}
