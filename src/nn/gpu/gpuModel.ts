import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { checkLimits, checkPrompt, checkSequences, checkWeights } from '../checkInput.ts';
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
import { type LossSums, updateStats } from '../lossTerms.ts';
import type { ModelShape } from '../modelShape.ts';
import { exclusive, ModelCalls } from '../tfjs/exclusive.ts';
import { initialise, type TensorDevice } from '../tfjs/initialise.ts';
import { Compiler } from './compiler.ts';
import { dimensions } from './dimensions.ts';
import { filledBuffer, Readback, write } from './gpuBuffers.ts';
import { largestBuffer, leastBuffer } from './gpuCapacity.ts';
import type { Pace } from './pace.ts';
import { compileRollouts, Rollouts } from './rollouts.ts';
import { Trainer } from './trainer.ts';

/**
 * The model as fused WGSL kernels on tfjs's device.
 * @param weights all parameters in `parameterLayout` order
 * @param tell gets a sentence each time that something is compiled
 * @throws BackendUnavailableError; RangeError when the weights do not fit the shape, or the kernels do not
 */
export async function createGpuModel(
  shape: ModelShape,
  weights: Float32Array,
  pace: Pace = 'smooth',
  tell: (sentence: string) => void = () => {},
): Promise<LanguageModel> {
  checkWeights(shape, weights, 'weights');
  const device = await initialise('webgpu');
  return exclusive(device, async () => {
    const gpu = (tf.backend() as WebGPUBackend).device;
    const sizes = dimensions(shape, gpu.limits.maxComputeWorkgroupStorageSize);
    checkFits(shape, gpu.limits);
    const parameters = filledBuffer(gpu, weights, 'parameters');
    const compiler = new Compiler(gpu, tell);
    const [trainer, pipelines] = await Promise.all([
      Trainer.create(gpu, sizes, parameters, compiler, pace),
      compileRollouts(compiler, sizes),
    ]);
    const rollouts = Rollouts.create(gpu, sizes, trainer, pipelines, pace);
    return new GpuModel(shape, device, gpu, parameters, trainer, rollouts);
  });
}

/** @throws RangeError when the gradients, or the activations of one full context, are larger than the device's buffers can be */
function checkFits(shape: ModelShape, limits: GPUSupportedLimits): void {
  const [needed, most] = [leastBuffer(shape), largestBuffer(limits)];
  if (needed > most) {
    const [megabytes, limit] = [needed, most].map((bytes) => Math.ceil(bytes / 2 ** 20));
    throw new RangeError(
      `This model needs a GPU buffer of ${megabytes} MB and the device allows ${limit} MB. Choose a smaller model or context.`,
    );
  }
}

class GpuModel implements LanguageModel {
  readonly backend = 'webgpu';
  readonly engine = 'fused';
  private updates = 0;
  private readonly readback: Readback;
  private readonly calls: ModelCalls;

  constructor(
    readonly shape: ModelShape,
    device: TensorDevice,
    private readonly gpu: GPUDevice,
    private readonly parameters: GPUBuffer,
    private readonly trainer: Trainer,
    private readonly rollouts: Rollouts,
  ) {
    this.readback = new Readback(gpu);
    this.calls = new ModelCalls(device);
  }

  sample(requests: readonly SampleRequest[], options: SampleOptions): Promise<Completion[]> {
    return this.calls.run(async () => {
      options.signal?.throwIfAborted();
      for (const { prompt } of requests) checkPrompt(this.shape, prompt);
      checkLimits(this.shape, requests, options);
      return this.rollouts.sample(requests, options);
    });
  }

  /** Later calls wait for its submission only: its statistics are read back together with those of others. */
  async update(batch: TrainingBatch, options: UpdateOptions): Promise<UpdateStats> {
    const { told } = await this.calls.run(async () => {
      checkSequences(this.shape, batch);
      await this.trainer.statistics.room();
      const told = this.trainer.update(batch, options, this.updates + 1);
      this.updates++;
      return { told };
    });
    const values = await this.calls.later(told);
    const norm = values[4];
    if (!Number.isFinite(norm)) this.updates--;
    return updateStats([...values.subarray(0, 4)] as LossSums, norm, batch, options);
  }

  logProbs(batch: Pick<TrainingBatch, 'tokens' | 'positions' | 'starts'>): Promise<Float32Array> {
    return this.calls.run(async () => {
      checkSequences(this.shape, batch);
      return this.trainer.logProbs(batch);
    });
  }

  getWeights(): Promise<Float32Array> {
    return this.calls.run(() => this.read(this.parameters));
  }

  setWeights(weights: Float32Array): Promise<void> {
    return this.calls.run(async () => {
      checkWeights(this.shape, weights, 'weights');
      write(this.gpu, this.parameters, 0, weights);
    });
  }

  getOptimizer(): Promise<OptimizerState> {
    return this.calls.run(async () => ({
      updates: this.updates,
      first: await this.read(this.trainer.first),
      second: await this.read(this.trainer.second),
    }));
  }

  setOptimizer({ updates, first, second }: OptimizerState): Promise<void> {
    return this.calls.run(async () => {
      checkWeights(this.shape, first, 'first moments');
      checkWeights(this.shape, second, 'second moments');
      write(this.gpu, this.trainer.first, 0, first);
      write(this.gpu, this.trainer.second, 0, second);
      this.updates = updates;
    });
  }

  private async read(buffer: GPUBuffer): Promise<Float32Array> {
    const encoder = this.gpu.createCommandEncoder();
    this.readback.copy(encoder, buffer, 0, buffer.size);
    this.gpu.queue.submit([encoder.finish()]);
    return this.readback.read(buffer.size);
  }

  dispose(): void {
    this.calls.dispose(async () => {
      await this.trainer.statistics.settled();
      this.trainer.destroy();
      this.rollouts.destroy();
      this.parameters.destroy();
      this.readback.destroy();
    });
  }
}
