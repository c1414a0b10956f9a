import { type Dimensions, THREADS } from '../../gpu/dimensions.ts';
import { header } from '../header.wgsl.ts';

/** Text for each vec4 of a head. */
export function eachHead4(dimensions: Dimensions, text: (i: number) => string, separator = '\n'): string {
  return Array.from({ length: dimensions.HD4 }, (_, i) => text(i)).join(separator);
}

/**
 * Minus how much the score of a key falls with its distance from the query, and nothing where none falls (recencySlopes.ts).
 * @param head and @param distance WGSL expressions of type u32
 */
export function recencyBias({ shape }: Dimensions, head: string, distance: string): string {
  return shape.recencyBias ? ` - exp2(-8.0 * f32(${head} + 1u) / ${shape.heads}.0) * f32(${distance})` : '';
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
  let n = batch.first + id.x / HEADS;
  let h = id.x % HEADS;
  if (n >= batch.tokens) { return; }
  let query = qkv_at(n) + h * HD4;
  ${each((i) => `let q${i} = act[query + ${i}u]; var o${i} = vec4f();`)}
  var highest = -3.0e38;
  var sum = 0.0;
  for (var j = begin_of(n); j <= n; j++) {
    let key = qkv_at(j) + D4 + h * HD4;
    let score = ${each((i) => `dot(q${i}, act[key + ${i}u])`, ' + ')}${recencyBias(dimensions, 'h', 'n - j')};
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

/** ∂queries, one thread a token and head; keeps delta = ∂attended · attended for the other half. */
export function queryGradientKernel(dimensions: Dimensions): string {
  const each = (text: (i: number) => string, separator?: string) => eachHead4(dimensions, text, separator);
  return /* wgsl */ `${header(dimensions)}
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id : vec3u) {
  let n = batch.first + id.x / HEADS;
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
    let p = exp(${each((i) => `dot(q${i}, k${i})`, ' + ')}${recencyBias(dimensions, 'h', 'n - j')} - log_sum);
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
  let j = batch.first + id.x / HEADS;
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
    let p = exp(${each((i) => `dot(q${i}, k${i})`, ' + ')}${recencyBias(dimensions, 'h', 'n - j')} - scalars[log_sum_exp_at(n, h)]);
    let d_score = p * (${each((i) => `dot(g${i}, v${i})`, ' + ')} - scalars[delta_at(n, h)]);
    ${each((i) => `dk${i} += d_score * q${i}; dv${i} += p * g${i};`)}
  }
  let target_place = d_qkv_at(j) + D4 + h * HD4;
  ${each((i) => `act[target_place + ${i}u] = dk${i}; act[target_place + D4 + ${i}u] = dv${i};`)}
}`;
}
