import type { RankAnswer, RankCallName, RankCalls, RankMessage } from './rankProtocol.ts';

/** The thread of a rank ended or could not be reached. What was asked of it can be asked of another: ranks hold the same state. */
export class RankLost extends Error {
  override readonly name = 'RankLost';
}

/** A worker, in a browser or in Node. */
interface Thread {
  post(message: RankMessage, transfer: ArrayBuffer[]): void;
  /** Whether the thread keeps the program from ending (Node). */
  keepAlive(busy: boolean): void;
  end(): void;
}

interface Listener {
  onAnswer(answer: RankAnswer): void;
  onLoss(reason: string): void;
}

function startThread({ onAnswer, onLoss }: Listener): Thread {
  if (typeof Worker === 'function') {
    const worker = new Worker(new URL('./rank.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<RankAnswer>) => onAnswer(data);
    worker.onerror = ({ message }) => onLoss(message);
    worker.onmessageerror = () => onLoss('a message could not be read');
    return {
      post: (message, transfer) => worker.postMessage(message, transfer),
      keepAlive: () => {},
      end: () => worker.terminate(),
    };
  }
  const threads = process.getBuiltinModule('node:worker_threads');
  // In a variable, so that Vite does not take the file for an asset of the page.
  const file: string = './rankThread.mjs';
  const worker = new threads.Worker(new URL(file, import.meta.url), { execArgv: [] });
  worker.on('message', onAnswer);
  worker.on('error', ({ message }) => onLoss(message));
  worker.on('exit', () => onLoss('the thread ended'));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    keepAlive: (busy) => (busy ? worker.ref() : worker.unref()),
    end: () => void worker.terminate(),
  };
}

interface Call {
  resolve(output: RankCalls[RankCallName]['output']): void;
  reject(error: Error): void;
  onTokens?: (index: number, tokens: number[]) => void;
}

/** A rank on a thread of its own. */
export class RemoteRank {
  private readonly calls = new Map<number, Call>();
  private lost: RankLost | undefined;
  private nextId = 0;
  private readonly thread = startThread({
    onAnswer: (answer) => this.receive(answer),
    onLoss: (reason) => this.lose(reason),
  });

  private receive(answer: RankAnswer): void {
    const call = this.calls.get(answer.id);
    if (!call) return;
    if (answer.kind === 'tokens') {
      for (const { index, tokens } of answer.tokens) call.onTokens?.(index, tokens);
      return;
    }
    this.calls.delete(answer.id);
    this.thread.keepAlive(this.calls.size > 0);
    if (answer.kind === 'result') call.resolve(answer.output);
    else if (answer.name === 'AbortError') call.reject(new DOMException(answer.message, 'AbortError'));
    else call.reject(new RankLost(`A worker of the wasm model failed: ${answer.message}`));
  }

  private lose(reason: string): void {
    this.lost ??= new RankLost(`A worker of the wasm model was lost: ${reason}.`);
    for (const { reject } of this.calls.values()) reject(this.lost);
    this.calls.clear();
  }

  /**
   * Asks the rank; calls are answered in order.
   * @throws RankLost when it cannot be reached or fails; AbortError when the signal aborted.
   */
  call<K extends RankCallName>(
    name: K,
    input: RankCalls[K]['input'],
    options: { transfer?: ArrayBuffer[]; signal?: AbortSignal; onTokens?: Call['onTokens'] } = {},
  ): Promise<RankCalls[K]['output']> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      if (this.lost) {
        reject(this.lost);
        return;
      }
      const { signal, onTokens, transfer = [] } = options;
      const abort = () => this.thread.post({ kind: 'abort', id }, []);
      signal?.addEventListener('abort', abort);
      const settle =
        <A>(then: (value: A) => void) =>
        (value: A) => {
          signal?.removeEventListener('abort', abort);
          then(value);
        };
      this.calls.set(id, {
        resolve: settle(resolve as (output: RankCalls[RankCallName]['output']) => void),
        reject: settle(reject),
        onTokens,
      });
      this.thread.keepAlive(true);
      this.thread.post({ kind: 'call', id, name, input } as RankMessage, transfer);
    });
  }

  end(): void {
    this.lose('the model was disposed of');
    this.thread.end();
  }
}
