import { type Dimensions, THREADS } from '../../gpu/dimensions.ts';
import { combinations, dots, eachRow, header, loadRows, ROW_BLOCK, ROWS_MEMORY, tile } from '../header.wgsl.ts';
import { normalisedRows, normBackward } from '../rmsNorm/rmsNorm.wgsl.ts';

/** Embedding (layer 0), norm, q k v, rotary: residual [N, D] → qkv [N, 3D]; queries carry attention's 1/√d. */
export function qkvKernel(dimensions: Dimensions): string {
  return /* wgsl */ `${header(dimensions)}${ROWS_MEMORY}${ROW_BLOCK}
  ${normalisedRows(
    `var v : vec4f;
    if (layer.index == 0u) {
      v = parameters[EMBED + token_of(n) * D4 + k];
      act[residual_at(0u, n) + k] = v;
    } else {
      v = act[residual_at(layer.index, n) + k];
    }`,
    '2u * layer.index',
    'of_layer(INPUT_NORM)',
  )}
  for (var c = lane; c < 3u * D4; c += STRIP4) {
    ${tile()}
    let w = of_layer(QKV) + 4u * c * D4;
    ${dots(
      'D4',
      (i) => `rows[(row + ${i}u) * PITCH + k]`,
      (j) => `parameters[w + ${j}u * D4 + k]`,
    )}
    ${eachRow(
      (i) => `
      if (c < 2u * D4 && c % HD4 < R4) { a${i} = rotated(a${i}, act[rotary_at(n) + c % HD4]); }
      if (c < D4) { a${i} *= SCALE; }
      act[qkv_at(n) + c] = a${i};`,
    )}
  }
}`;
}

/** Backward through rotary, q k v and the layer's first norm: ∂qkv (made that of the unrotated ones, in place) → ∂residual(l). */
export function qkvBackwardKernel(dimensions: Dimensions): string {
  const strips = Math.ceil(dimensions.D4 / dimensions.STRIP4);
  const eachStrip = (text: (s: number) => string) => Array.from({ length: strips }, (_, s) => text(s)).join('\n');
  return /* wgsl */ `${header(dimensions)}${ROWS_MEMORY}${ROW_BLOCK}
  for (var i = t; i < ROWS * 3u * D4; i += ${THREADS}u) {
    let n = first + i / (3u * D4);
    let c = i % (3u * D4);
    if (n < batch.tokens) {
      var v = act[d_qkv_at(n) + c];
      if (c < D4) { v *= SCALE; }
      if (c < 2u * D4 && c % HD4 < R4) { v = rotated(v, act[rotary_at(n) + c % HD4] * vec4f(1.0, -1.0, 1.0, -1.0)); }
      act[d_qkv_at(n) + c] = v;
    }
  }
  storageBarrier();
  workgroupBarrier();
  ${eachStrip((s) => tile(`out${s}_`))}
  for (var kind = 0u; kind < 3u; kind++) {
    ${loadRows('d_qkv_at(n) + kind * D4')}
    ${eachStrip(
      (s) => `
    if (lane + ${s}u * STRIP4 < D4) {
      let w = of_layer(QKV) + kind * 4u * D4 * D4 + lane + ${s}u * STRIP4;
      ${combinations(
        'D4',
        (i) => `rows[(row + ${i}u) * PITCH + k]`,
        (j) => `parameters[w + (4u * k + ${j}u) * D4]`,
        `out${s}_`,
      )}
    }`,
    )}
    workgroupBarrier();
  }
  ${normBackward(
    dimensions,
    {
      input: 'residual_at(layer.index, n)',
      norm: '2u * layer.index',
      gain: 'of_layer(INPUT_NORM)',
      grad: (s, i) => `out${s}_${i}`,
    },
    (_, c, value) => `act[d_residual_at(layer.index, n) + ${c}] = ${value} + act[d_middle_at(n) + ${c}];`,
  )}
}`;
}
