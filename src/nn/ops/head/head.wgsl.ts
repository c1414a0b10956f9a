import { type Dimensions, THREADS } from '../../gpu/dimensions.ts';
import { combinations, dots, eachRow, four, header, ROW_BLOCK, ROWS_MEMORY, tile } from '../header.wgsl.ts';
import { normalisedRows, normBackward } from '../rmsNorm/rmsNorm.wgsl.ts';

/** Part of the loss of a token from its ln p, 0 without a weight: (loss, −∂/∂ln p with the divergence, divergence, 1 if clipped), as tokenLoss.ref.ts. */
const TOKEN_LOSS = /* wgsl */ `
fn token_loss(n : u32, log_p : f32) -> vec4f {
  let weight = weight_of(n);
  var result = vec4f(-weight * log_p, weight, 0.0, 0.0);
  if (batch.clip_ratio > 0.0) {
    let ratio = exp(clamp(log_p - sampled_of(n), -20.0, 20.0));
    let bound = 1.0 + select(-batch.clip_ratio, batch.clip_ratio, weight > 0.0);
    if ((ratio - bound) * weight > 0.0) {
      result = vec4f(-weight * bound, 0.0, 0.0, 1.0);
    } else {
      result = vec4f(-weight * ratio, weight * ratio, 0.0, 0.0);
    }
  }
  if (batch.kl_coefficient > 0.0 && weight != 0.0) {
    let d = clamp(reference_of(n) - log_p, -20.0, 20.0);
    result.y += batch.kl_coefficient * (exp(d) - 1.0);
    result.z = exp(d) - d - 1.0;
  }
  return result;
}`;

/**
 * Last norm, logits, and the loss's gradient in one: with p = softmax(z) and H its entropy, ∂(−ln p_t)/∂z = p − [t] and ∂H/∂z = −p (ln p + H).
 * Keeps ∂logits [N, V], ln p(target), H, and writes the gradient of the last residual.
 */
export function headKernel(dimensions: Dimensions): string {
  const strips = Math.ceil(dimensions.D4 / dimensions.STRIP4);
  const eachStrip = (text: (s: number) => string) => Array.from({ length: strips }, (_, s) => text(s)).join('\n');
  const lanes = THREADS / dimensions.ROWS;
  return /* wgsl */ `${header(dimensions)}${ROWS_MEMORY}${TOKEN_LOSS}
const LANES = ${lanes}u;
var<workgroup> partial : array<vec4f, ${THREADS}>;
${ROW_BLOCK}
  ${normalisedRows('let v = act[residual_at(LAYERS, n) + k];', '2u * LAYERS', 'FINAL_NORM')}
  for (var c = lane; c < V4; c += STRIP4) {
    ${tile()}
    // Beyond the vocabulary the last row again; the softmax leaves it out.
    ${four((j) => `let v${j} = EMBED + min(4u * c + ${j}u, V - 1u) * D4;`)}
    ${dots(
      'D4',
      (i) => `rows[(row + ${i}u) * PITCH + k]`,
      (j) => `parameters[v${j} + k]`,
    )}
    ${eachRow((i) => `act[logits_at(n) + c] = a${i};`)}
  }
  storageBarrier();
  workgroupBarrier();

  // LANES threads share a row for the softmax.
  let mine = t / LANES;
  let n = clamped(first + mine);
  let part = t % LANES;
  var highest = -3.0e38;
  for (var v = part; v < V; v += LANES) { highest = max(highest, act[logits_at(n) + v / 4u][v % 4u]); }
  partial[t].x = highest;
  workgroupBarrier();
  for (var i = 0u; i < LANES; i++) { highest = max(highest, partial[mine * LANES + i].x); }
  var sum = 0.0;
  var moment = 0.0;
  for (var v = part; v < V; v += LANES) {
    let d = act[logits_at(n) + v / 4u][v % 4u] - highest;
    sum += exp(d);
    moment += exp(d) * d;
  }
  workgroupBarrier();
  partial[t] = vec4f(0.0, sum, moment, 0.0);
  workgroupBarrier();
  sum = 0.0;
  moment = 0.0;
  for (var i = 0u; i < LANES; i++) {
    sum += partial[mine * LANES + i].y;
    moment += partial[mine * LANES + i].z;
  }
  let log_sum = log(sum);
  let entropy = log_sum - moment / sum;
  let goal = target_of(n);
  let weight = weight_of(n);
  let bonus = select(0.0, batch.bonus, weight != 0.0);
  let z = act[logits_at(n) + min(goal, V - 1u) / 4u][min(goal, V - 1u) % 4u];
  let log_prob = z - highest - log_sum;
  let slope = token_loss(n, log_prob).y;
  if (part == 0u && first + mine < batch.tokens) {
    scalars[log_prob_at(n)] = log_prob;
    scalars[entropy_at(n)] = entropy;
  }
  storageBarrier();
  workgroupBarrier();
  if (first + mine < batch.tokens) {
    for (var c = part; c < V4; c += LANES) {
      let log_p = act[logits_at(n) + c] - highest - log_sum;
      let index = vec4u(4u * c) + vec4u(0u, 1u, 2u, 3u);
      let p = select(vec4f(), exp(log_p), index < vec4u(V));
      let hit = select(vec4f(), vec4f(1.0), index == vec4u(goal));
      act[logits_at(n) + c] = slope * (p - hit) + bonus * p * (log_p + entropy);
    }
  }
  storageBarrier();
  workgroupBarrier();

  ${eachStrip((s) => tile(`out${s}_`))}
  ${eachStrip(
    (s) => `
  if (lane + ${s}u * STRIP4 < D4) {
    let c = lane + ${s}u * STRIP4;
    ${four((i) => `let z${i} = logits_at(clamped(first + row + ${i}u));`)}
    ${combinations(
      'V4',
      (i) => `act[z${i} + k]`,
      (j) => `parameters[EMBED + min(4u * k + ${j}u, V - 1u) * D4 + c]`,
      `out${s}_`,
    )}
  }`,
  )}
  ${normBackward(
    dimensions,
    {
      input: 'residual_at(LAYERS, n)',
      norm: '2u * LAYERS',
      gain: 'FINAL_NORM',
      grad: (s, i) => `out${s}_${i}`,
    },
    (_, c, value) => `act[d_residual_at(LAYERS, n) + ${c}] = ${value};`,
  )}
}`;
}

/** Adds Σ loss, Σ entropy, Σ divergence and the number of clipped tokens, over counted tokens, to `gradients`' last vec4: one workgroup. */
export function statsKernel(dimensions: Dimensions): string {
  return /* wgsl */ `${header(dimensions)}${TOKEN_LOSS}
var<workgroup> sums : array<vec4f, 256>;
@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) t : u32) {
  var sum = vec4f();
  for (var n = t; n < batch.tokens; n += 256u) {
    if (weight_of(n) == 0.0) { continue; }
    let loss = token_loss(n, scalars[log_prob_at(n)]);
    sum += vec4f(loss.x, scalars[entropy_at(n)], loss.zw);
  }
  sums[t] = sum;
  workgroupBarrier();
  if (t == 0u) {
    sum = vec4f();
    for (var i = 0u; i < 256u; i++) { sum += sums[i]; }
    let place = arrayLength(&gradients) - 1u;
    gradients[place] = sum + select(vec4f(), gradients[place], batch.accumulate == 1u);
  }
}`;
}
