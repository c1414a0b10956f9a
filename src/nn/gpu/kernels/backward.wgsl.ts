import { type Dimensions, THREADS } from '../dimensions.ts';
import { eachHead4, ROWS_MEMORY } from './forward.wgsl.ts';
import { normBackward } from './head.wgsl.ts';
import { combinations, eachRow, four, header, ROW_BLOCK, tile } from './header.wgsl.ts';

function loadRows(at: string): string {
  return /* wgsl */ `
  for (var i = t; i < ROWS * D4; i += ${THREADS}u) {
    let n = clamped(first + i / D4);
    rows[(i / D4) * PITCH + i % D4] = act[${at} + i % D4];
  }
  workgroupBarrier();`;
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

/** ∂queries, one thread a token and head; keeps delta = ∂attended · attended for the other half. */
export function queryGradientKernel(dimensions: Dimensions): string {
  const each = (text: (i: number) => string, separator?: string) => eachHead4(dimensions, text, separator);
  return /* wgsl */ `${header(dimensions)}
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id : vec3u) {
  let n = id.x / HEADS;
  let h = id.x % HEADS;
  if (n >= batch.tokens) { return; }
  let query = qkv_at(n) + h * HD4;
  let output = attended_at(n) + h * HD4;
  let d_output = d_attended_at(n) + h * HD4;
  ${each((i) => `let q${i} = act[query + ${i}u]; let g${i} = act[d_output + ${i}u]; var d${i} = vec4f();`)}
  let delta = ${each((i) => `dot(g${i}, act[output + ${i}u])`, ' + ')};
  let log_sum = scalars[log_sum_exp_at(n, h)];
  for (var j = begin_of(n); j <= n; j++) {
    let key = qkv_at(j) + D4 + h * HD4;
    let value = key + D4;
    ${each((i) => `let k${i} = act[key + ${i}u];`)}
    let p = exp(${each((i) => `dot(q${i}, k${i})`, ' + ')} - log_sum);
    let d_score = p * (${each((i) => `dot(g${i}, act[value + ${i}u])`, ' + ')} - delta);
    ${each((i) => `d${i} += d_score * k${i};`)}
  }
  let target_place = d_qkv_at(n) + h * HD4;
  ${each((i) => `act[target_place + ${i}u] = d${i};`)}
  scalars[delta_at(n, h)] = delta;
}`;
}

/** ∂keys and ∂values, one thread a token and head, over the later tokens of its sequence. */
export function keyValueGradientKernel(dimensions: Dimensions): string {
  const each = (text: (i: number) => string, separator?: string) => eachHead4(dimensions, text, separator);
  return /* wgsl */ `${header(dimensions)}
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id : vec3u) {
  let j = id.x / HEADS;
  let h = id.x % HEADS;
  if (j >= batch.tokens) { return; }
  let key = qkv_at(j) + D4 + h * HD4;
  let value = key + D4;
  ${each((i) => `let k${i} = act[key + ${i}u]; let v${i} = act[value + ${i}u]; var dk${i} = vec4f(); var dv${i} = vec4f();`)}
  let end = end_of(j);
  for (var n = j; n < end; n++) {
    let query = qkv_at(n) + h * HD4;
    let d_output = d_attended_at(n) + h * HD4;
    ${each((i) => `let q${i} = act[query + ${i}u]; let g${i} = act[d_output + ${i}u];`)}
    let p = exp(${each((i) => `dot(q${i}, k${i})`, ' + ')} - scalars[log_sum_exp_at(n, h)]);
    let d_score = p * (${each((i) => `dot(g${i}, v${i})`, ' + ')} - scalars[delta_at(n, h)]);
    ${each((i) => `dk${i} += d_score * q${i}; dv${i} += p * g${i};`)}
  }
  let target_place = d_qkv_at(j) + D4 + h * HD4;
  ${each((i) => `act[target_place + ${i}u] = dk${i}; act[target_place + D4 + ${i}u] = dv${i};`)}
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
