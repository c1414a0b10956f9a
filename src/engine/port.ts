import type { Command, Report } from './protocol.ts';

type WithoutRun<C> = C extends unknown ? Omit<C, 'run'> : never;
export type Start = Omit<Extract<Command, { kind: 'start' }>, 'run' | 'kind'>;
export type LaterCommand = WithoutRun<Exclude<Command, { kind: 'start' }>>;

/** What of a Worker the port uses: tests pass a pair of message queues instead. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror' | 'onmessageerror'>;

const trainerWorker = (): WorkerLike => new Worker(new URL('./trainer.worker.ts', import.meta.url), { type: 'module' });

let runs = 0;

/**
 * The page's side of the worker protocol. Each run gets a worker of its own, so a reset works even when the old one hangs;
 * reports of any other run are dropped. When the worker dies, the listener gets a `failed` report.
 */
export class TrainerPort {
  private worker: WorkerLike | undefined;
  private run = '';

  constructor(
    private readonly listener: (report: Report) => void,
    private readonly makeWorker: () => WorkerLike = trainerWorker,
  ) {}

  /** Ends the run that is there and begins a new one. Returns its id. */
  start(start: Start): string {
    this.end();
    const run = (this.run = `run-${++runs}-${Date.now().toString(36)}`);
    const worker = (this.worker = this.makeWorker());
    worker.onmessage = (event: MessageEvent<Report>) => {
      if (event.data.run !== this.run) return;
      this.listener(event.data);
      if (event.data.kind === 'events') worker.postMessage({ kind: 'seen', run } satisfies Command);
    };
    worker.onerror = (event) => this.fail(run, event.message);
    worker.onmessageerror = () => this.fail(run, 'a message between page and trainer could not be read');
    worker.postMessage({ kind: 'start', run, ...start } satisfies Command);
    return run;
  }

  /** Sends a command to the running run. Returns false when there is none. */
  send(command: LaterCommand): boolean {
    this.worker?.postMessage({ ...command, run: this.run } as Command);
    return this.worker !== undefined;
  }

  /** Ends the run at once; what it sent and was not read yet is dropped. */
  end(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.run = '';
  }

  private fail(run: string, message: string | undefined): void {
    if (run !== this.run) return;
    this.end();
    const cause = message ? `: ${message}` : ', and the browser gave no reason';
    this.listener({ kind: 'failed', run, sentence: `The trainer stopped${cause}.`, lost: true });
  }
}
