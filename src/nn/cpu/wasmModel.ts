import { checkLimits } from '../checkInput.ts';
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
import { type LossSums, lossTerms, updateStats } from '../lossTerms.ts';
import { type ModelShape, parameterCount } from '../modelShape.ts';
import { checkRequests, checkSequences, checkShape, checkWeights } from './checks.ts';
import { PARTS, pickSequences, splitRequests, splitSequences } from './parts.ts';
import { Rank } from './rank.ts';
import type { RankCalls } from './rankProtocol.ts';
import { RankLost, RemoteRank } from './remoteRank.ts';
import { usefulRanks } from './usefulRanks.ts';

type Sequences = Pick<TrainingBatch, 'tokens' | 'positions' | 'starts'>;

/** Tokens · parameters after which other threads are worth their start: a fraction of a second of work. */
const WORTH_THREADS = 2e9;

/**
 * The model in WebAssembly with SIMD: one rank on the calling thread, and possibly others on threads of their own. All hold the same
 * state. Calls that overlap in time are run one after another. If another thread is lost, its work is done again on this one.
 */
class WasmModel implements LanguageModel {
  readonly backend = 'wasm';
  readonly engine = 'fused';
  private last: Promise<unknown> = Promise.resolve();
  private disposed = false;
  private others: RemoteRank[] = [];
  /** Tokens worked on, until there are other threads. */
  private tokens = 0;

  /** @param ranks How many threads to use once they are worth it: 1, 2 or 4. */
  constructor(
    readonly shape: ModelShape,
    private readonly own: Rank,
    private ranks: number,
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
  private dropOthers(): void {
    for (const rank of this.others) rank.end();
    this.others = [];
  }

  /** Starts the other threads; they join between two calls. Without them, if they cannot be started. */
  async startOthers(): Promise<void> {
    const ranks = Array.from({ length: this.ranks - 1 }, () => new RemoteRank());
    this.ranks = 1;
    const input = { shape: this.shape, summands: PARTS / (ranks.length + 1) };
    const started = await Promise.allSettled(ranks.map((rank) => rank.call('create', input)));
    const joined = this.exclusively(async () => {
      if (started.some(({ status }) => status === 'rejected')) throw new Error('A thread could not be started.');
      this.others = ranks;
      this.tell('setWeights', this.own.weights());
      this.tell('setOptimizer', this.own.optimizer());
    });
    await joined.catch(() => {
      for (const rank of ranks) rank.end();
    });
  }

  private countTokens(tokens: number): void {
    this.tokens += tokens;
    if (this.ranks > 1 && this.tokens * this.own.parameterCount > WORTH_THREADS) void this.startOthers();
  }

  /** Tells the other ranks; one that is lost is noticed by the next call that waits for it. */
  private tell<K extends 'setWeights' | 'setOptimizer'>(name: K, input: RankCalls[K]['input']): void {
    for (const rank of this.others) rank.call(name, input).catch(() => {});
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
      checkLimits(this.shape, requests, options);
      const shares = splitRequests(requests, this.others.length + 1);
      const { key, temperature, topP, signal } = options;
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
          this.own.sample(share(index), {
            key,
            temperature,
            topP,
            signal,
            onTokens: onTokens(shares[index], index > 0),
          }),
        (rank, index) =>
          rank.call(
            'sample',
            { requests: share(index), options: { key, temperature, topP }, report: options.onTokens !== undefined },
            { signal, onTokens: onTokens(shares[index], false) },
          ),
      );
      const result = new Array<Completion>(requests.length);
      completions.forEach((some, index) => {
        some.forEach((completion, i) => {
          result[shares[index][i]] = completion;
        });
      });
      this.countTokens(result.reduce((sum, { tokens }) => sum + tokens.length, 0));
      return result;
    });
  }

  update(batch: TrainingBatch, options: UpdateOptions): Promise<UpdateStats> {
    return this.exclusively(async () => {
      checkSequences(this.shape, batch);
      checkWeights(batch);
      const terms = lossTerms(batch, options);
      const parts = splitSequences(batch, PARTS).map((sequences) => pickSequences(batch, sequences));
      const perRank = PARTS / (this.others.length + 1);
      const share = (index: number) => parts.slice(index * perRank, (index + 1) * perRank);
      const gradients = await this.together(
        async (index) => {
          const sums = await this.own.computeGradient(share(index), terms);
          return { sums, gradient: this.own.gradient() };
        },
        (rank, index) => rank.call('computeGradient', { parts: share(index), terms }),
      );
      this.own.addGradients(gradients.map(({ gradient }) => gradient));
      for (const rank of this.others) {
        const gradient = this.own.gradient();
        // A rank that is lost here is noticed by the next call.
        rank.call('step', { gradient, options }, { transfer: [gradient.buffer] }).catch(() => {});
      }
      const gradientNorm = this.own.step(options);
      this.countTokens(3 * batch.tokens.length);
      const sums: LossSums = [0, 0, 0, 0];
      for (const part of gradients.flatMap((each) => each.sums)) {
        part.forEach((value, i) => {
          sums[i] += value;
        });
      }
      return updateStats(sums, gradientNorm, batch, options);
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
      this.tell('setWeights', weights);
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
      this.tell('setOptimizer', state);
    });
  }

  dispose(): void {
    this.disposed = true;
    this.dropOthers();
  }
}

async function create(shape: ModelShape, weights: Float32Array, ranks: number): Promise<WasmModel> {
  checkShape(shape);
  if (weights.length !== parameterCount(shape)) {
    throw new RangeError(
      `There are ${weights.length} weights; a model of this size and vocabulary has ${parameterCount(shape)} parameters.`,
    );
  }
  const rank = await Rank.create(shape, PARTS);
  rank.setWeights(weights);
  return new WasmModel(shape, rank, ranks);
}

/**
 * A model in WebAssembly with SIMD, for Node, a page or a worker. It works on the calling thread, where it gives other tasks their
 * turn about every 20 ms, and on others that it starts by itself when there are cores and work for them. What it computes is the
 * same, to the last bit, on any number of threads.
 * @throws RangeError for a shape or weights that it cannot take; DeviceLostError when the engine gives too little memory; Error when it has no
 * WebAssembly SIMD.
 */
export function createWasmModel(shape: ModelShape, weights: Float32Array): Promise<LanguageModel> {
  return create(shape, weights, usefulRanks());
}

/**
 * The same on `workers` threads from the beginning, the calling one included. Above 4 counts as 4, and 3 as 2; if the other threads
 * cannot be started, it does without them.
 * @throws As `createWasmModel`.
 */
export async function createParallelWasmModel(
  shape: ModelShape,
  weights: Float32Array,
  workers: number,
): Promise<LanguageModel> {
  const model = await create(shape, weights, workers >= 4 ? 4 : workers >= 2 ? 2 : 1);
  await model.startOthers();
  return model;
}
