import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { RandomStream } from '../../core/rng.ts';
import type { TrainingBatch } from '../languageModel.ts';
import type { LossTerms } from '../lossTerms.ts';
import { type ModelShape, parameterCount, parameterLayout } from '../modelShape.ts';
import { parameterViews } from '../reference/parameterViews.ts';
import { initialise } from '../tfjs/initialise.ts';
import { Compiler } from './compiler.ts';
import { type Dimensions, dimensions } from './dimensions.ts';
import { filledBuffer, Readback, write } from './gpuBuffers.ts';
import { type Kernel, Trainer } from './trainer.ts';

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
    trainer.load(batch, { from: 0, to: starts.length - 1, tokens: tokens.length }, terms);
    for (const buffer of [trainer.activations, trainer.scalars]) {
      // The rotary angles, last of the activations, are loaded with the batch.
      const kept = buffer === trainer.activations ? 16 * trainer.capacity * (shape.rotaryWidth / 4) : 0;
      write(device, buffer, 0, new Float32Array((buffer.size - kept) / 4).fill(Number.NaN));
    }
  }

  static async create(shape: ModelShape, batch: TrainingBatch, terms: LossTerms): Promise<SingleKernels> {
    await initialise('webgpu');
    const { device } = tf.backend() as WebGPUBackend;
    const sizes = dimensions(shape, device.limits.maxComputeWorkgroupStorageSize);
    const random = new RandomStream({ seed: 5, purpose: 2, step: 0, item: 0 });
    const parameters = Float32Array.from({ length: parameterCount(shape) }, () => random.normal() / 4);
    const buffer = filledBuffer(device, parameters, 'parameters');
    const trainer = await Trainer.create(device, sizes, buffer, new Compiler(device, () => {}), 'smooth');
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
    this.record((pass) => this.trainer.run(pass, kernel, layer, x, y));
  }

  record(commands: (pass: GPUComputePassEncoder) => void): void {
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    commands(pass);
    pass.end();
    this.device.queue.submit([encoder.finish()]);
  }

  destroy(): void {
    this.trainer.destroy();
    this.trainer.parameters.destroy();
    this.readback.destroy();
  }
}
