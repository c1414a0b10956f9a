import type { StartThread } from './messages.ts';

/** Megabytes that a judge worker of Node may take before it is ended: far more than any task's budget. */
const HEAP_MEGABYTES = 256;

// Node's files stand in variables, so that no bundler for the browser looks for them.
/** The script that readies a worker thread of Node for TypeScript. */
const boot = './nodeThread.mjs';
const nodeWorker = './judgeNode.worker.ts';

/** Starts a judge worker of the browser. */
export const startBrowserThread: StartThread = (onMessage, onFailure) => {
  const worker = new Worker(new URL('./judge.worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }) => onMessage(data));
  worker.addEventListener('error', (event) => onFailure(event.message || 'it could not be loaded'));
  return { post: (chunk) => worker.postMessage(chunk), terminate: () => worker.terminate() };
};

/** Starts a judge worker of Node, which runs `file` as TypeScript. */
export function startNodeThread(file: URL): StartThread {
  return (onMessage, onFailure) => {
    // Asked of the process rather than imported, so that no bundle for the browser looks for them.
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const worker = new Worker(new URL(boot, import.meta.url), {
      workerData: { file: file.href },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
    });
    let ended = false;
    worker.on('message', onMessage);
    worker.on('error', (error) => onFailure(error.message));
    worker.on('exit', (code) => {
      if (!ended) onFailure(`it ended with code ${code}`);
    });
    // A pool that nobody disposed of does not keep the process alive while it has nothing to do.
    worker.unref();
    return {
      post: (chunk) => worker.postMessage(chunk),
      terminate: () => {
        ended = true;
        void worker.terminate();
      },
    };
  };
}

/** Starts a judge worker of the place that this runs in. */
export function startThreadHere(): StartThread {
  if (typeof Worker === 'function') return startBrowserThread;
  return startNodeThread(new URL(nodeWorker, import.meta.url));
}
