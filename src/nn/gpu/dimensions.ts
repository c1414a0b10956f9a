import { type ModelShape, parameterCount, parameterLayout } from '../modelShape.ts';

/** Threads of a workgroup, in every kernel but the optimiser's. */
export const THREADS = 64;

/**
 * Sizes and places that kernels and host code share. Widths are in vec4 (four floats): `D4 = width / 4`. The activation buffer is cut into
 * sections, each a number of vec4 for every token: section s of token n begins at `s · capacity + n · width`.
 */
export interface Dimensions {
  shape: ModelShape;
  D4: number;
  M4: number;
  /** Vocabulary, rounded up to whole vec4. */
  V4: number;
  /** vec4 of one head, and how many of them are rotated. */
  HD4: number;
  R4: number;
  /** Rows of tokens that one workgroup takes through a matrix, and how wide a strip of outputs it computes at a time, in vec4. */
  ROWS: number;
  STRIP4: number;
  /** Sections of the activation buffer; those of a layer repeat every `LAYER`. */
  sections: {
    residual: number;
    middle: number;
    qkv: number;
    attended: number;
    gateUp: number;
    gated: number;
    LAYER: number;
    /** Gradients: of the layer's output (two, used in turn), of its middle, of the attention output, of q, k and v. */
    dResidual: number;
    dMiddle: number;
    dAttended: number;
    dQkv: number;
    logits: number;
    rotary: number;
    total: number;
  };
  /** Sections of the scalar buffer, one float for every token. */
  scalars: { rms: number; logSumExp: number; delta: number; logProb: number; entropy: number; total: number };
  /** Places in the flat parameters, in vec4; those of layer 0, the others follow every `layerStride`. */
  parameters: {
    embed: number;
    inputNorm: number;
    qkv: number;
    o: number;
    postNorm: number;
    gateUp: number;
    down: number;
    norm: number;
    layerStride: number;
    count4: number;
  };
}

/** What the kernels keep of every token, in vec4 and in floats. */
export function tokenSections(shape: ModelShape): Pick<Dimensions, 'sections' | 'scalars'> {
  const { width, hidden, vocabulary, layers, heads, rotaryWidth } = shape;
  const [D4, M4, V4] = [width / 4, hidden / 4, Math.ceil(vocabulary / 4)];
  const layerStart = (layers + 1) * D4;
  const LAYER = 5 * D4 + 3 * M4;
  const gradients = layerStart + layers * LAYER;
  const scalarStart = 2 * layers + 1;
  return {
    sections: {
      residual: 0,
      middle: layerStart,
      qkv: layerStart + D4,
      attended: layerStart + 4 * D4,
      gateUp: layerStart + 5 * D4,
      gated: layerStart + 5 * D4 + 2 * M4,
      LAYER,
      dResidual: gradients,
      dMiddle: gradients + 2 * D4,
      dAttended: gradients + 3 * D4,
      dQkv: gradients + 4 * D4,
      logits: gradients + 7 * D4,
      rotary: gradients + 7 * D4 + V4,
      total: gradients + 7 * D4 + V4 + rotaryWidth / 4,
    },
    scalars: {
      rms: 0,
      logSumExp: scalarStart,
      delta: scalarStart + layers * heads,
      logProb: scalarStart + (layers + 1) * heads,
      entropy: scalarStart + (layers + 1) * heads + 1,
      total: scalarStart + (layers + 1) * heads + 2,
    },
  };
}

/**
 * @param workgroupStorage bytes of workgroup memory that the device offers
 * @throws RangeError for shapes that the kernels do not have: widths must be whole vec4, the model at most 512 wide
 */
export function dimensions(shape: ModelShape, workgroupStorage: number): Dimensions {
  const { width, headWidth, rotaryWidth, hidden, vocabulary, layers, heads } = shape;
  for (const [name, value] of Object.entries({ width, headWidth, rotaryWidth, hidden })) {
    if (value % 4 !== 0) throw new RangeError(`The fused WebGPU kernels need a ${name} divisible by 4, not ${value}.`);
  }
  if (width > 512) throw new RangeError(`The fused WebGPU kernels hold models up to 512 wide, not ${width}.`);
  if (headWidth > 32 || THREADS % heads !== 0) {
    throw new RangeError(`The fused WebGPU kernels need heads of width 32 at most, and 1, 2, 4 … ${THREADS} of them.`);
  }
  const [D4, M4, V4] = [width / 4, hidden / 4, Math.ceil(vocabulary / 4)];
  const ROWS = rowsOfBlock(shape, workgroupStorage);
  const STRIP4 = stripOf(ROWS);
  const places = new Map(parameterLayout(shape).map(({ name, offset }) => [name, offset / 4]));
  const place = (name: string) => places.get(`${name}.weight`) as number;
  const first = 'model.layers.0';
  return {
    shape,
    D4,
    M4,
    V4,
    HD4: headWidth / 4,
    R4: rotaryWidth / 4,
    ROWS,
    STRIP4,
    ...tokenSections(shape),
    parameters: {
      embed: place('model.embed_tokens'),
      inputNorm: place(`${first}.input_layernorm`),
      qkv: place(`${first}.self_attn.q_proj`),
      o: place(`${first}.self_attn.o_proj`),
      postNorm: place(`${first}.post_attention_layernorm`),
      gateUp: place(`${first}.mlp.gate_up_proj`),
      down: place(`${first}.mlp.down_proj`),
      norm: place('model.norm'),
      layerStride: (place('model.norm') - place(`${first}.input_layernorm`)) / layers,
      count4: parameterCount(shape) / 4,
    },
  };
}

/** Outputs, in vec4, that the threads compute at a time: each has 4 rows and one vec4. */
function stripOf(rows: number): number {
  return THREADS / (rows / 4);
}

/** Bytes of workgroup memory of a rollout: its vectors, and what each thread has of a softmax. */
function rolloutStorage({ width, hidden, vocabulary, headWidth }: ModelShape): number {
  return 4 * (3 * width + hidden + vocabulary) + THREADS * (16 + 4 * headWidth) + 16;
}

/** As many rows of tokens in a block as are useful and fit the hungriest kernel, the MLP's backward pass. */
function rowsOfBlock(shape: ModelShape, workgroupStorage: number): number {
  const { width } = shape;
  const useful = width <= 128 ? 16 : width <= 256 ? 8 : 4;
  const bytes = (rows: number) => 16 * rows * (width / 4 + 1) + 2 * 16 * rows * (stripOf(rows) + 1) + 4 * rows;
  const fitting = [16, 8, 4].find((rows) => rows <= useful && bytes(rows) <= workgroupStorage);
  const rollout = rolloutStorage(shape);
  if (fitting === undefined || rollout > workgroupStorage) {
    throw new RangeError(
      `The fused WebGPU kernels need ${Math.max(rollout, bytes(4))} bytes of workgroup memory for a model ${width} wide, and the device offers ${workgroupStorage}. Choose a smaller model or the plain engine.`,
    );
  }
  return fitting;
}
