import { type ModelShape, parameterLayout } from '../modelShape.ts';

/** The matrices and gains of one layer, each a view into the flat buffer, row-major [out, in]. */
export interface LayerViews {
  inputNorm: Float64Array;
  q: Float64Array;
  k: Float64Array;
  v: Float64Array;
  o: Float64Array;
  postNorm: Float64Array;
  gateUp: Float64Array;
  down: Float64Array;
}

export interface ParameterViews {
  /** [V, D]; also the output projection. */
  embed: Float64Array;
  layers: LayerViews[];
  norm: Float64Array;
}

/** Named views of a flat parameter (or gradient) buffer in `parameterLayout` order. */
export function parameterViews(shape: ModelShape, flat: Float64Array): ParameterViews {
  const byName = new Map(
    parameterLayout(shape).map(({ name, offset, size }) => [name, flat.subarray(offset, offset + size)]),
  );
  const view = (name: string): Float64Array => byName.get(`${name}.weight`)!;
  return {
    embed: view('model.embed_tokens'),
    layers: Array.from({ length: shape.layers }, (_, layer) => {
      const prefix = `model.layers.${layer}`;
      return {
        inputNorm: view(`${prefix}.input_layernorm`),
        q: view(`${prefix}.self_attn.q_proj`),
        k: view(`${prefix}.self_attn.k_proj`),
        v: view(`${prefix}.self_attn.v_proj`),
        o: view(`${prefix}.self_attn.o_proj`),
        postNorm: view(`${prefix}.post_attention_layernorm`),
        gateUp: view(`${prefix}.mlp.gate_up_proj`),
        down: view(`${prefix}.mlp.down_proj`),
      };
    }),
    norm: view('model.norm'),
  };
}
