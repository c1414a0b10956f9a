import * as tf from '@tensorflow/tfjs';
import { type ModelShape, parameterLayout } from '../modelShape.ts';

/** Parameters of one layer by role; matrices [out, in]. */
export interface LayerParameters {
  inputNorm: tf.Tensor;
  q: tf.Tensor;
  k: tf.Tensor;
  v: tf.Tensor;
  o: tf.Tensor;
  postNorm: tf.Tensor;
  gateUp: tf.Tensor;
  down: tf.Tensor;
}

export interface Parameters {
  /** [V, D]; also the output projection. */
  embed: tf.Tensor;
  layers: LayerParameters[];
  norm: tf.Tensor;
}

/** Cuts the flat parameter tensor into one tensor for each parameter, in layout order. */
export function cutParameters(shape: ModelShape, flat: tf.Tensor): tf.Tensor[] {
  return parameterLayout(shape).map(({ dims, offset, size }) => tf.reshape(tf.slice(flat, offset, size), dims));
}

/** Names for a list of parameters in layout order. */
export function nameParameters(shape: ModelShape, list: tf.Tensor[]): Parameters {
  const byName = new Map(parameterLayout(shape).map(({ name }, index) => [name, list[index]]));
  const get = (name: string) => byName.get(`${name}.weight`) as tf.Tensor;
  return {
    embed: get('model.embed_tokens'),
    layers: Array.from({ length: shape.layers }, (_, layer) => {
      const prefix = `model.layers.${layer}`;
      return {
        inputNorm: get(`${prefix}.input_layernorm`),
        q: get(`${prefix}.self_attn.q_proj`),
        k: get(`${prefix}.self_attn.k_proj`),
        v: get(`${prefix}.self_attn.v_proj`),
        o: get(`${prefix}.self_attn.o_proj`),
        postNorm: get(`${prefix}.post_attention_layernorm`),
        gateUp: get(`${prefix}.mlp.gate_up_proj`),
        down: get(`${prefix}.mlp.down_proj`),
      };
    }),
    norm: get('model.norm'),
  };
}
