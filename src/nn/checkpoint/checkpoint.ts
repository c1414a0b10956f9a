import { type ModelShape, parameterCount, parameterLayout } from '../modelShape.ts';
import { findTensor } from './findTensor.ts';
import { float16Bits, float16Value } from './float16.ts';
import {
  CheckpointError,
  readSafetensors,
  type SafetensorsType,
  type Tensor,
  writeSafetensors,
} from './safetensors.ts';
import { type SpecialTokens, tokenizerJson } from './tokenizerJson.ts';
import { narrowHeads, narrowTensors, wideHeads, widenTensors } from './wideHeads.ts';

/** The files of a checkpoint folder, as Hugging Face `transformers` names them. */
export interface CheckpointFiles {
  'config.json': string;
  'model.safetensors': Uint8Array;
  'tokenizer.json': string;
}

/** The files that weights are read from. */
export type BaseFiles = Pick<CheckpointFiles, 'config.json' | 'model.safetensors'>;

/**
 * A checkpoint that transformers loads as its stock `GlmForCausalLM`, unchanged.
 * @param tokens text of each token id, in order
 */
export function exportCheckpoint(
  shape: ModelShape,
  weights: Float32Array,
  tokens: readonly string[],
  special: SpecialTokens,
  type: SafetensorsType = 'F32',
): CheckpointFiles {
  // Rounded before anything is doubled, so that what is read back is the rounded weights and nothing finer.
  const rounded = type === 'F16' ? weights.map((weight) => float16Value(float16Bits(weight))) : weights;
  const tensors = tensorsOf(shape, rounded);
  return {
    'config.json': `${JSON.stringify(glmConfig(shape, special), null, 2)}\n`,
    'model.safetensors': writeSafetensors(shape.recencyBias ? widenTensors(shape, tensors) : tensors, type),
    'tokenizer.json': `${JSON.stringify(tokenizerJson(tokens, special, '?'), null, 1)}\n`,
  };
}

/** Flat weights as a safetensors file of the parameters as they are, named as in transformers. */
export function safetensorsFromWeights(shape: ModelShape, weights: Float32Array): Uint8Array {
  return writeSafetensors(tensorsOf(shape, weights));
}

function tensorsOf(shape: ModelShape, weights: Float32Array): Map<string, Tensor> {
  return new Map(
    parameterLayout(shape).map(({ name, dims, offset, size }) => [
      name,
      { shape: dims, values: weights.subarray(offset, offset + size) },
    ]),
  );
}

/** The config of the Glm architecture; rotary settings stand in the places of both transformers 4 and 5. */
export function glmConfig(shape: ModelShape, special: Pick<SpecialTokens, 'pad' | 'end'>): Record<string, unknown> {
  const { headWidth, rotaryWidth, rotaryBase } = shape.recencyBias ? wideHeads(shape) : shape;
  const partial = rotaryWidth / headWidth;
  return {
    architectures: ['GlmForCausalLM'],
    model_type: 'glm',
    vocab_size: shape.vocabulary,
    hidden_size: shape.width,
    intermediate_size: shape.hidden,
    num_hidden_layers: shape.layers,
    num_attention_heads: shape.heads,
    num_key_value_heads: shape.heads,
    head_dim: headWidth,
    hidden_act: 'silu',
    attention_bias: shape.recencyBias,
    attention_dropout: 0,
    max_position_embeddings: shape.context,
    partial_rotary_factor: partial,
    rope_theta: rotaryBase,
    rope_parameters: { rope_type: 'default', rope_theta: rotaryBase, partial_rotary_factor: partial },
    rms_norm_eps: shape.epsilon,
    tie_word_embeddings: true,
    initializer_range: 0.02,
    use_cache: true,
    pad_token_id: special.pad,
    eos_token_id: special.end,
    bos_token_id: null,
    dtype: 'float32',
    torch_dtype: 'float32',
  };
}

/**
 * The weights of a checkpoint, flat in the parameter layout of `shape`.
 * @param files text of config.json and bytes of model.safetensors
 * @throws CheckpointError when a file is broken or the model is another one, naming what differs
 */
export function importCheckpoint(shape: ModelShape, files: BaseFiles): Float32Array {
  checkConfig(shape, files['config.json']);
  const tensors = readSafetensors(files['model.safetensors']);
  return weightsOf(shape, shape.recencyBias ? narrowTensors(shape, tensors) : tensors);
}

/** The shape that a config.json describes. @throws CheckpointError when it is not of this architecture. */
export function shapeOfConfig(text: string): ModelShape {
  const config = parseConfig(text);
  if (config.model_type !== 'glm')
    throw new CheckpointError(
      'The checkpoint is of another architecture: its config.json must say "model_type": "glm".',
    );
  const number = (key: string) => {
    const value = config[key];
    if (typeof value !== 'number' || !(value > 0))
      throw new CheckpointError(`The checkpoint's config.json has no usable ${key}.`);
    return value;
  };
  const heads = {
    headWidth: number('head_dim'),
    rotaryWidth: Math.round(number('head_dim') * number('partial_rotary_factor')),
    rotaryBase: number('rope_theta'),
  };
  const recencyBias = config.attention_bias === true;
  return {
    ...(recencyBias ? narrowHeads(heads) : heads),
    vocabulary: number('vocab_size'),
    width: number('hidden_size'),
    layers: number('num_hidden_layers'),
    heads: number('num_attention_heads'),
    hidden: number('intermediate_size'),
    context: number('max_position_embeddings'),
    epsilon: number('rms_norm_eps'),
    recencyBias,
  };
}

/** The flat weights in what `safetensorsFromWeights` wrote. @throws CheckpointError */
export function weightsFromSafetensors(shape: ModelShape, file: Uint8Array, name?: string): Float32Array {
  return weightsOf(shape, readSafetensors(file, name));
}

function weightsOf(shape: ModelShape, tensors: ReadonlyMap<string, Tensor>): Float32Array {
  const unknown = new Set(tensors.keys());
  // Checkpoints of tied models may carry the output projection a second time.
  unknown.delete('lm_head.weight');
  const weights = new Float32Array(parameterCount(shape));
  for (const { name, dims, offset } of parameterLayout(shape)) {
    const { values } = findTensor(tensors, name, dims);
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw new CheckpointError(`The checkpoint is damaged: ${name} holds ${values[bad]} at ${bad}.`);
    weights.set(values, offset);
    unknown.delete(name);
  }
  const [extra] = unknown;
  if (extra !== undefined) throw new CheckpointError(`The checkpoint has a tensor ${extra} that this model has not.`);
  return weights;
}

function parseConfig(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    throw new CheckpointError('The checkpoint’s config.json is not JSON: it is truncated or damaged. Get it again.');
  }
}

function checkConfig(shape: ModelShape, text: string): void {
  const config = parseConfig(text);
  const expected = glmConfig(shape, { end: 0, pad: 0 });
  const rotary = (config.rope_parameters ?? {}) as Record<string, unknown>;
  const found: Record<string, unknown> = { ...rotary, ...config };
  for (const key of CHECKED) {
    if (found[key] === expected[key]) continue;
    throw new CheckpointError(
      `The checkpoint is of another model: its config.json has ${key} ${JSON.stringify(found[key]) ?? 'missing'}, this run ${JSON.stringify(expected[key])}. Choose its model size and recency bias, or another checkpoint.`,
    );
  }
}

/** What decides the forward pass; longer or shorter contexts load. */
const CHECKED = [
  'model_type',
  'attention_bias',
  'hidden_size',
  'num_hidden_layers',
  'num_attention_heads',
  'num_key_value_heads',
  'head_dim',
  'intermediate_size',
  'vocab_size',
  'partial_rotary_factor',
  'rope_theta',
  'rms_norm_eps',
  'tie_word_embeddings',
  'hidden_act',
] as const;
