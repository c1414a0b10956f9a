/**
 * The transformer's shape. It is the Glm architecture of Hugging Face `transformers`
 * (https://huggingface.co/docs/transformers/model_doc/glm): pre-norm decoder, RMSNorm, no biases, SiLU-gated MLP with the
 * gate and up projections in one matrix, rotary embedding on the first half of each head in interleaved pairs
 * (2i, 2i+1), embedding and output projection tied.
 */
export interface ModelShape {
  vocabulary: number;
  /** Width of the residual stream, D. */
  width: number;
  layers: number;
  heads: number;
  /** Width of one head; heads · headWidth = width. */
  headWidth: number;
  /** Hidden width of the gated MLP, M. */
  hidden: number;
  /** Longest sequence in tokens. */
  context: number;
  /** How many dimensions of each head are rotated (first ones), headWidth · .5. */
  rotaryWidth: number;
  /** Base of the rotary frequencies: theta^(-2i / rotaryWidth), i = 0 … rotaryWidth/2 - 1. */
  rotaryBase: number;
  /** Epsilon inside RMSNorm's square root. */
  epsilon: number;
  /** Whether attention falls off with distance (recencySlopes.ts). */
  recencyBias: boolean;
}

export const MODEL_SIZES = {
  nano: { width: 32, layers: 1, heads: 2, headWidth: 16, hidden: 48, context: 192 },
  small: { width: 64, layers: 4, heads: 4, headWidth: 16, hidden: 176, context: 384 },
  medium: { width: 128, layers: 6, heads: 8, headWidth: 16, hidden: 344, context: 512 },
  large: { width: 256, layers: 8, heads: 16, headWidth: 16, hidden: 688, context: 512 },
  huge: { width: 512, layers: 8, heads: 32, headWidth: 16, hidden: 1376, context: 1024 },
} as const;
export type ModelSize = keyof typeof MODEL_SIZES;

/** The shape of a named size for a vocabulary, with its own context unless another is given. */
export function modelShape(size: ModelSize, vocabulary: number, context?: number, recencyBias = false): ModelShape {
  const own = MODEL_SIZES[size];
  const rotary = { rotaryWidth: 8, rotaryBase: 100 };
  return { vocabulary, ...own, context: context ?? own.context, ...rotary, epsilon: 1e-5, recencyBias };
}

export interface Parameter {
  /** Name in the Hugging Face checkpoint. */
  name: string;
  /** Row-major; matrices are [out, in] as in PyTorch's Linear. */
  dims: number[];
  /** Offset in floats in the flat parameter buffer. */
  offset: number;
  size: number;
}

/** Every parameter in the order of the flat buffer. */
export function parameterLayout(shape: ModelShape): Parameter[] {
  const { vocabulary, width, hidden } = shape;
  const parameters: Parameter[] = [];
  let offset = 0;
  const add = (name: string, ...dims: number[]) => {
    const size = dims.reduce((product, dim) => product * dim, 1);
    parameters.push({ name, dims, offset, size });
    offset += size;
  };
  add('model.embed_tokens.weight', vocabulary, width);
  for (let layer = 0; layer < shape.layers; layer++) {
    const prefix = `model.layers.${layer}`;
    add(`${prefix}.input_layernorm.weight`, width);
    add(`${prefix}.self_attn.q_proj.weight`, width, width);
    add(`${prefix}.self_attn.k_proj.weight`, width, width);
    add(`${prefix}.self_attn.v_proj.weight`, width, width);
    add(`${prefix}.self_attn.o_proj.weight`, width, width);
    add(`${prefix}.post_attention_layernorm.weight`, width);
    add(`${prefix}.mlp.gate_up_proj.weight`, 2 * hidden, width);
    add(`${prefix}.mlp.down_proj.weight`, width, hidden);
  }
  add('model.norm.weight', width);
  return parameters;
}

/** Number of parameters (the tied output projection counted once). */
export function parameterCount(shape: ModelShape): number {
  return parameterLayout(shape).reduce((sum, parameter) => sum + parameter.size, 0);
}
