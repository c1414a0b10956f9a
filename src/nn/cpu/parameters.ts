import { type ModelShape, parameterCount, parameterLayout } from '../modelShape.ts';
import type { Kernels } from './kernels.ts';
import type { LinearMemory } from './linearMemory.ts';

/** A matrix [out, in] with its gradient, and its panels for x · Wᵀ and for dy · W: addresses. */
export interface Matrix {
  weights: number;
  gradient: number;
  columns: number;
  rows: number;
  outputs: number;
  /** Length of a row of x · Wᵀ: outputs, rounded up to a multiple of 16. */
  paddedOutputs: number;
  inputs: number;
}

export interface Gain {
  weights: number;
  gradient: number;
}

export interface LayerParameters {
  inputNorm: Gain;
  q: Matrix;
  /** k_proj and v_proj, which lie one after the other, as one matrix. */
  kv: Matrix;
  o: Matrix;
  postNorm: Gain;
  gateUp: Matrix;
  down: Matrix;
}

/**
 * Weights, gradient and AdamW moments as flat buffers in `parameterLayout` order, and copies of the matrices repacked for the
 * matrix products.
 */
export class Parameters {
  readonly count: number;
  readonly weights: number;
  readonly gradient: number;
  readonly first: number;
  readonly second: number;
  readonly embed: Matrix;
  readonly layers: LayerParameters[];
  readonly norm: Gain;
  private readonly matrices: Matrix[] = [];

  constructor(
    readonly shape: ModelShape,
    private readonly kernels: Kernels,
    memory: LinearMemory,
  ) {
    this.count = parameterCount(shape);
    this.weights = memory.take(this.count);
    this.gradient = memory.take(this.count);
    this.first = memory.take(this.count);
    this.second = memory.take(this.count);
    const offsets = new Map(parameterLayout(shape).map(({ name, offset }) => [name, offset * 4]));
    const gain = (name: string): Gain => {
      const offset = offsets.get(`${name}.weight`)!;
      return { weights: this.weights + offset, gradient: this.gradient + offset };
    };
    const matrix = (name: string, outputs: number, inputs: number): Matrix => {
      const paddedOutputs = Math.ceil(outputs / 16) * 16;
      const columns = memory.take(paddedOutputs * inputs);
      const rows = memory.take(outputs * inputs);
      const result = { ...gain(name), columns, rows, outputs, paddedOutputs, inputs };
      this.matrices.push(result);
      return result;
    };
    const { width, hidden } = shape;
    this.embed = matrix('model.embed_tokens', shape.vocabulary, width);
    this.layers = Array.from({ length: shape.layers }, (_, layer) => {
      const prefix = `model.layers.${layer}`;
      return {
        inputNorm: gain(`${prefix}.input_layernorm`),
        q: matrix(`${prefix}.self_attn.q_proj`, width, width),
        kv: matrix(`${prefix}.self_attn.k_proj`, 2 * width, width),
        o: matrix(`${prefix}.self_attn.o_proj`, width, width),
        postNorm: gain(`${prefix}.post_attention_layernorm`),
        gateUp: matrix(`${prefix}.mlp.gate_up_proj`, 2 * hidden, width),
        down: matrix(`${prefix}.mlp.down_proj`, width, hidden),
      };
    });
    this.norm = gain('model.norm');
  }

  /** Repacks all matrices; to be called whenever the weights have changed. */
  pack(): void {
    for (const { weights, columns, rows, outputs, paddedOutputs, inputs } of this.matrices) {
      this.kernels.packColumns(columns, weights, outputs, paddedOutputs, inputs, inputs * 4);
      this.kernels.packRows(rows, weights, outputs, inputs);
    }
  }
}
