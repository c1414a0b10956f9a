import { type Dimensions, THREADS } from '../../gpu/dimensions.ts';

/** The weights as the rollout kernel reads them: for each matrix [out, in] the vec4 k of all outputs side by side, [in/4][out]. */
export interface Packing {
  /** For each packed vec4: its place in the parameters, and 0 or 1 + the place of the gain vec4 that is multiplied in. */
  table: Uint32Array<ArrayBuffer>;
  /** Places in the packed weights: of layer 0's matrices, the others follow every `layerStride`. */
  qkv: number;
  o: number;
  gateUp: number;
  down: number;
  layerStride: number;
  head: number;
  length: number;
}

export function packing({ D4, M4, shape, parameters }: Dimensions): Packing {
  const entries: number[] = [];
  const add = (outputs: number, in4: number, place: number, gain?: number): number => {
    const at = entries.length / 2;
    for (let k = 0; k < in4; k++) {
      for (let o = 0; o < outputs; o++) entries.push(place + o * in4 + k, gain === undefined ? 0 : gain + k + 1);
    }
    return at;
  };
  const layers = Array.from({ length: shape.layers }, (_, layer) => {
    const at = layer * parameters.layerStride;
    return {
      qkv: add(12 * D4, D4, at + parameters.qkv, at + parameters.inputNorm),
      o: add(4 * D4, D4, at + parameters.o),
      gateUp: add(8 * M4, D4, at + parameters.gateUp, at + parameters.postNorm),
      down: add(4 * D4, M4, at + parameters.down),
    };
  });
  const layerStride = entries.length / 2 / shape.layers;
  const head = add(shape.vocabulary, D4, parameters.embed, parameters.norm);
  return { ...layers[0], layerStride, head, length: entries.length / 2, table: Uint32Array.from(entries) };
}

export function packKernel({ length }: Packing): string {
  return /* wgsl */ `
@group(0) @binding(0) var<storage, read> parameters : array<vec4f>;
@group(0) @binding(1) var<storage, read> places : array<vec2u>;
@group(0) @binding(2) var<storage, read_write> packed : array<vec4f>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id : vec3u, @builtin(num_workgroups) groups : vec3u) {
  for (var i = id.x; i < ${length}u; i += groups.x * ${THREADS}u) {
    let place = places[i];
    var v = parameters[place.x];
    if (place.y > 0u) { v *= parameters[place.y - 1u]; }
    packed[i] = v;
  }
}`;
}
