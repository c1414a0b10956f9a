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
import { type ModelShape, parameterCount } from '../modelShape.ts';
import { checkRequests, checkSequences, checkShape, checkWeights } from './checks.ts';
import { PARTS, pickSequences, splitRequests, splitSequences } from './parts.ts';
import { Rank } from './rank.ts';
import { RankLost, RemoteRank } from './remoteRank.ts';

type Sequences = Pick<TrainingBatch, 'tokens' | 'positions' | 'starts'>;

/**
 * The model in WebAssembly with SIMD: one rank on the calling thread, and possibly others on threads of their own. All hold the same
 * state. Calls that overlap in time are run one after another. If another thread is lost, its work is done again on this one.
 */
class WasmModel implements LanguageModel {
  readonly backend = 'wasm';
  readonly engine = 'fused';
  private last: Promise<unknown> = Promise.resolve();
  private disposed = false;

  constructor(
    readonly shape: ModelShape,
    private readonly own: Rank,
    private others: RemoteRank[],
  ) {}

  /** Runs `work` when everything asked for before has ended. */
  private exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(() => {
      if (this.disposed) throw new Error('This model was disposed of: make a new one.');
      return work();
    });
    this.last = result.catch(() => {});
    return result;
  }

  /** Goes on alone: this rank has everything. */
  dropOthers(): void {
    for (const rank of this.others) rank.end();
    this.others = [];
  }

  /**
   * Runs `here` on this rank and `there` on every other one at the same time; `index` counts the others from 1. Waits for all even
   * if one fails. Work that is lost with another rank is done by `here`.
   */
  private async together<T>(
    here: (index: number) => Promise<T>,
    there: (rank: RemoteRank, index: number) => Promise<T>,
  ): Promise<T[]> {
    const remote = this.others.map((rank, i) => there(rank, i + 1));
    const settled = await Promise.allSettled([here(0), ...remote]);
    const failure = settled.find((outcome) => outcome.status === 'rejected' && !(outcome.reason instanceof RankLost));
    if (failure?.status === 'rejected') throw failure.reason;
    if (settled.some(({ status }) => status === 'rejected')) this.dropOthers();
    const results: T[] = [];
    for (const [index, outcome] of settled.entries()) {
      results.push(outcome.status === 'fulfilled' ? outcome.value : await here(index));
    }
    return results;
  }

  sample(requests: readonly SampleRequest[], options: SampleOptions): Promise<Completion[]> {
    return this.exclusively(async () => {
      options.signal?.throwIfAborted();
      checkRequests(this.shape, requests);
      const shares = splitRequests(requests, this.others.length + 1);
      const { key, temperature, signal } = options;
      const reported = new Int32Array(requests.length);
      const onTokens = (indices: number[], restart: boolean) => {
        if (!options.onTokens) return undefined;
        // After the loss of a rank its share is sampled again, to the same bits: what was reported stays reported.
        const seen = new Int32Array(indices.length);
        return (i: number, tokens: number[]) => {
          const fresh = restart ? tokens.slice(Math.max(0, reported[indices[i]] - seen[i])) : tokens;
          seen[i] += tokens.length;
          reported[indices[i]] += fresh.length;
          if (fresh.length > 0) options.onTokens?.(indices[i], fresh);
        };
      };
      const share = (index: number) => shares[index].map((i) => requests[i]);
      const completions = await this.together(
        (index) =>
          this.own.sample(share(index), { key, temperature, signal, onTokens: onTokens(shares[index], index > 0) }),
        (rank, index) =>
          rank.call(
            'sample',
            { requests: share(index), options: { key, temperature }, report: options.onTokens !== undefined },
            { signal, onTokens: onTokens(shares[index], false) },
          ),
      );
      const result = new Array<Completion>(requests.length);
      completions.forEach((some, index) => {
        some.forEach((completion, i) => {
          result[shares[index][i]] = completion;
        });
      });
      return result;
    });
  }

  update(batch: TrainingBatch, options: UpdateOptions): Promise<UpdateStats> {
    return this.exclusively(async () => {
      checkSequences(this.shape, batch);
      checkWeights(batch);
      const weighted = batch.weights.reduce((count, weight) => count + Number(weight !== 0), 0);
      const entropyBonus = options.entropyBonus / weighted;
      const parts = splitSequences(batch, PARTS).map((sequences) => pickSequences(batch, sequences));
      const perRank = PARTS / (this.others.length + 1);
      const share = (index: number) => parts.slice(index * perRank, (index + 1) * perRank);
      const gradients = await this.together(
        async (index) => {
          const sums = await this.own.computeGradient(share(index), entropyBonus);
          return { sums, gradient: this.own.gradient() };
        },
        (rank, index) => rank.call('computeGradient', { parts: share(index), entropyBonus }),
      );
      this.own.addGradients(gradients.map(({ gradient }) => gradient));
      for (const rank of this.others) {
        const gradient = this.own.gradient();
        // A rank that is lost here is noticed by the next call.
        rank.call('step', { gradient, options }, { transfer: [gradient.buffer] }).catch(() => {});
      }
      const gradientNorm = this.own.step(options);
      let loss = 0;
      let entropySum = 0;
      for (const [partLoss, partEntropy] of gradients.flatMap(({ sums }) => sums)) {
        loss += partLoss;
        entropySum += partEntropy;
      }
      return { loss, gradientNorm, entropy: entropySum / weighted };
    });
  }

  logProbs({ tokens, positions, starts }: Sequences): Promise<Float32Array> {
    return this.exclusively(async () => {
      const batch = { tokens, positions, starts };
      checkSequences(this.shape, batch);
      const shares = splitSequences(batch, this.others.length + 1);
      const parts = shares.map((sequences) => pickSequences(batch, sequences));
      const logProbs = await this.together<Float32Array>(
        (index) => this.own.logProbs(parts[index]),
        (rank, index) => rank.call('logProbs', parts[index]),
      );
      const result = new Float32Array(tokens.length);
      shares.forEach((sequences, index) => {
        sequences.forEach((s, i) => {
          const part = parts[index];
          result.set(logProbs[index].subarray(part.starts[i], part.starts[i + 1]), starts[s]);
        });
      });
      return result;
    });
  }

  private checkLength(values: Float32Array, what: string): void {
    if (values.length !== this.own.parameterCount) {
      throw new RangeError(
        `The ${what} have ${values.length} numbers; a model of this size and vocabulary has ${this.own.parameterCount} parameters.`,
      );
    }
  }

  getWeights(): Promise<Float32Array> {
    return this.exclusively(async () => this.own.weights());
  }

  setWeights(weights: Float32Array): Promise<void> {
    return this.exclusively(async () => {
      this.checkLength(weights, 'weights');
      this.own.setWeights(weights);
      for (const rank of this.others) rank.call('setWeights', weights).catch(() => {});
    });
  }

  getOptimizer(): Promise<OptimizerState> {
    return this.exclusively(async () => this.own.optimizer());
  }

  setOptimizer(state: OptimizerState): Promise<void> {
    return this.exclusively(async () => {
      this.checkLength(state.first, 'first moments');
      this.checkLength(state.second, 'second moments');
      this.own.setOptimizer(state);
      for (const rank of this.others) rank.call('setOptimizer', state).catch(() => {});
    });
  }

  dispose(): void {
    this.disposed = true;
    this.dropOthers();
  }
}

/**
 * A model in WebAssembly with SIMD that trains and samples on the calling thread, in Node, a page or a worker. It gives other tasks
 * their turn about every 20 ms.
 * @throws RangeError for a shape or weights that it cannot take; Error when the engine has no WebAssembly SIMD.
 */
export function createWasmModel(shape: ModelShape, weights: Float32Array): Promise<LanguageModel> {
  return createParallelWasmModel(shape, weights, 1);
}

/**
 * The same on `workers` threads, the calling one included: batches and requests are divided among them. It gives the same bits as
 * `createWasmModel`, faster. `workers` above 4 count as 4, and 3 as 2; if the other threads cannot be started, it does without them.
 * @throws As `createWasmModel`.
 */
export async function createParallelWasmModel(
  shape: ModelShape,
  weights: Float32Array,
  workers: number,
): Promise<LanguageModel> {
  checkShape(shape);
  if (weights.length !== parameterCount(shape)) {
    throw new RangeError(
      `There are ${weights.length} weights; a model of this size and vocabulary has ${parameterCount(shape)} parameters.`,
    );
  }
  const ranks = workers >= 4 ? 4 : workers >= 2 ? 2 : 1;
  const creation = { shape, weights, summands: PARTS / ranks };
  const others = Array.from({ length: ranks - 1 }, () => new RemoteRank());
  const started = Promise.allSettled(others.map((rank) => rank.call('create', creation)));
  try {
    const own = await Rank.create(shape, weights, PARTS);
    const model = new WasmModel(shape, own, others);
    if ((await started).some(({ status }) => status === 'rejected')) model.dropOthers();
    return model;
  } catch (error) {
    for (const rank of others) rank.end();
    throw error;
  }
}
