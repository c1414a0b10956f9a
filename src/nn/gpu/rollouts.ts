import { CompletionBuilder } from '../completionBuilder.ts';
import type { Completion, SampleOptions, SampleRequest } from '../languageModel.ts';
import { type ModelShape, parameterCount } from '../modelShape.ts';
import { packing, packKernel } from '../ops/rollout/pack.wgsl.ts';
import { rolloutKernel } from '../ops/rollout/rollout.wgsl.ts';
import { maskWords, tokenMask } from '../sampler/sampler.ts';
import type { Compiler } from './compiler.ts';
import { type Dimensions, THREADS } from './dimensions.ts';
import { filledBuffer, Readback, storageBuffer, uniformBuffer, write } from './gpuBuffers.ts';
import { cacheCapacity, RESULT_BYTES } from './gpuCapacity.ts';
import { ChunkSize, MOST_SEQUENCES, type Pace } from './pace.ts';
import { type Prompt, PromptRows } from './promptRows.ts';
import { rotaryAngles, type Trainer } from './trainer.ts';

/** Bytes of what a dispatch is told of a sequence. */
const SEQUENCE_BYTES = 4 * 9;

/** Sets of allowed tokens that there is room for from the beginning. */
const USUAL_MASKS = 16;

interface Row {
  index: number;
  request: SampleRequest;
  builder: CompletionBuilder;
  /** Once it is under way: its prompt, tokens drawn, the last of them, and its slot of the cache. */
  prompt: Prompt | null;
  drawn: number;
  last: number;
  slot: number;
  /** Its mask among those of the call; 0 allows every token. */
  mask: number;
}

/** Floating-point operations of one more token after half a context. */
function tokenWork(shape: ModelShape): number {
  return 2 * parameterCount(shape) + 2 * shape.layers * shape.width * shape.context;
}

export type RolloutPipelines = Record<'pack' | 'rollout', GPUComputePipeline>;

export async function compileRollouts(compiler: Compiler, dimensions: Dimensions): Promise<RolloutPipelines> {
  const plan = packing(dimensions);
  const [pack, rollout] = await Promise.all([
    compiler.compile('pack', packKernel(plan), 'auto'),
    compiler.compile('rollout', rolloutKernel(dimensions, plan), 'auto'),
  ]);
  return { pack, rollout };
}

/**
 * Sampling as whole rollouts on the GPU: prompts are run through the training kernels once for each distinct one, then every dispatch draws
 * a chunk of tokens for all sequences under way; between chunks finished ones, and prompts that nobody needs any more, make room for waiting
 * ones.
 */
export class Rollouts {
  private cache: GPUBuffer | null = null;
  private results: GPUBuffer | null = null;
  private masks: GPUBuffer;
  private bindings: GPUBindGroup | null = null;
  private boundActivations: GPUBuffer | null = null;
  private readonly size: ChunkSize;
  private readonly readback: Readback;
  private readonly chunk: GPUBuffer;
  private readonly sequences: GPUBuffer;
  private readonly packBindings: GPUBindGroup;

  private constructor(
    private readonly device: GPUDevice,
    private readonly dimensions: Dimensions,
    private readonly trainer: Trainer,
    private readonly packed: GPUBuffer,
    private readonly places: GPUBuffer,
    private readonly angles: GPUBuffer,
    private readonly pipelines: RolloutPipelines,
    pace: Pace,
  ) {
    this.size = new ChunkSize(pace, tokenWork(dimensions.shape));
    this.readback = new Readback(device, RESULT_BYTES);
    this.chunk = uniformBuffer(device, 32, 'chunk');
    this.sequences = storageBuffer(device, SEQUENCE_BYTES * MOST_SEQUENCES, 'sequences');
    this.masks = storageBuffer(device, 4 * maskWords(dimensions.shape.vocabulary) * USUAL_MASKS, 'masks');
    this.packBindings = device.createBindGroup({
      layout: pipelines.pack.getBindGroupLayout(0),
      entries: [trainer.parameters, places, packed].map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
  }

  static create(
    device: GPUDevice,
    dimensions: Dimensions,
    trainer: Trainer,
    pipelines: RolloutPipelines,
    pace: Pace,
  ): Rollouts {
    const { context, rotaryWidth, rotaryBase } = dimensions.shape;
    const plan = packing(dimensions);
    const positions = Array.from({ length: context }, (_, position) => position);
    return new Rollouts(
      device,
      dimensions,
      trainer,
      storageBuffer(device, 16 * plan.length, 'packed weights'),
      filledBuffer(device, plan.table, 'places of packed weights'),
      filledBuffer(device, rotaryAngles(positions, rotaryWidth, rotaryBase), 'rotary angles'),
      pipelines,
      pace,
    );
  }

  /** Completes all requests. */
  async sample(requests: readonly SampleRequest[], options: SampleOptions): Promise<Completion[]> {
    const { context } = this.dimensions.shape;
    const masks = this.loadMasks(requests);
    const rows = requests.map((request, index): Row => {
      const builder = new CompletionBuilder(request, context);
      const mask = masks.get(request.allowed) as number;
      return { index, request, builder, prompt: null, drawn: 0, last: 0, slot: 0, mask };
    });
    const unfinished = rows.filter(({ builder }) => !builder.done);
    if (unfinished.length > 0) await this.complete(unfinished, options);
    return rows.map(({ builder }) => builder.finish());
  }

  /** Writes the masks of all sets of allowed tokens and says which is whose. */
  private loadMasks(requests: readonly SampleRequest[]): Map<SampleRequest['allowed'], number> {
    const { vocabulary } = this.dimensions.shape;
    const sets = [...new Set([undefined, ...requests.map(({ allowed }) => allowed)])];
    const words = maskWords(vocabulary);
    const bits = new Int32Array(words * sets.length);
    for (const [index, allowed] of sets.entries()) bits.set(tokenMask(vocabulary, allowed), index * words);
    if (bits.byteLength > this.masks.size) {
      this.masks.destroy();
      this.masks = storageBuffer(this.device, bits.byteLength, 'masks');
      this.bindings = null;
    }
    write(this.device, this.masks, 0, bits);
    return new Map(sets.map((allowed, index) => [allowed, index]));
  }

  private async complete(rows: Row[], options: SampleOptions): Promise<void> {
    const { trainer } = this;
    this.pack();
    // The buffer cannot be made anew while sequences read their prompts in it.
    const distinct = new Map(rows.map(({ request: { prompt } }) => [prompt.join(), prompt.length]));
    trainer.reserve(
      Math.min(
        trainer.mostTokens,
        [...distinct.values()].reduce((sum, length) => sum + length, 0),
      ),
    );
    const prompts = new PromptRows(trainer.capacity);
    // Slots are as long as the longest completion may become, in steps, so that the cache is seldom made anew.
    const slotLength = Math.ceil(Math.max(...rows.map(({ builder }) => builder.room)) / 64) * 64;
    const slots = this.reserve(rows.length, slotLength);
    const waiting = [...rows].reverse();
    const free = Array.from({ length: slots }, (_, slot) => slots - 1 - slot);
    let running: Row[] = [];
    for (;;) {
      for (let row = waiting.at(-1); row && free.length > 0; row = waiting.at(-1)) {
        row.prompt = prompts.take(row.request.prompt);
        if (!row.prompt) break;
        waiting.pop();
        row.slot = free.pop() as number;
        running.push(row);
      }
      if (running.length === 0) return;
      for (const run of prompts.takeNew()) this.prefill(run);
      for (let from = 0; from < running.length; ) {
        const { sequences, tokens } = this.size.next(running.length - from);
        await this.drawChunk(running.slice(from, from + sequences), tokens, slotLength, options);
        options.signal?.throwIfAborted();
        from += sequences;
      }
      for (const { builder, slot, prompt } of running) {
        if (!builder.done) continue;
        free.push(slot);
        prompts.release(prompt as Prompt);
      }
      running = running.filter(({ builder }) => !builder.done);
    }
  }

  /** Arranges the weights as the rollout kernel reads them. */
  private pack(): void {
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(this.pipelines.pack);
    pass.setBindGroup(0, this.packBindings);
    pass.dispatchWorkgroups(Math.min(256, Math.ceil(this.dimensions.parameters.count4 / THREADS)));
    pass.end();
    this.device.queue.submit([encoder.finish()]);
  }

  /** Runs prompts whose rows follow each other through the forward pass. */
  private prefill(prompts: readonly Prompt[]): void {
    const starts = new Int32Array(prompts.length + 1);
    for (const [s, { tokens }] of prompts.entries()) starts[s + 1] = starts[s] + tokens.length;
    const total = starts[prompts.length];
    const tokens = new Int32Array(total);
    const positions = new Int32Array(total);
    for (const [s, prompt] of prompts.entries()) {
      tokens.set(prompt.tokens, starts[s]);
      for (let i = 0; i < prompt.tokens.length; i++) positions[starts[s] + i] = i;
    }
    const part = { from: 0, to: prompts.length, tokens: total };
    this.trainer.submit(this.trainer.forward(this.trainer.load({ tokens, positions, starts }, part, prompts[0].from)));
  }

  /** Makes room for `wanted` sequences, or as many as fit. */
  private reserve(wanted: number, slotLength: number): number {
    const { device, dimensions, trainer } = this;
    const { slots, bytes } = cacheCapacity(dimensions.shape, device.limits, wanted, slotLength);
    if (!this.cache || this.cache.size < bytes) {
      this.cache?.destroy();
      this.cache = storageBuffer(device, bytes, 'cache');
      this.bindings = null;
    }
    if (!this.results) {
      this.results = storageBuffer(device, RESULT_BYTES, 'results');
    }
    if (!this.bindings || this.boundActivations !== trainer.activations) {
      this.boundActivations = trainer.activations;
      const buffers = [
        this.chunk,
        this.packed,
        trainer.parameters,
        trainer.activations,
        this.cache,
        this.sequences,
        this.results,
        this.angles,
        this.masks,
      ];
      this.bindings = device.createBindGroup({
        layout: this.pipelines.rollout.getBindGroupLayout(0),
        entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
      });
    }
    return slots;
  }

  private async drawChunk(running: Row[], most: number, slotLength: number, options: SampleOptions): Promise<void> {
    const { device } = this;
    const room = Math.max(...running.map(({ builder }) => builder.room));
    const length = Math.min(most, room);
    const uniform = new ArrayBuffer(32);
    new Uint32Array(uniform).set([length, this.trainer.capacity, slotLength]);
    new Float32Array(uniform)[3] = options.temperature;
    new Uint32Array(uniform).set(options.key, 4);
    new Float32Array(uniform)[6] = options.topP ?? 1;
    device.queue.writeBuffer(this.chunk, 0, uniform);
    const described = Uint32Array.from(
      running.flatMap(({ slot, prompt, request, builder, drawn, last, mask }) => [
        slot,
        (prompt as Prompt).from,
        request.prompt.length,
        request.item,
        request.endToken,
        drawn + builder.room,
        drawn,
        last,
        mask,
      ]),
    );
    write(device, this.sequences, 0, described);
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(this.pipelines.rollout);
    pass.setBindGroup(0, this.bindings);
    pass.dispatchWorkgroups(running.length);
    pass.end();
    const bytes = 16 * running.length * length;
    this.readback.copy(encoder, this.results as GPUBuffer, 0, bytes);
    const began = performance.now();
    device.queue.submit([encoder.finish()]);
    const [values, took] = await Promise.all([this.readback.read(bytes), this.trainer.measure(began)]);
    await this.learn(took, running.length, length);
    running.forEach((row, place) => {
      for (let i = 0; i < length && !row.builder.done; i++) {
        const at = 4 * (place * length + i);
        row.last = values[at];
        row.drawn++;
        row.builder.add(values[at], values[at + 1], values[at + 2]);
      }
      const fresh = row.builder.takeNew();
      if (fresh.length > 0) options.onTokens?.(row.index, fresh);
    });
  }

  private async learn(took: number, sequences: number, tokens: number): Promise<void> {
    if (this.size.doubts(took)) {
      const began = performance.now();
      await this.device.queue.onSubmittedWorkDone();
      this.size.delay = performance.now() - began;
    }
    this.size.adapt(took, sequences, tokens);
  }

  destroy(): void {
    const { packed, places, angles, chunk, sequences, masks } = this;
    for (const buffer of [packed, places, angles, chunk, sequences, masks]) buffer.destroy();
    this.cache?.destroy();
    this.results?.destroy();
    this.readback.destroy();
  }
}
