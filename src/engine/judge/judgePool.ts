import type { RunRequest, RunResult } from '../../core/python/api.ts';
import type { Judge } from './judge.ts';
import type { JudgeMessage, JudgeThread, StartThread } from './messages.ts';
import { startThreadHere } from './startThread.ts';

/** Chunks under way in one worker: one it works on, one that waits at its door. */
const CHUNKS_A_WORKER = 2;
const MAX_CHUNK = 64;

export interface JudgePoolOptions {
  /** Starts one worker; by default a Web Worker, or a worker thread in Node. */
  startThread?: StartThread;
  /** A worker that shows no sign of life for so long while it works is ended, and another takes its place. */
  patienceMilliseconds?: number;
  /** How long a worker may take to load. */
  startMilliseconds?: number;
}

/** A batch of requests, and the answers to it so far. */
interface Batch {
  requests: readonly RunRequest[];
  results: RunResult[];
  open: number;
  resolve: (results: RunResult[]) => void;
  reject: (error: Error) => void;
}

/** Some requests of a batch, in order; `next` is the first that has no answer yet. */
interface Chunk {
  id: number;
  batch: Batch;
  next: number;
  end: number;
}

/**
 * A judge of `workers` workers; 0 runs programs in the calling thread. Requests go to the workers in chunks, at most two of
 * them at a time to each, and answers are put back in order. A worker that hangs or dies is replaced: its requests are tried
 * again one by one, and only the request that does it again is answered with a refusal (`fuel`, or `memory`).
 */
export function createJudgePool(workers: number, options: JudgePoolOptions = {}): Judge {
  return workers === 0 ? lazyInlineJudge() : new JudgePool(workers, options);
}

/** The interpreter is loaded with the first request, so that a page whose judge has workers never loads it itself. */
function lazyInlineJudge(): Judge {
  let loaded: Promise<Judge> | undefined;
  return {
    workers: 0,
    async run(requests) {
      loaded ??= import('./inlineJudge.ts').then(({ inlineJudge }) => inlineJudge());
      return (await loaded).run(requests);
    },
    dispose() {},
  };
}

class JudgePool implements Judge {
  private readonly queue: Chunk[] = [];
  private readonly seats: Seat[];
  private chunks = 0;
  private disposed = false;

  constructor(
    readonly workers: number,
    options: JudgePoolOptions,
  ) {
    const { patienceMilliseconds = 4000, startMilliseconds = 60_000 } = options;
    const startThread = options.startThread ?? startThreadHere();
    this.seats = Array.from(
      { length: workers },
      () => new Seat(startThread, patienceMilliseconds, startMilliseconds, this),
    );
  }

  run(requests: readonly RunRequest[]): Promise<RunResult[]> {
    if (this.disposed) return Promise.reject(new Error('the judge has been disposed of'));
    if (requests.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      const batch: Batch = { requests, results: new Array(requests.length), open: requests.length, resolve, reject };
      const size = Math.min(MAX_CHUNK, Math.max(1, Math.ceil(requests.length / (this.workers * 4))));
      for (let next = 0; next < requests.length; next += size) {
        this.queue.push({ id: this.chunks++, batch, next, end: Math.min(next + size, requests.length) });
      }
      this.handOut();
    });
  }

  dispose(): void {
    this.disposed = true;
    const error = new Error('the judge has been disposed of');
    for (const { batch } of this.queue) batch.reject(error);
    this.queue.length = 0;
    for (const seat of this.seats) for (const { batch } of seat.leave()) batch.reject(error);
  }

  /** Gives waiting chunks to the workers that have least to do. */
  handOut(): void {
    for (let load = 0; load < CHUNKS_A_WORKER; load++) {
      for (const seat of this.seats) {
        if (this.queue.length === 0) return;
        if (seat.load === load) seat.take(this.queue.shift()!);
      }
    }
  }

  /** Takes the next answers of a chunk; true when it has all of them. */
  accept(chunk: Chunk, results: RunResult[]): boolean {
    const { batch } = chunk;
    for (const result of results) batch.results[chunk.next++] = result;
    batch.open -= results.length;
    if (batch.open === 0) batch.resolve(batch.results);
    return chunk.next === chunk.end;
  }

  /** A worker failed with these chunks: the first open request alone is suspect when it was alone in its chunk. */
  recover(chunks: Chunk[], kind: 'fuel' | 'memory', reason: string): void {
    const again: Chunk[] = [];
    chunks.forEach((chunk, index) => {
      if (index === 0 && chunk.end - chunk.next === 1) {
        this.accept(chunk, [refusal(kind, reason)]);
        return;
      }
      for (let next = chunk.next; next < chunk.end; next++) {
        again.push({ id: this.chunks++, batch: chunk.batch, next, end: next + 1 });
      }
    });
    this.queue.unshift(...again);
    this.handOut();
  }

  /** No worker can be started: nothing that waits will ever be answered. */
  giveUp(chunks: Chunk[], reason: string): void {
    const error = new Error(`the judge's worker could not be started: ${reason}`);
    for (const { batch } of [...chunks, ...this.queue]) batch.reject(error);
    this.queue.length = 0;
  }
}

function refusal(kind: 'fuel' | 'memory', reason: string): RunResult {
  const type = kind === 'fuel' ? 'FuelExceeded' : 'MemoryExceeded';
  return { ok: false, error: { kind, type, message: reason, line: 0 }, steps: 0, stdout: '' };
}

/** The place of one worker: starts it when there is work, watches it, and replaces it when it fails. */
class Seat {
  private thread: JudgeThread | undefined;
  private ready = false;
  private chunks: Chunk[] = [];
  private watchdog: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly startThread: StartThread,
    private readonly patienceMilliseconds: number,
    private readonly startMilliseconds: number,
    private readonly pool: JudgePool,
  ) {}

  get load(): number {
    return this.chunks.length;
  }

  take(chunk: Chunk): void {
    this.chunks.push(chunk);
    if (this.thread === undefined) this.start();
    else if (this.ready) this.post(chunk);
    if (this.watchdog === undefined) this.watch();
  }

  /** Ends the worker; returns the chunks it leaves. */
  leave(): Chunk[] {
    clearTimeout(this.watchdog);
    this.watchdog = undefined;
    this.thread?.terminate();
    this.thread = undefined;
    this.ready = false;
    const left = this.chunks;
    this.chunks = [];
    return left;
  }

  private start(): void {
    const thread = this.startThread(
      (message) => {
        if (this.thread === thread) this.hear(message);
      },
      (reason) => {
        if (this.thread === thread) this.fail(reason);
      },
    );
    this.thread = thread;
  }

  private post(chunk: Chunk): void {
    this.thread?.post({ chunk: chunk.id, requests: chunk.batch.requests.slice(chunk.next, chunk.end) });
  }

  private watch(): void {
    clearTimeout(this.watchdog);
    this.watchdog = undefined;
    if (this.chunks.length === 0) return;
    const patience = this.ready ? this.patienceMilliseconds : this.startMilliseconds;
    this.watchdog = setTimeout(() => {
      this.fail(`the program gave no answer within ${patience / 1000} seconds`);
    }, patience);
  }

  private hear(message: JudgeMessage): void {
    if (message.ready) {
      this.ready = true;
      for (const chunk of this.chunks) this.post(chunk);
    } else {
      const chunk = this.chunks.find(({ id }) => id === message.chunk);
      if (chunk !== undefined && this.pool.accept(chunk, message.results)) {
        this.chunks.splice(this.chunks.indexOf(chunk), 1);
        this.pool.handOut();
      }
    }
    this.watch();
  }

  private fail(reason: string): void {
    const wasReady = this.ready;
    const left = this.leave();
    if (!wasReady) this.pool.giveUp(left, reason);
    else if (left.length > 0) this.pool.recover(left, /memory/i.test(reason) ? 'memory' : 'fuel', reason);
  }
}
