import type { Dimensions } from '../../gpu/dimensions.ts';
import { partLength4 } from '../../gpu/gradientParts.ts';

/** Threads of a workgroup, and the most workgroups: few, so that every one can add up all their sums. */
const OPTIMIZER_THREADS = 256;

/** Workgroups of the optimiser's kernels: no more than have four vec4 for every thread. A software adapter pays for each thread, idle or not. */
export function optimizerGroups({ parameters }: Dimensions): number {
  return Math.min(OPTIMIZER_THREADS, Math.ceil(parameters.count4 / (4 * OPTIMIZER_THREADS)));
}

function bindings(dimensions: Dimensions): string {
  return /* wgsl */ `
struct Step {
  parts : u32,
  learning_rate : f32,
  /** Learning rate · weight decay. */
  decay : f32,
  clip_norm : f32,
  /** 1 / (1 − β^updates) of both moments. */
  correction1 : f32,
  correction2 : f32,
}
@group(0) @binding(0) var<uniform> step : Step;
@group(0) @binding(1) var<storage, read_write> parameters : array<vec4f>;
@group(0) @binding(2) var<storage, read_write> gradients : array<vec4f>;
@group(0) @binding(3) var<storage, read_write> first : array<vec4f>;
@group(0) @binding(4) var<storage, read_write> second : array<vec4f>;
/** For each vec4 of parameters: 0 or 1 + place of the gain vec4 that its gradient still lacks; the highest bit is weight decay. */
@group(0) @binding(5) var<storage, read> kinds : array<u32>;
/** Partial sums of squares, then the sums of the loss and (gradient norm, 0, 0, 0). */
@group(0) @binding(6) var<storage, read_write> sums : array<vec4f>;
const PART4 = ${partLength4(dimensions.shape)}u;
const COUNT4 = ${dimensions.parameters.count4}u;
const EMBED_END = ${dimensions.shape.vocabulary * dimensions.D4}u;
const GROUPS = ${optimizerGroups(dimensions)}u;
const THREADS = ${OPTIMIZER_THREADS}u;
var<workgroup> shared_sums : array<f32, THREADS>;

/** Sum over the threads; thread 0 has it. */
fn add_up(value : f32, t : u32) -> f32 {
  shared_sums[t] = value;
  for (var half = THREADS / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (t < half) { shared_sums[t] += shared_sums[t + half]; }
  }
  workgroupBarrier();
  return shared_sums[0];
}
`;
}

/** Adds up the parts, puts the norm gains in, and leaves the gradient in part 0 and partial sums of its squares. */
export function gradientKernel(dimensions: Dimensions): string {
  return /* wgsl */ `${bindings(dimensions)}
@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group : vec3u, @builtin(local_invocation_index) t : u32) {
  var squares = 0.0;
  for (var i = group.x * THREADS + t; i < COUNT4; i += GROUPS * THREADS) {
    let kind = kinds[i];
    var g = gradients[i];
    // Gains are whole already; only what decays is a matrix.
    if (kind >= 0x80000000u) {
      for (var part = 1u; part < step.parts; part++) { g += gradients[part * PART4 + i]; }
      let gain = kind & 0x7fffffffu;
      if (gain > 0u) { g *= parameters[gain - 1u]; }
      if (i < EMBED_END) {
        for (var part = 0u; part < step.parts; part++) { g += gradients[part * PART4 + COUNT4 + i]; }
      }
      gradients[i] = g;
    }
    squares += dot(g, g);
  }
  let sum = add_up(squares, t);
  if (t == 0u) { sums[group.x] = vec4f(sum, 0.0, 0.0, 0.0); }
}`;
}

/** AdamW on everything. When the gradient's norm is not finite nothing changes. */
export function adamWKernel(dimensions: Dimensions): string {
  return /* wgsl */ `${bindings(dimensions)}
@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group : vec3u, @builtin(local_invocation_index) t : u32) {
  let norm = sqrt(add_up(select(0.0, sums[min(t, GROUPS - 1u)].x, t < GROUPS), t));
  if (group.x == 0u && t == 0u) {
    sums[GROUPS] = gradients[arrayLength(&gradients) - 1u];
    sums[GROUPS + 1u] = vec4f(norm, 0.0, 0.0, 0.0);
  }
  // Written so that NaN fails too.
  if (!(norm < 3.0e38)) { return; }
  let scale = step.clip_norm / max(norm, step.clip_norm);
  for (var i = group.x * THREADS + t; i < COUNT4; i += GROUPS * THREADS) {
    let g = gradients[i] * scale;
    let m = 0.9 * first[i] + 0.1 * g;
    let v = 0.999 * second[i] + 0.001 * g * g;
    first[i] = m;
    second[i] = v;
    let decay = select(0.0, step.decay, kinds[i] >= 0x80000000u);
    let change = step.learning_rate * m * step.correction1 / (sqrt(v * step.correction2) + 1e-8);
    parameters[i] = parameters[i] * (1.0 - decay) - change;
  }
}`;
}
