import type {
  Completion,
  LanguageModel,
  OptimizerState,
  SampleOptions,
  SampleRequest,
  TrainingBatch,
  UpdateOptions,
  UpdateStats,
} from '../languageModel.ts';
import { type ModelShape, parameterCount, parameterLayout } from '../modelShape.ts';
import { checkSequences, checkWeights, splitIntoChunks } from './chunks.ts';
import { instantiateKernels, type Kernels } from './kernels.ts';
import { LinearMemory } from './linearMemory.ts';
import { TimeSlices } from './nextTask.ts';
import { Parameters } from './parameters.ts';
import { RotaryTable } from './rotaryTable.ts';
import { sample } from './sampler.ts';
import { Transformer } from './transformer.ts';

/** Tokens of a chunk: their activations should stay in the processor's cache, and their matrices be tall enough to be fast. */
const CHUNK_TOKENS = 128;

/** @throws RangeError for a shape that the kernels have no blocks for. */
function checkShape({ width, layers, headWidth, heads, hidden, rotaryWidth }: ModelShape): void {
  const multiples: [string, number, number][] = [
    ['width', width, 8],
    ['headWidth', headWidth, 16],
    ['hidden', hidden, 8],
    ['rotaryWidth', rotaryWidth, 4],
  ];
  for (const [name, value, unit] of multiples) {
    if (value % unit !== 0) {
      throw new RangeError(`The wasm backend needs a ${name} that is a multiple of ${unit}, not ${value}.`);
    }
  }
  if (layers < 1) throw new RangeError('The wasm backend needs at least one layer.');
  if (heads * headWidth !== width) {
    throw new RangeError(`The width ${width} must be heads · headWidth = ${heads} · ${headWidth}.`);
  }
}

/** The model in WebAssembly with SIMD, on the calling thread. Calls that overlap in time are run one after another. */
class WasmModel implements LanguageModel {
  readonly backend = 'wasm';
  readonly engine = 'fused';
  private readonly memory: LinearMemory;
  private readonly kernels: Kernels;
  private readonly parameters: Parameters;
  private updates = 0;
  private last: Promise<unknown> = Promise.resolve();
  private disposed = false;

  constructor(private readonly transformer: Transformer) {
    this.memory = transformer.memory;
    this.kernels = transformer.kernels;
    this.parameters = transformer.parameters;
  }

  get shape(): ModelShape {
    return this.transformer.shape;
  }

  /** Runs `work` when everything asked for before has ended. */
  private exclusively<T>(work: () => T | Promise<T>): Promise<T> {
    const result = this.last.then(() => {
      if (this.disposed) throw new Error('This model was disposed of: make a new one.');
      return work();
    });
    this.last = result.catch(() => {});
    return result;
  }

  sample(requests: readonly SampleRequest[], options: SampleOptions): Promise<Completion[]> {
    return this.exclusively(() => sample(this.transformer, requests, options));
  }

  update(batch: TrainingBatch, options: UpdateOptions): Promise<UpdateStats> {
    return this.exclusively(async () => {
      checkSequences(this.shape, batch);
      checkWeights(batch);
      const weighted = batch.weights.reduce((count, weight) => count + Number(weight !== 0), 0);
      const slices = new TimeSlices();
      let loss = 0;
      let entropySum = 0;
      this.kernels.clear(this.parameters.gradient, this.parameters.count);
      for (const chunk of splitIntoChunks(batch, CHUNK_TOKENS)) {
        const [chunkLoss, chunkEntropy] = this.transformer.forwardBackward(chunk, options.entropyBonus / weighted);
        loss += chunkLoss;
        entropySum += chunkEntropy;
        await slices.pause();
      }
      const gradientNorm = this.step(options);
      return { loss, gradientNorm, entropy: entropySum / weighted };
    });
  }

  /**
   * AdamW with the gradient that is there; returns its norm before clipping. With a norm that is not finite nothing changes:
   * one bad batch must not cost the run.
   */
  private step({ learningRate, weightDecay, clipNorm }: UpdateOptions): number {
    const { kernels, parameters } = this;
    const norm = Math.sqrt(kernels.squareSum(parameters.gradient, parameters.count));
    if (!Number.isFinite(norm)) return norm;
    const scale = norm > clipNorm ? clipNorm / norm : 1;
    this.updates++;
    const stepSize = learningRate / (1 - 0.9 ** this.updates);
    const inverseRoot = 1 / Math.sqrt(1 - 0.999 ** this.updates);
    for (const { dims, offset, size } of parameterLayout(this.shape)) {
      const decay = dims.length > 1 ? learningRate * weightDecay : 0;
      kernels.adamW(
        parameters.weights + offset * 4,
        parameters.gradient + offset * 4,
        parameters.first + offset * 4,
        parameters.second + offset * 4,
        size,
        scale,
        decay,
        stepSize,
        inverseRoot,
      );
    }
    parameters.pack();
    return norm;
  }

  logProbs({ tokens, positions, starts }: Pick<TrainingBatch, 'tokens' | 'positions' | 'starts'>) {
    return this.exclusively(async () => {
      const batch = { tokens, positions, starts };
      checkSequences(this.shape, batch);
      const result = new Float32Array(tokens.length);
      const slices = new TimeSlices();
      for (const chunk of splitIntoChunks(batch, CHUNK_TOKENS)) {
        const logProbs = this.transformer.logProbs(chunk);
        chunk.indices.forEach((index, row) => {
          result[index] = logProbs[row];
        });
        await slices.pause();
      }
      return result;
    });
  }

  private read(address: number): Float32Array {
    return this.memory.f32.slice(address / 4, address / 4 + this.parameters.count);
  }

  private write(address: number, values: Float32Array, what: string): void {
    if (values.length !== this.parameters.count) {
      throw new RangeError(
        `The ${what} have ${values.length} numbers; a model of this size and vocabulary has ${this.parameters.count}.`,
      );
    }
    this.memory.f32.set(values, address / 4);
  }

  getWeights(): Promise<Float32Array> {
    return this.exclusively(() => this.read(this.parameters.weights));
  }

  setWeights(weights: Float32Array): Promise<void> {
    return this.exclusively(() => {
      this.write(this.parameters.weights, weights, 'weights');
      this.parameters.pack();
    });
  }

  getOptimizer(): Promise<OptimizerState> {
    return this.exclusively(() => ({
      updates: this.updates,
      first: this.read(this.parameters.first),
      second: this.read(this.parameters.second),
    }));
  }

  setOptimizer({ updates, first, second }: OptimizerState): Promise<void> {
    return this.exclusively(() => {
      this.write(this.parameters.first, first, 'first moments');
      this.write(this.parameters.second, second, 'second moments');
      this.updates = updates;
    });
  }

  dispose(): void {
    this.disposed = true;
  }
}

/**
 * A model in WebAssembly with SIMD that trains and samples on the calling thread, in Node, a page or a worker. It gives other tasks
 * their turn about every 20 ms.
 * @throws RangeError for a shape or weights that it cannot take; Error when the engine has no WebAssembly SIMD.
 */
export async function createWasmModel(shape: ModelShape, weights: Float32Array): Promise<LanguageModel> {
  checkShape(shape);
  if (weights.length !== parameterCount(shape)) {
    throw new RangeError(
      `There are ${weights.length} weights; a model of this size and vocabulary has ${parameterCount(shape)}.`,
    );
  }
  const memory = new LinearMemory();
  const kernels = await instantiateKernels(memory.memory);
  const parameters = new Parameters(shape, kernels, memory);
  memory.mark();
  const model = new WasmModel(new Transformer(shape, kernels, memory, parameters, new RotaryTable(shape)));
  await model.setWeights(weights);
  return model;
}
