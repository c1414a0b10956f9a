import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { RandomStream } from '../../core/rng.ts';
import { Compiler } from '../gpu/compiler.ts';
import { type Dimensions, dimensions, THREADS } from '../gpu/dimensions.ts';
import { filledBuffer, Readback, write } from '../gpu/gpuBuffers.ts';
import type { Kernel } from '../gpu/kernels.ts';
import { Trainer } from '../gpu/trainer.ts';
import type { TrainingBatch } from '../languageModel.ts';
import type { LossTerms } from '../lossTerms.ts';
import { type ModelShape, parameterCount, parameterLayout } from '../modelShape.ts';
import { parameterViews } from '../reference/parameterViews.ts';
import { initialise } from '../tfjs/initialise.ts';
import { embedding } from './embeddingQkv/embedding.ref.ts';

/** The layer under test, of two. */
export const LAYER = 1;

export type OwnKernels = Partial<Record<Kernel, (dimensions: Dimensions) => string>>;

/** What stands for a kernel that a test does not run. */
const IDLE = '@compute @workgroup_size(1) fn main() {}';

function rows(count: number, row: (n: number) => ArrayLike<number>): Float64Array {
  return Float64Array.from(Array.from({ length: count }, (_, n) => Array.from(row(n))).flat());
}

/**
 * The plan's kernels, each run alone: a test puts what it reads into the buffers, runs it, and looks at what it wrote. Activations and
 * scalars are NaN at first, so that a kernel which reads what it was not given shows.
 */
export class SingleKernels {
  readonly parameters: Float64Array;
  private readonly random = new RandomStream({ seed: 11, purpose: 2, step: 0, item: 0 });
  private readonly readback: Readback;

  private constructor(
    readonly shape: ModelShape,
    readonly device: GPUDevice,
    readonly sizes: Dimensions,
    readonly trainer: Trainer,
    parameters: Float32Array,
    readonly batch: TrainingBatch,
    terms: LossTerms,
  ) {
    this.parameters = Float64Array.from(parameters);
    this.readback = new Readback(device);
    const { starts, tokens } = batch;
    trainer.load(batch, { from: 0, to: starts.length - 1, tokens: tokens.length }, 0, terms);
    for (const buffer of [trainer.activations, trainer.scalars]) {
      // The rotary angles, last of the activations, are loaded with the batch.
      const kept = buffer === trainer.activations ? 16 * trainer.capacity * (shape.rotaryWidth / 4) : 0;
      write(device, buffer, 0, new Float32Array((buffer.size - kept) / 4).fill(Number.NaN));
    }
  }

  /**
   * @param wanted the kernels that will be run: only these are compiled
   * @param own texts that take the place of kernels, with their bindings
   */
  static async create(
    shape: ModelShape,
    batch: TrainingBatch,
    terms: LossTerms,
    wanted: readonly Kernel[],
    own: OwnKernels = {},
  ): Promise<SingleKernels> {
    await initialise('webgpu');
    const { device } = tf.backend() as WebGPUBackend;
    const sizes = dimensions(shape, device.limits.maxComputeWorkgroupStorageSize);
    const random = new RandomStream({ seed: 5, purpose: 2, step: 0, item: 0 });
    const parameters = Float32Array.from({ length: parameterCount(shape) }, () => random.normal() / 4);
    const buffer = filledBuffer(device, parameters, 'parameters');
    const compiler = new Compiler(device, () => {});
    const only: Pick<Compiler, 'compile'> = {
      compile: (label, code, bindings) => {
        const text = wanted.some((kernel) => kernel === label) ? code : IDLE;
        return compiler.compile(label, own[label as Kernel]?.(sizes) ?? text, bindings);
      },
    };
    const trainer = await Trainer.create(device, sizes, buffer, only, 'smooth');
    return new SingleKernels(shape, device, sizes, trainer, parameters, batch, terms);
  }

  get tokens(): number {
    return this.batch.tokens.length;
  }

  /** Offset and size of each parameter, by its name. */
  get places() {
    return new Map(parameterLayout(this.shape).map((parameter) => [parameter.name, parameter]));
  }

  get layers() {
    return parameterViews(this.shape, this.parameters);
  }

  /** Where a section of the layer under test stands. */
  at(name: 'middle' | 'qkv' | 'attended' | 'gateUp' | 'gated', layer = LAYER): number {
    return this.sizes.sections[name] + layer * this.sizes.sections.LAYER;
  }

  residual(layer: number): number {
    return this.sizes.sections.residual + layer * this.sizes.D4;
  }

  dResidual(layer: number): number {
    return this.sizes.sections.dResidual + (layer % 2) * this.sizes.D4;
  }

  /** Workgroups of the kernels of attention: one thread a token and head. */
  get pairs(): number {
    return Math.ceil((this.tokens * this.shape.heads) / THREADS);
  }

  /** 1/rms of rows [N, D]. */
  inverseRms(x: Float64Array): Float64Array {
    const { width, epsilon } = this.shape;
    return Float64Array.from({ length: this.tokens }, (_, n) => {
      const row = x.subarray(n * width, (n + 1) * width);
      return 1 / Math.sqrt(row.reduce((sum, value) => sum + value * value, 0) / width + epsilon);
    });
  }

  /** Puts 1/rms of `x` where norm `index` leaves it. */
  putNorm(index: number, x: Float64Array): void {
    this.putScalars(this.sizes.scalars.rms + index, this.inverseRms(x));
  }

  /** q, k and v of [N, 3D], queries times `scale`. */
  split(qkv: Float64Array, scale: number): [Float64Array, Float64Array, Float64Array] {
    const { width } = this.shape;
    const part = (p: number) => rows(this.tokens, (n) => qkv.subarray((3 * n + p) * width, (3 * n + p + 1) * width));
    return [part(0).map((q) => q * scale), part(1), part(2)];
  }

  /** [N, 3D] of q, k and v. */
  joined(parts: Float64Array[]): Float64Array {
    const { width } = this.shape;
    return rows(this.tokens, (n) => parts.flatMap((part) => [...part.subarray(n * width, (n + 1) * width)]));
  }

  /** Rows of the embedding, one a token. */
  get embedded(): Float64Array {
    return embedding(this.batch.tokens, this.layers.embed, this.shape.width);
  }

  /** Random numbers as 32 bits hold them. */
  noise(count: number): Float64Array {
    return Float64Array.from(Float32Array.from({ length: count }, () => this.random.normal()));
  }

  /** Puts rows of `width` floats a token into a section of the activations. */
  put(section: number, rows: Float64Array): Float64Array {
    write(this.device, this.trainer.activations, 16 * section * this.trainer.capacity, new Float32Array(rows));
    return rows;
  }

  putScalars(section: number, values: Float64Array): Float64Array {
    write(this.device, this.trainer.scalars, 4 * section * this.trainer.capacity, new Float32Array(values));
    return values;
  }

  /** Rows of `width` floats a token of a section of the activations. */
  get(section: number, width: number): Promise<Float32Array> {
    const { activations, capacity } = this.trainer;
    return this.read(activations, 16 * section * capacity, this.tokens * width);
  }

  getScalars(section: number, perToken = 1): Promise<Float32Array> {
    const { scalars, capacity } = this.trainer;
    return this.read(scalars, 4 * section * capacity, this.tokens * perToken);
  }

  async read(buffer: GPUBuffer, offset: number, floats: number): Promise<Float32Array> {
    if (floats === 0) return new Float32Array();
    const encoder = this.device.createCommandEncoder();
    this.readback.copy(encoder, buffer, offset, 4 * floats);
    this.device.queue.submit([encoder.finish()]);
    return this.readback.read(4 * floats);
  }

  /** Runs one kernel on `workgroups`, of which one takes ROWS tokens where none are given. */
  run(kernel: Kernel, layer: number, x = Math.ceil(this.tokens / this.sizes.ROWS), y = 1): void {
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    this.trainer.run(pass, kernel, layer, x, y);
    pass.end();
    this.device.queue.submit([encoder.finish()]);
  }

  destroy(): void {
    this.trainer.destroy();
    this.trainer.parameters.destroy();
    this.readback.destroy();
  }
}
