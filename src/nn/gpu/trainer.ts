import type { TrainingBatch, UpdateOptions } from '../languageModel.ts';
import { type LossTerms, lossTerms } from '../lossTerms.ts';
import { parameterLayout } from '../modelShape.ts';
import { optimizerGroups } from '../ops/optimizer/optimizer.wgsl.ts';
import type { Compiler } from './compiler.ts';
import type { Dimensions } from './dimensions.ts';
import { filledBuffer, Readback, storageBuffer, uniformBuffer, write } from './gpuBuffers.ts';
import { mostTokens, TOKEN_COLUMNS, tokenCapacity } from './gpuCapacity.ts';
import { gradientParts, partLength4 } from './gradientParts.ts';
import { KERNELS, type Kernel, OPTIMIZER } from './kernels.ts';
import { type Pace, SubmissionSize } from './pace.ts';
import {
  backwardPlan,
  type Dispatch,
  forwardPlan,
  headPlan,
  type Loaded,
  stepPlan,
  submissions,
  workgroups,
} from './plan.ts';
import { Statistics } from './statistics.ts';

type Sequences = Pick<TrainingBatch, 'tokens' | 'positions' | 'starts'>;

const NO_TERMS: LossTerms = { clipRatio: 0, entropyBonus: 0, klCoefficient: 0 };

/** A run of whole sequences of a packed batch: sequences [from, to). */
export interface Part {
  from: number;
  to: number;
  tokens: number;
}

type Pipelines = Record<Kernel, GPUComputePipeline>;

/** Place of `first` in the batch's uniform, in bytes. */
const FIRST = 28;

/**
 * Training and forward passes as a plan that is recorded once: pipelines, buffers and bind groups are made at the start (buffers again when a
 * larger batch comes), and an update is 8 dispatches a layer and 6 more, in one submission where that is quick.
 */
export class Trainer {
  /** Activations; sections as `Dimensions` says, for `capacity` tokens. */
  activations!: GPUBuffer;
  capacity = 0;
  /** Floats of tokens; sections as `Dimensions` says. */
  scalars!: GPUBuffer;
  private info!: GPUBuffer;
  private bindings!: GPUBindGroup;
  private readonly batch: GPUBuffer;
  private readonly layers: GPUBuffer;
  readonly gradients: GPUBuffer;
  private readonly step: GPUBuffer;
  readonly sums: GPUBuffer;
  private readonly kinds: GPUBuffer;
  private readonly optimizerBindings: GPUBindGroup;
  readonly first: GPUBuffer;
  readonly second: GPUBuffer;
  readonly statistics: Statistics;
  private readonly readback: Readback;
  /** Parts that sums over tokens are cut into. */
  readonly parts: number;
  private readonly size: SubmissionSize;
  /** What `first` of the batch's uniform is. */
  private begin = 0;
  /** When the GPU has done everything submitted so far. */
  private done: Promise<number> = Promise.resolve(0);

  private constructor(
    private readonly device: GPUDevice,
    private readonly dimensions: Dimensions,
    readonly parameters: GPUBuffer,
    private readonly pipelines: Pipelines,
    pace: Pace,
  ) {
    this.size = new SubmissionSize(pace);
    const { shape, parameters: places } = dimensions;
    const bytes = 16 * places.count4;
    this.parts = gradientParts(shape);
    this.first = storageBuffer(device, bytes, 'first moments');
    this.second = storageBuffer(device, bytes, 'second moments');
    this.batch = uniformBuffer(device, 32, 'batch');
    this.step = uniformBuffer(device, 32, 'step');
    this.layers = uniformBuffer(device, 256 * shape.layers, 'layers');
    for (let layer = 0; layer < shape.layers; layer++) write(device, this.layers, 256 * layer, Uint32Array.of(layer));
    this.gradients = storageBuffer(device, 16 * (this.parts * partLength4(shape) + 1), 'gradients');
    this.sums = storageBuffer(device, 16 * (optimizerGroups(dimensions) + 2), 'sums');
    this.kinds = filledBuffer(device, parameterKinds(dimensions), 'parameter kinds');
    this.readback = new Readback(device);
    this.statistics = new Statistics(device);
    this.optimizerBindings = device.createBindGroup({
      layout: pipelines.adamW.getBindGroupLayout(0),
      entries: [this.step, parameters, this.gradients, this.first, this.second, this.kinds, this.sums].map(
        (buffer, binding) => ({ binding, resource: { buffer } }),
      ),
    });
    this.reserve(1);
  }

  static async create(
    device: GPUDevice,
    dimensions: Dimensions,
    parameters: GPUBuffer,
    compiler: Pick<Compiler, 'compile'>,
    pace: Pace,
  ): Promise<Trainer> {
    const storage = (binding: number, type: GPUBufferBindingType, dynamic = false): GPUBindGroupLayoutEntry => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type, hasDynamicOffset: dynamic },
    });
    const training = [
      storage(0, 'uniform'),
      storage(1, 'uniform', true),
      storage(2, 'read-only-storage'),
      storage(3, 'storage'),
      storage(4, 'storage'),
      storage(5, 'read-only-storage'),
      storage(6, 'storage'),
    ];
    const optimizer = [
      storage(0, 'uniform'),
      ...[1, 2, 3, 4].map((binding) => storage(binding, 'storage')),
      storage(5, 'read-only-storage'),
      storage(6, 'storage'),
    ];
    const compile = async (
      [label, kernel]: [string, (d: Dimensions) => string],
      bindings: GPUBindGroupLayoutEntry[],
    ) => [label, await compiler.compile(label, kernel(dimensions), bindings)];
    const pipelines = await Promise.all([
      ...Object.entries(KERNELS).map((entry) => compile(entry, training)),
      ...Object.entries(OPTIMIZER).map((entry) => compile(entry, optimizer)),
    ]);
    return new Trainer(device, dimensions, parameters, Object.fromEntries(pipelines) as Pipelines, pace);
  }

  /** Most tokens that the buffers hold at once. */
  get mostTokens(): number {
    return mostTokens(this.dimensions.shape, this.device.limits);
  }

  /** Cuts a packed batch into runs of whole sequences that fit the buffers. */
  cut(starts: Int32Array): Part[] {
    const parts: Part[] = [];
    for (let s = 0; s + 1 < starts.length; s++) {
      const length = starts[s + 1] - starts[s];
      const part = parts.at(-1);
      if (part && part.tokens + length <= this.mostTokens) {
        part.to = s + 1;
        part.tokens += length;
      } else {
        parts.push({ from: s, to: s + 1, tokens: length });
      }
    }
    return parts.filter(({ tokens }) => tokens > 0);
  }

  /** Makes the buffers large enough for `tokens`; a larger batch than before makes them anew, and what stood in them is lost. */
  reserve(tokens: number): void {
    if (tokens <= this.capacity) return;
    const { device, dimensions } = this;
    this.capacity = tokenCapacity(tokens, this.mostTokens);
    this.activations?.destroy();
    this.scalars?.destroy();
    this.info?.destroy();
    this.activations = storageBuffer(device, 16 * dimensions.sections.total * this.capacity, 'activations');
    this.scalars = storageBuffer(device, 4 * dimensions.scalars.total * this.capacity, 'scalars');
    this.info = storageBuffer(device, 4 * TOKEN_COLUMNS * this.capacity, 'tokens');
    const resources = [
      { buffer: this.batch },
      { buffer: this.layers, size: 16 },
      ...[this.parameters, this.activations, this.scalars, this.info, this.gradients].map((buffer) => ({ buffer })),
    ];
    this.bindings = device.createBindGroup({
      layout: this.pipelines.qkv.getBindGroupLayout(0),
      entries: resources.map((resource, binding) => ({ binding, resource })),
    });
  }

  /** Puts sequences of a batch into the buffers, from row `row` on. With weights it is the loss's batch. */
  load(
    sequences: Sequences & Partial<TrainingBatch>,
    part: Part,
    row = 0,
    terms = NO_TERMS,
    accumulate = false,
  ): Loaded {
    const { tokens, positions, starts, weights, sampledLogProbs, referenceLogProbs } = sequences;
    const { device, dimensions } = this;
    const { rotaryWidth, rotaryBase } = dimensions.shape;
    this.reserve(row + part.tokens);
    const first = starts[part.from];
    const count = part.tokens;
    const begins = new Uint32Array(count);
    const ends = new Uint32Array(count);
    const targets = new Uint32Array(count).fill(0xffffffff);
    let pairs = 0;
    for (let s = part.from; s < part.to; s++) {
      pairs += (starts[s + 1] - starts[s]) ** 2 / 2;
      begins.fill(row + starts[s] - first, starts[s] - first, starts[s + 1] - first);
      ends.fill(row + starts[s + 1] - first, starts[s] - first, starts[s + 1] - first);
      targets.set(tokens.subarray(starts[s] + 1, starts[s + 1]), starts[s] - first);
    }
    // What belongs to a token stands where it is predicted, one place before it.
    const predicted = (values?: Float32Array) => {
      const placed = new Float32Array(count);
      if (values) placed.set(values.subarray(first + 1, first + count));
      for (let s = part.from; s < part.to; s++) placed[starts[s + 1] - first - 1] = 0;
      return placed;
    };
    const columns = [
      ...[tokens.subarray(first, first + count), begins, ends, targets, predicted(weights)],
      ...(terms.clipRatio > 0 || terms.klCoefficient > 0
        ? [predicted(sampledLogProbs), predicted(referenceLogProbs)]
        : []),
    ];
    columns.forEach((column, index) => {
      write(device, this.info, 4 * (index * this.capacity + row), column);
    });
    const angles = rotaryAngles(positions.subarray(first, first + count), rotaryWidth, rotaryBase);
    const place = 16 * dimensions.sections.rotary * this.capacity + 4 * row * rotaryWidth;
    write(device, this.activations, place, angles);
    const uniform = new ArrayBuffer(32);
    new Uint32Array(uniform).set([row + count, this.capacity, this.parts, Number(accumulate)]);
    new Float32Array(uniform, 16).set([terms.entropyBonus, terms.clipRatio, terms.klCoefficient]);
    new Uint32Array(uniform)[FIRST / 4] = row;
    device.queue.writeBuffer(this.batch, 0, uniform);
    this.begin = row;
    return { from: row, to: row + count, pairs };
  }

  /** Records one kernel of the plan, in x · y workgroups. */
  run(pass: GPUComputePassEncoder, kernel: Kernel, layer: number, x: number, y = 1): void {
    pass.setPipeline(this.pipelines[kernel]);
    if (kernel in OPTIMIZER) pass.setBindGroup(0, this.optimizerBindings);
    else pass.setBindGroup(0, this.bindings, [256 * layer]);
    pass.dispatchWorkgroups(x, y);
  }

  /** The forward pass over loaded tokens. */
  forward(loaded: Loaded): Dispatch[] {
    return forwardPlan(this.dimensions, loaded);
  }

  /**
   * Submits a plan over loaded tokens, in as many submissions as keep each of them short, and learns from the time that they take.
   * @param finish adds to the last of them
   */
  submit(plan: readonly Dispatch[], finish: (encoder: GPUCommandEncoder) => void = () => {}): void {
    const { queue } = this.device;
    const cut = submissions(plan, this.size.work);
    const began = performance.now();
    for (const dispatches of cut) {
      const [{ from }] = dispatches;
      if (from !== this.begin) queue.writeBuffer(this.batch, FIRST, Uint32Array.of(from));
      this.begin = from;
      const encoder = this.device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      for (const dispatch of dispatches) {
        this.run(pass, dispatch.kernel, dispatch.layer, workgroups(this.dimensions, dispatch), dispatch.parts);
      }
      pass.end();
      if (dispatches === cut.at(-1)) finish(encoder);
      queue.submit([encoder.finish()]);
    }
    const work = plan.reduce((sum, dispatch) => sum + dispatch.work, 0);
    void this.measure(began).then((took) => this.size.adapt(work, took, cut.length));
  }

  /** How long the GPU takes, in milliseconds, for what was submitted since `began` and not measured yet. */
  async measure(began: number): Promise<number> {
    const before = this.done;
    const now = () => performance.now();
    this.done = this.device.queue.onSubmittedWorkDone().then(now, now);
    const [free, done] = await Promise.all([before, this.done]);
    return done - Math.max(began, free);
  }

  /** Tells the optimiser's kernels of its next step; `updates` counts it, from 1. */
  prepareStep(
    { learningRate, weightDecay, clipNorm }: Pick<UpdateOptions, 'learningRate' | 'weightDecay' | 'clipNorm'>,
    updates: number,
  ): void {
    const step = new ArrayBuffer(32);
    new Uint32Array(step)[0] = this.parts;
    new Float32Array(step, 4).set([learningRate, learningRate * weightDecay, clipNorm]);
    new Float32Array(step, 16).set([1 / (1 - 0.9 ** updates), 1 / (1 - 0.999 ** updates)]);
    this.device.queue.writeBuffer(this.step, 0, step);
  }

  /** ln p of every token given those before it, [total]. */
  async logProbs(sequences: Sequences): Promise<Float32Array> {
    const result = new Float32Array(sequences.tokens.length);
    const { scalars } = this.dimensions;
    for (const part of this.cut(sequences.starts)) {
      const loaded = this.load(sequences, part);
      this.submit([...this.forward(loaded), headPlan(this.dimensions, loaded)], (encoder) =>
        this.readback.copy(encoder, this.scalars, 4 * scalars.logProb * this.capacity, 4 * part.tokens),
      );
      const values = await this.readback.read(4 * part.tokens);
      const { starts } = sequences;
      for (let s = part.from; s < part.to; s++) {
        for (let i = starts[s]; i + 1 < starts[s + 1]; i++) result[i + 1] = values[i - starts[part.from]];
      }
    }
    return result;
  }

  /**
   * Submits one AdamW update; `updates` counts it, from 1. Resolves, when it is done, to the four loss sums and the gradient norm, which is not
   * finite when the update was refused. There must be room for its statistics.
   */
  update(batch: TrainingBatch, options: UpdateOptions, updates: number): Promise<Float32Array> {
    const { dimensions } = this;
    const terms = lossTerms(batch, options);
    const parts = this.cut(batch.starts);
    this.prepareStep(options, updates);
    if (parts.length === 0) parts.push({ from: 0, to: 0, tokens: 0 });
    let told: Promise<Float32Array> | undefined;
    for (const [index, part] of parts.entries()) {
      const loaded = this.load(batch, part, 0, terms, index > 0);
      const plan = [
        ...this.forward(loaded),
        headPlan(dimensions, loaded),
        ...backwardPlan(dimensions, loaded, this.parts),
      ];
      if (index < parts.length - 1) this.submit(plan);
      else {
        this.submit([...plan, ...stepPlan(dimensions, this.parts)], (encoder) => {
          told = this.statistics.copy(encoder, this.sums, 16 * optimizerGroups(dimensions));
        });
      }
    }
    return told as Promise<Float32Array>;
  }

  destroy(): void {
    const { activations, scalars, info, batch, layers, gradients, step, sums, kinds } = this;
    const buffers = [activations, scalars, info, batch, layers, gradients, step, sums, kinds];
    for (const buffer of [...buffers, this.first, this.second]) buffer.destroy();
    this.readback.destroy();
    this.statistics.destroy();
  }
}

/** (cos, sin) of each position's angles, rotaryWidth floats a position. */
export function rotaryAngles(
  positions: ArrayLike<number>,
  rotaryWidth: number,
  rotaryBase: number,
): Float32Array<ArrayBuffer> {
  const angles = new Float32Array(positions.length * rotaryWidth);
  for (let n = 0; n < positions.length; n++) {
    for (let pair = 0; pair < rotaryWidth / 2; pair++) {
      const angle = positions[n] * rotaryBase ** ((-2 * pair) / rotaryWidth);
      angles[n * rotaryWidth + 2 * pair] = Math.cos(angle);
      angles[n * rotaryWidth + 2 * pair + 1] = Math.sin(angle);
    }
  }
  return angles;
}

/** As `kinds` in optimizer.wgsl.ts: which vec4 of the parameters decay, and which norm gain their gradient still lacks. */
function parameterKinds({ shape, D4, parameters }: Dimensions): Uint32Array<ArrayBuffer> {
  const kinds = new Uint32Array(parameters.count4);
  let inputNorm = 0;
  let postNorm = 0;
  for (const { name, dims, offset, size } of parameterLayout(shape)) {
    if (name.endsWith('input_layernorm.weight')) inputNorm = offset / 4;
    if (name.endsWith('post_attention_layernorm.weight')) postNorm = offset / 4;
    if (dims.length === 1) continue;
    const gain = name.startsWith('model.embed')
      ? parameters.norm
      : /[qkv]_proj/.test(name)
        ? inputNorm
        : name.includes('gate_up_proj')
          ? postNorm
          : null;
    for (let i = 0; i < size / 4; i++) {
      kinds[offset / 4 + i] = (0x80000000 | (gain === null ? 0 : gain + (i % D4) + 1)) >>> 0;
    }
  }
  return kinds;
}
