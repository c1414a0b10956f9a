import { type Dimensions, THREADS } from '../../gpu/dimensions.ts';
import { drawMemory, drawToken } from '../../sampler/draw.wgsl.ts';
import { maskWords } from '../../sampler/sampler.ts';
import { THREEFRY } from '../../sampler/threefry.wgsl.ts';
import { eachHead4, recencyBias } from '../attention/attention.wgsl.ts';
import type { Packing } from './pack.wgsl.ts';

/**
 * Whole rollouts: one workgroup draws one sequence's next tokens, all layers and the sampler, many tokens a dispatch. Keys and values of
 * the prompt are read where the training kernels left them, so the rollouts of one task share them; those of sampled tokens go to
 * the sequence's own slot of the cache. Vectors stand in workgroup memory; every thread computes whole outputs.
 */
export function rolloutKernel(dimensions: Dimensions, packing: Packing): string {
  const { D4, M4, HD4, R4, shape, sections } = dimensions;
  const parts = THREADS / shape.heads;
  const each = (text: (i: number) => string, separator?: string) => eachHead4(dimensions, text, separator);
  const attend = (key: string, value: string, distance: string) => /* wgsl */ `
        let score = ${each((i) => `dot(q${i}, ${key} + ${i}u])`, ' + ')}${recencyBias(dimensions, 't % HEADS', distance)};
        if (score > highest) {
          let shrink = exp(highest - score);
          highest = score;
          sum *= shrink;
          ${each((i) => `o${i} *= shrink;`)}
        }
        let p = exp(score - highest);
        sum += p;
        ${each((i) => `o${i} += p * ${value} + ${i}u];`)}`;
  const vec4At = (name: string) =>
    `vec4f(${name}[4u * k], ${name}[4u * k + 1u], ${name}[4u * k + 2u], ${name}[4u * k + 3u])`;
  return /* wgsl */ `
const D = ${shape.width}u;
const D4 = ${D4}u;
const M = ${shape.hidden}u;
const M4 = ${M4}u;
const V = ${shape.vocabulary}u;
const HEADS = ${shape.heads}u;
const HD4 = ${HD4}u;
const R4 = ${R4}u;
const LAYERS = ${shape.layers}u;
const PARTS = ${parts}u;
const MASK_WORDS = ${maskWords(shape.vocabulary)}u;

struct Chunk {
  /** Tokens to draw for each sequence. */
  tokens : u32,
  /** Tokens that the activation buffer holds. */
  capacity : u32,
  /** Positions in a slot of the cache. */
  slot_length : u32,
  temperature : f32,
  key : vec2u,
  top_p : f32,
}
struct Sequence {
  slot : u32,
  /** Where the prompt stands in the activation buffer. */
  prompt : u32,
  prompt_length : u32,
  item : u32,
  end_token : u32,
  /** Most tokens of the completion, tokens drawn so far, and the last of them. */
  room : u32,
  drawn : u32,
  last : u32,
  /** Its mask of the vocabulary; 0 allows every token. */
  mask : u32,
}
@group(0) @binding(0) var<uniform> chunk : Chunk;
@group(0) @binding(1) var<storage, read> packed : array<vec4f>;
@group(0) @binding(2) var<storage, read> parameters : array<vec4f>;
@group(0) @binding(3) var<storage, read> act : array<vec4f>;
@group(0) @binding(4) var<storage, read_write> cache : array<vec4f>;
@group(0) @binding(5) var<storage, read> sequences : array<Sequence>;
/** (token, ln p, entropy, 0) for each sequence and token of the chunk. */
@group(0) @binding(6) var<storage, read_write> results : array<vec4f>;
/** (cos, sin, cos, sin) of each position. */
@group(0) @binding(7) var<storage, read> angles : array<vec4f>;
/** A bit for each token of the vocabulary, whether it may be drawn. */
@group(0) @binding(8) var<storage, read> masks : array<u32>;
${THREEFRY}
var<workgroup> x : array<f32, D>;
var<workgroup> query : array<vec4f, D4>;
var<workgroup> attended : array<f32, D>;
var<workgroup> hidden : array<f32, M>;
var<workgroup> logits : array<f32, V>;
${drawMemory(THREADS)}
var<workgroup> part_value : array<vec4f, ${THREADS}u * HD4>;
var<workgroup> chosen : u32;
var<workgroup> finished : u32;

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group : vec3u, @builtin(local_invocation_index) t : u32) {
  let sequence = sequences[group.x];
  let mask = sequence.mask * MASK_WORDS;
  if (t == 0u) { chosen = sequence.last; }
  workgroupBarrier();
  for (var i = 0u; i < chunk.tokens; i++) {
    // The token that is drawn now; it follows the one that is fed.
    let place = sequence.drawn + i;
    if (place == 0u) {
      let at = LAYERS * D4 * chunk.capacity + (sequence.prompt + sequence.prompt_length - 1u) * D4;
      for (var d = t; d < D; d += ${THREADS}u) { x[d] = act[at + d / 4u][d % 4u]; }
      workgroupBarrier();
    } else {
      let embedded = chosen * D4;
      for (var d = t; d < D; d += ${THREADS}u) { x[d] = parameters[embedded + d / 4u][d % 4u]; }
      workgroupBarrier();
      let position = sequence.prompt_length + place - 1u;
      for (var l = 0u; l < LAYERS; l++) {
        let weights = l * ${packing.layerStride}u;
        let slot = (sequence.slot * LAYERS + l) * chunk.slot_length * 2u * D4;
        // Four outputs a thread, so that the pairs that the rotary embedding turns are in one.
        for (var o4 = t; o4 < 3u * D4; o4 += ${THREADS}u) {
          var y = vec4f();
          var squares = 0.0;
          for (var k = 0u; k < D4; k++) {
            let v = ${vec4At('x')};
            let w = weights + ${packing.qkv}u + k * 3u * D + 4u * o4;
            y += vec4f(dot(packed[w], v), dot(packed[w + 1u], v), dot(packed[w + 2u], v), dot(packed[w + 3u], v));
            squares += dot(v, v);
          }
          y *= inverseSqrt(squares / f32(D) + ${shape.epsilon});
          if (o4 < 2u * D4 && o4 % HD4 < R4) {
            let a = angles[position * R4 + o4 % HD4];
            y = vec4f(y.x * a.x - y.y * a.y, y.y * a.x + y.x * a.y, y.z * a.z - y.w * a.w, y.w * a.z + y.z * a.w);
          }
          if (o4 < D4) {
            query[o4] = y * ${1 / Math.sqrt(shape.headWidth)};
          } else {
            cache[slot + (place - 1u) * 2u * D4 + o4 - D4] = y;
          }
        }
        storageBarrier();
        workgroupBarrier();

        // PARTS threads share a head's positions; each keeps a running maximum of its own.
        let head = (t % HEADS) * HD4;
        let part = t / HEADS;
        ${each((j) => `let q${j} = query[head + ${j}u]; var o${j} = vec4f();`)}
        var highest = -3.0e38;
        var sum = 0.0;
        let stored = (${sections.qkv}u + l * ${sections.LAYER}u) * chunk.capacity + sequence.prompt * 3u * D4 + D4 + head;
        for (var j = part; j < sequence.prompt_length; j += PARTS) {
          let key = stored + j * 3u * D4;
          ${attend('act[key', 'act[key + D4', 'position - j')}
        }
        for (var j = part; j < place; j += PARTS) {
          let key = slot + j * 2u * D4 + head;
          ${attend('cache[key', 'cache[key + D4', 'place - 1u - j')}
        }
        lane_highest[t] = highest;
        lane_sum[t] = sum;
        ${each((j) => `part_value[t * HD4 + ${j}u] = o${j};`)}
        workgroupBarrier();

        for (var d = t; d < D; d += ${THREADS}u) {
          let h = d / (4u * HD4);
          let inside = d % (4u * HD4);
          var top = lane_highest[h];
          for (var j = 1u; j < PARTS; j++) { top = max(top, lane_highest[j * HEADS + h]); }
          var total = 0.0;
          var value = 0.0;
          for (var j = 0u; j < PARTS; j++) {
            let factor = exp(lane_highest[j * HEADS + h] - top);
            total += factor * lane_sum[j * HEADS + h];
            value += factor * part_value[(j * HEADS + h) * HD4 + inside / 4u][inside % 4u];
          }
          attended[d] = value / total;
        }
        workgroupBarrier();

        for (var o = t; o < D; o += ${THREADS}u) {
          var y = 0.0;
          for (var k = 0u; k < D4; k++) { y += dot(packed[weights + ${packing.o}u + k * D + o], ${vec4At('attended')}); }
          x[o] += y;
        }
        workgroupBarrier();

        for (var m = t; m < M; m += ${THREADS}u) {
          var gate = 0.0;
          var up = 0.0;
          var squares = 0.0;
          for (var k = 0u; k < D4; k++) {
            let v = ${vec4At('x')};
            let w = weights + ${packing.gateUp}u + k * 2u * M + m;
            gate += dot(packed[w], v);
            up += dot(packed[w + M], v);
            squares += dot(v, v);
          }
          let r = inverseSqrt(squares / f32(D) + ${shape.epsilon});
          hidden[m] = gate * r / (1.0 + exp(-gate * r)) * up * r;
        }
        workgroupBarrier();

        for (var o = t; o < D; o += ${THREADS}u) {
          var y = 0.0;
          for (var k = 0u; k < M4; k++) { y += dot(packed[weights + ${packing.down}u + k * D + o], ${vec4At('hidden')}); }
          x[o] += y;
        }
        workgroupBarrier();
      }
    }

    for (var v = t; v < V; v += ${THREADS}u) {
      var y = 0.0;
      var squares = 0.0;
      for (var k = 0u; k < D4; k++) {
        let u = ${vec4At('x')};
        y += dot(packed[${packing.head}u + k * V + v], u);
        squares += dot(u, u);
      }
      logits[v] = y * inverseSqrt(squares / f32(D) + ${shape.epsilon});
    }
    workgroupBarrier();

    ${drawToken({
      lanes: THREADS,
      lane: 't',
      vocabulary: 'V',
      logit: (token) => `logits[${token}]`,
      allowed: (token) => `((masks[mask + ${token} / 32u] >> (${token} % 32u)) & 1u) == 1u`,
      temperature: 'chunk.temperature',
      topP: 'chunk.top_p',
      limited: '(chunk.top_p < 1.0 || sequence.mask > 0u)',
      uniform: 'uniform_at(chunk.key, sequence.item, place)',
    })}
    if (t == 0u) {
      results[group.x * chunk.tokens + i] = vec4f(f32(token), log_prob, entropy, 0.0);
      chosen = token;
      finished = select(0u, 1u, token == sequence.end_token || place + 1u >= sequence.room);
    }
    if (workgroupUniformLoad(&finished) == 1u) { break; }
  }
}`;
}
