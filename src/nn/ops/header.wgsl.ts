import { type Dimensions, THREADS } from '../gpu/dimensions.ts';

/**
 * Text for four values of an index, joined: the kernels keep tiles of 4 rows × 4 outputs in named variables, since
 * indexed arrays may end up in memory instead of registers.
 */
export function four(text: (i: number) => string, separator = '\n'): string {
  return [0, 1, 2, 3].map(text).join(separator);
}

/** Bindings, constants and places that all training kernels share. */
export function header({
  shape,
  D4,
  M4,
  V4,
  HD4,
  R4,
  ROWS,
  STRIP4,
  sections,
  scalars,
  parameters,
}: Dimensions): string {
  return /* wgsl */ `
const D4 = ${D4}u;
const M4 = ${M4}u;
const V = ${shape.vocabulary}u;
const V4 = ${V4}u;
const HEADS = ${shape.heads}u;
const HD4 = ${HD4}u;
const R4 = ${R4}u;
const ROWS = ${ROWS}u;
const STRIP4 = ${STRIP4}u;
const LAYERS = ${shape.layers}u;
const EPSILON = ${shape.epsilon};
const SCALE = ${1 / Math.sqrt(shape.headWidth)};
// Rows in workgroup memory stand one vec4 further apart, so that lanes on different rows use different banks.
const PITCH = D4 + 1u;

struct Batch {
  /** Tokens in the buffers, and how many fit. */
  tokens : u32,
  capacity : u32,
  /** Parts that sums over tokens are cut into. */
  parts : u32,
  /** 1 when gradients are added to those of an earlier part of the batch. */
  accumulate : u32,
  /** Entropy bonus of one counted token, ε of the clipped surrogate, and coefficient of one counted token's divergence; 0: off. */
  bonus : f32,
  clip_ratio : f32,
  kl_coefficient : f32,
  /** Where the dispatch begins: the first token it is for or, of kernels over tiles of matrices, the first tile. */
  first : u32,
}
struct Layer { index : u32 }

@group(0) @binding(0) var<uniform> batch : Batch;
@group(0) @binding(1) var<uniform> layer : Layer;
@group(0) @binding(2) var<storage, read> parameters : array<vec4f>;
@group(0) @binding(3) var<storage, read_write> act : array<vec4f>;
@group(0) @binding(4) var<storage, read_write> scalars : array<f32>;
/** For each token: id, begin and end of its sequence, the token it predicts (0xffffffff: none), and the bits of its weight, its ln p when sampled and of the reference policy. */
@group(0) @binding(5) var<storage, read> info : array<u32>;
@group(0) @binding(6) var<storage, read_write> gradients : array<vec4f>;

fn token_of(n : u32) -> u32 { return info[n]; }
fn begin_of(n : u32) -> u32 { return info[batch.capacity + n]; }
fn end_of(n : u32) -> u32 { return info[2u * batch.capacity + n]; }
fn target_of(n : u32) -> u32 { return info[3u * batch.capacity + n]; }
fn weight_of(n : u32) -> f32 { return bitcast<f32>(info[4u * batch.capacity + n]); }
fn sampled_of(n : u32) -> f32 { return bitcast<f32>(info[5u * batch.capacity + n]); }
fn reference_of(n : u32) -> f32 { return bitcast<f32>(info[6u * batch.capacity + n]); }

fn residual_at(l : u32, n : u32) -> u32 { return (${sections.residual}u + l * D4) * batch.capacity + n * D4; }
fn middle_at(n : u32) -> u32 { return (${sections.middle}u + layer.index * ${sections.LAYER}u) * batch.capacity + n * D4; }
fn qkv_at(n : u32) -> u32 { return (${sections.qkv}u + layer.index * ${sections.LAYER}u) * batch.capacity + n * 3u * D4; }
fn attended_at(n : u32) -> u32 { return (${sections.attended}u + layer.index * ${sections.LAYER}u) * batch.capacity + n * D4; }
fn gate_up_at(n : u32) -> u32 { return (${sections.gateUp}u + layer.index * ${sections.LAYER}u) * batch.capacity + n * 2u * M4; }
fn gated_at(n : u32) -> u32 { return (${sections.gated}u + layer.index * ${sections.LAYER}u) * batch.capacity + n * M4; }
/** Gradient of residual l: two sections are used in turn. */
fn d_residual_at(l : u32, n : u32) -> u32 { return (${sections.dResidual}u + (l & 1u) * D4) * batch.capacity + n * D4; }
fn d_middle_at(n : u32) -> u32 { return ${sections.dMiddle}u * batch.capacity + n * D4; }
fn d_attended_at(n : u32) -> u32 { return ${sections.dAttended}u * batch.capacity + n * D4; }
fn d_qkv_at(n : u32) -> u32 { return ${sections.dQkv}u * batch.capacity + n * 3u * D4; }
fn logits_at(n : u32) -> u32 { return ${sections.logits}u * batch.capacity + n * V4; }
fn rotary_at(n : u32) -> u32 { return ${sections.rotary}u * batch.capacity + n * R4; }

/** 1/rms of a norm's input: norm 2l is the layer's first, 2l + 1 its second, 2 · LAYERS the last. */
fn rms_at(norm : u32, n : u32) -> u32 { return norm * batch.capacity + n; }
fn log_sum_exp_at(n : u32, h : u32) -> u32 {
  return (${scalars.logSumExp}u + layer.index * HEADS) * batch.capacity + n * HEADS + h;
}
fn delta_at(n : u32, h : u32) -> u32 { return ${scalars.delta}u * batch.capacity + n * HEADS + h; }
fn log_prob_at(n : u32) -> u32 { return ${scalars.logProb}u * batch.capacity + n; }
fn entropy_at(n : u32) -> u32 { return ${scalars.entropy}u * batch.capacity + n; }

const EMBED = ${parameters.embed}u;
const FINAL_NORM = ${parameters.norm}u;
const PARAMETERS4 = ${parameters.count4}u;
fn of_layer(place : u32) -> u32 { return place + layer.index * ${parameters.layerStride}u; }
const INPUT_NORM = ${parameters.inputNorm}u;
const QKV = ${parameters.qkv}u;
const O = ${parameters.o}u;
const POST_NORM = ${parameters.postNorm}u;
const GATE_UP = ${parameters.gateUp}u;
const DOWN = ${parameters.down}u;

/** A row of the block that is computed, the last token again beyond the end. */
fn clamped(n : u32) -> u32 { return min(n, batch.tokens - 1u); }

/** Turns two pairs by the angles whose (cos, sin, cos, sin) is given. */
fn rotated(v : vec4f, a : vec4f) -> vec4f {
  return vec4f(v.x * a.x - v.y * a.y, v.y * a.x + v.x * a.y, v.z * a.z - v.w * a.w, v.w * a.z + v.z * a.w);
}
`;
}

/** Signature of a kernel whose workgroups each take ROWS tokens: this thread's 4 rows and its place in a strip of outputs. */
export const ROW_BLOCK = /* wgsl */ `
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group : vec3u, @builtin(local_invocation_index) t : u32) {
  let first = batch.first + group.x * ROWS;
  let row = (t / STRIP4) * 4u;
  let lane = t % STRIP4;
`;

/** Workgroup memory of kernels that take ROWS tokens through a norm. */
export const ROWS_MEMORY = /* wgsl */ `
var<workgroup> rows : array<vec4f, ROWS * PITCH>;
var<workgroup> inverse_rms : array<f32, ROWS>;
`;

/** Puts ROWS rows of activations into `rows`; `at` is the place of token n's. */
export function loadRows(at: string): string {
  return /* wgsl */ `
  for (var i = t; i < ROWS * D4; i += ${THREADS}u) {
    let n = clamped(first + i / D4);
    rows[(i / D4) * PITCH + i % D4] = act[${at} + i % D4];
  }
  workgroupBarrier();`;
}

/**
 * tile a0 … a3 (rows) of x · Wᵀ for 4 outputs of W [out, in], `x` giving row i's vec4 at k, `w` that of output j:
 * the contraction runs along the rows of W.
 */
export function dots(k4: string, x: (i: number) => string, w: (j: number) => string, into = 'a'): string {
  return /* wgsl */ `
    for (var k = 0u; k < ${k4}; k++) {
      ${four((j) => `let w${j} = ${w(j)};`)}
      ${four((i) => `let x${i} = ${x(i)};`)}
      ${four((i) => `${into}${i} += vec4f(dot(w0, x${i}), dot(w1, x${i}), dot(w2, x${i}), dot(w3, x${i}));`)}
    }`;
}

/** Tile a0 … a3 of y · W for 4 columns of W [out, in], `y` giving row i's vec4 of outputs at k, `w` the columns at output 4k + j. */
export function combinations(k4: string, y: (i: number) => string, w: (j: number) => string, into = 'a'): string {
  return /* wgsl */ `
    for (var k = 0u; k < ${k4}; k++) {
      ${four((j) => `let w${j} = ${w(j)};`)}
      ${four((i) => `let y${i} = ${y(i)};`)}
      ${four((i) => `${into}${i} += y${i}.x * w0 + y${i}.y * w1 + y${i}.z * w2 + y${i}.w * w3;`)}
    }`;
}

/** Declares a tile of zeros. */
export function tile(name = 'a'): string {
  return four((i) => `var ${name}${i} = vec4f();`, ' ');
}

/** Text for each of the rows i of the tile that exists, with its token \`n\`. */
export function eachRow(text: (i: number) => string): string {
  return four((i) => `{ let n = first + row + ${i}u; if (n < batch.tokens) { ${text(i)} } }`);
}
