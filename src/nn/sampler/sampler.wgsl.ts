import { THREEFRY } from './threefry.wgsl.ts';

/** Threads that share one row of logits. */
export const LANES = 64;

/**
 * One workgroup draws one row's token. Each lane owns a run of consecutive tokens, so that sums over lanes in order
 * are sums in token order, as the inverse of the cumulative distribution needs.
 */
export const SAMPLER = /* wgsl */ `
${THREEFRY}
var<workgroup> lane_max : array<f32, ${LANES}>;
var<workgroup> lane_best : array<i32, ${LANES}>;
var<workgroup> lane_sum : array<f32, ${LANES}>;
var<workgroup> lane_moment : array<f32, ${LANES}>;

fn main(index : i32) {
  let vocabulary = uniforms.logitsShape.y;
  let row = i32(workgroupId.x);
  let lane = i32(localId.x);
  let share = (vocabulary + ${LANES - 1}) / ${LANES};
  let begin = min(lane * share, vocabulary);
  let end = min(begin + share, vocabulary);
  let offset = row * vocabulary;
  let greedy = uniforms.temperature == 0.0;
  let scale = 1.0 / select(uniforms.temperature, 1.0, greedy);

  var highest = -3.4e38;
  var best = begin;
  for (var v = begin; v < end; v++) {
    let z = logits[offset + v];
    if (z > highest) {
      highest = z;
      best = v;
    }
  }
  lane_max[lane] = highest;
  lane_best[lane] = best;
  workgroupBarrier();
  highest = lane_max[0];
  best = lane_best[0];
  for (var i = 1; i < ${LANES}; i++) {
    if (lane_max[i] > highest) {
      highest = lane_max[i];
      best = lane_best[i];
    }
  }

  var sum = 0.0;
  var moment = 0.0;
  for (var v = begin; v < end; v++) {
    let d = (logits[offset + v] - highest) * scale;
    sum += exp(d);
    moment += exp(d) * d;
  }
  lane_sum[lane] = sum;
  lane_moment[lane] = moment;
  workgroupBarrier();

  if (lane == 0) {
    sum = 0.0;
    moment = 0.0;
    for (var i = 0; i < ${LANES}; i++) {
      sum += lane_sum[i];
      moment += lane_moment[i];
    }
    var token = best;
    if (!greedy) {
      let key = vec2<u32>(uniforms.key0, uniforms.key1);
      let threshold = sum * uniform_at(key, bitcast<u32>(items[row]), uniforms.position);
      var cumulated = 0.0;
      var owner = 0;
      while (owner < ${LANES - 1} && (owner + 1) * share < vocabulary && cumulated + lane_sum[owner] <= threshold) {
        cumulated += lane_sum[owner];
        owner++;
      }
      token = owner * share;
      let last = min(token + share, vocabulary) - 1;
      cumulated += exp((logits[offset + token] - highest) * scale);
      while (token < last && cumulated <= threshold) {
        token++;
        cumulated += exp((logits[offset + token] - highest) * scale);
      }
    }
    let log_sum = log(sum);
    result[row * 3] = f32(token);
    result[row * 3 + 1] = (logits[offset + token] - highest) * scale - log_sum;
    result[row * 3 + 2] = log_sum - moment / sum;
  }
}
`;
