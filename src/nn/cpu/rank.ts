import type { Completion, SampleOptions, SampleRequest, TrainingBatch, UpdateOptions } from '../languageModel.ts';
import type { LossSums, LossTerms } from '../lossTerms.ts';
import { type ModelShape, parameterLayout } from '../modelShape.ts';
import { splitIntoChunks } from './chunks.ts';
import { CHUNK_TOKENS } from './cpuCapacity.ts';
import { instantiateKernels, type Kernels } from './kernels.ts';
import { LinearMemory } from './linearMemory.ts';
import { Parameters } from './parameters.ts';
import { RotaryTable } from './rotaryTable.ts';
import { sample } from './sampler.ts';
import { TimeSlices } from './timeSlices.ts';
import { Transformer } from './transformer.ts';

/** One copy of the model with its optimiser state, on the thread that made it. It does one thing at a time. */
export class Rank {
  private updates = 0;
  /** Sums of gradients that wait for the other half of a sum. */
  private readonly waiting: number[] = [];

  private constructor(
    private readonly memory: LinearMemory,
    private readonly kernels: Kernels,
    private readonly parameters: Parameters,
    private readonly transformer: Transformer,
  ) {}

  /**
   * A rank whose weights are still 0.
   * @param summands How many gradients it will have to add up at most.
   */
  static async create(shape: ModelShape, summands: number): Promise<Rank> {
    const memory = new LinearMemory();
    const kernels = await instantiateKernels(memory.memory);
    const parameters = new Parameters(shape, kernels, memory);
    const transformer = new Transformer(shape, kernels, memory, parameters, new RotaryTable(shape));
    const rank = new Rank(memory, kernels, parameters, transformer);
    for (let depth = 1; depth < summands; depth *= 2) rank.waiting.push(memory.take(parameters.count));
    memory.mark();
    return rank;
  }

  get parameterCount(): number {
    return this.parameters.count;
  }

  /**
   * Computes the sum of the gradients of some parts of a batch, as a balanced tree: ((0 + 1) + (2 + 3)).
   * Their number is a power of two.
   */
  async computeGradient(parts: readonly TrainingBatch[], terms: LossTerms, slices = new TimeSlices(), depth = 0) {
    const { kernels, parameters, memory } = this;
    if (parts.length === 1) {
      const sums: LossSums = [0, 0, 0, 0];
      kernels.clear(parameters.gradient, parameters.count);
      for (const chunk of splitIntoChunks(parts[0], CHUNK_TOKENS)) {
        this.transformer.forwardBackward(chunk, terms).forEach((value, i) => {
          sums[i] += value;
        });
        await slices.pause();
      }
      return [sums];
    }
    const half = parts.length / 2;
    const first: LossSums[] = await this.computeGradient(parts.slice(0, half), terms, slices, depth + 1);
    const waiting = this.waiting[depth];
    memory.f32.copyWithin(waiting / 4, parameters.gradient / 4, parameters.gradient / 4 + parameters.count);
    const second: LossSums[] = await this.computeGradient(parts.slice(half), terms, slices, depth + 1);
    kernels.addFloats(parameters.gradient, waiting, parameters.count);
    return [...first, ...second];
  }

  gradient(): Float32Array<ArrayBuffer> {
    return this.read(this.parameters.gradient);
  }

  setGradient(gradient: Float32Array): void {
    this.memory.f32.set(gradient, this.parameters.gradient / 4);
  }

  /** Sets the gradient to the sum of those of all ranks, as a balanced tree again. Their number is a power of two. */
  addGradients(gradients: readonly Float32Array[], depth = 0): void {
    const { kernels, parameters, memory } = this;
    if (gradients.length === 1) {
      this.setGradient(gradients[0]);
      return;
    }
    const half = gradients.length / 2;
    this.addGradients(gradients.slice(0, half), depth + 1);
    const waiting = this.waiting[depth];
    memory.f32.copyWithin(waiting / 4, parameters.gradient / 4, parameters.gradient / 4 + parameters.count);
    this.addGradients(gradients.slice(half), depth + 1);
    kernels.addFloats(parameters.gradient, waiting, parameters.count);
  }

  /**
   * AdamW with the gradient that is there; returns its norm before clipping. With a norm that is not finite nothing changes.
   */
  step({ learningRate, weightDecay, clipNorm }: UpdateOptions): number {
    const { kernels, parameters } = this;
    const norm = Math.sqrt(kernels.squareSum(parameters.gradient, parameters.count));
    if (!Number.isFinite(norm)) return norm;
    const scale = norm > clipNorm ? clipNorm / norm : 1;
    this.updates++;
    const stepSize = learningRate / (1 - 0.9 ** this.updates);
    const inverseRoot = 1 / Math.sqrt(1 - 0.999 ** this.updates);
    for (const { dims, offset, size } of parameterLayout(parameters.shape)) {
      const decay = dims.length > 1 ? learningRate * weightDecay : 0;
      const [w, gradient] = [parameters.weights + offset * 4, parameters.gradient + offset * 4];
      const [first, second] = [parameters.first + offset * 4, parameters.second + offset * 4];
      kernels.adamW(w, gradient, first, second, size, scale, decay, stepSize, inverseRoot);
    }
    parameters.pack();
    return norm;
  }

  /** See `LanguageModel.sample`. */
  sample(requests: readonly SampleRequest[], options: SampleOptions): Promise<Completion[]> {
    return sample(this.transformer, requests, options);
  }

  /** See `LanguageModel.logProbs`; the batch has no weights. */
  async logProbs(batch: Pick<TrainingBatch, 'tokens' | 'positions' | 'starts'>): Promise<Float32Array<ArrayBuffer>> {
    const result = new Float32Array(batch.tokens.length);
    const slices = new TimeSlices();
    for (const chunk of splitIntoChunks(batch, CHUNK_TOKENS)) {
      const logProbs = this.transformer.logProbs(chunk);
      chunk.indices.forEach((index, row) => {
        result[index] = logProbs[row];
      });
      await slices.pause();
    }
    return result;
  }

  private read(address: number): Float32Array<ArrayBuffer> {
    return this.memory.f32.slice(address / 4, address / 4 + this.parameters.count);
  }

  weights(): Float32Array<ArrayBuffer> {
    return this.read(this.parameters.weights);
  }

  setWeights(weights: Float32Array): void {
    this.memory.f32.set(weights, this.parameters.weights / 4);
    this.parameters.pack();
  }

  optimizer() {
    return {
      updates: this.updates,
      first: this.read(this.parameters.first),
      second: this.read(this.parameters.second),
    };
  }

  setOptimizer(state: { updates: number; first: Float32Array; second: Float32Array }): void {
    this.memory.f32.set(state.first, this.parameters.first / 4);
    this.memory.f32.set(state.second, this.parameters.second / 4);
    this.updates = state.updates;
  }
}
