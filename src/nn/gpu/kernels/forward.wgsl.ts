import { type Dimensions, THREADS } from '../dimensions.ts';
import { dots, eachRow, four, header, ROW_BLOCK, tile } from './header.wgsl.ts';

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

export const ROWS_MEMORY = /* wgsl */ `
var<workgroup> rows : array<vec4f, ROWS * PITCH>;
var<workgroup> inverse_rms : array<f32, ROWS>;
`;

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

/** Text for each vec4 of a head. */
export function eachHead4(dimensions: Dimensions, text: (i: number) => string, separator = '\n'): string {
  return Array.from({ length: dimensions.HD4 }, (_, i) => text(i)).join(separator);
}

/**
 * Causal attention: one thread a token and head, over the keys of its own sequence, with a running maximum, so that no T × T
 * matrix exists. Keeps ln Σ exp of the scores for the backward pass.
 */
export function attentionKernel(dimensions: Dimensions): string {
  const each = (text: (i: number) => string, separator?: string) => eachHead4(dimensions, text, separator);
  return /* wgsl */ `${header(dimensions)}
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id : vec3u) {
  let n = id.x / HEADS;
  let h = id.x % HEADS;
  if (n >= batch.tokens) { return; }
  let query = qkv_at(n) + h * HD4;
  ${each((i) => `let q${i} = act[query + ${i}u]; var o${i} = vec4f();`)}
  var highest = -3.0e38;
  var sum = 0.0;
  for (var j = begin_of(n); j <= n; j++) {
    let key = qkv_at(j) + D4 + h * HD4;
    let score = ${each((i) => `dot(q${i}, act[key + ${i}u])`, ' + ')};
    if (score > highest) {
      let shrink = exp(highest - score);
      highest = score;
      sum *= shrink;
      ${each((i) => `o${i} *= shrink;`)}
    }
    let p = exp(score - highest);
    sum += p;
    let value = key + D4;
    ${each((i) => `o${i} += p * act[value + ${i}u];`)}
  }
  let output = attended_at(n) + h * HD4;
  ${each((i) => `act[output + ${i}u] = o${i} / sum;`)}
  scalars[log_sum_exp_at(n, h)] = highest + log(sum);
}`;
}

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
