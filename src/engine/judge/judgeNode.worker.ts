import { parentPort } from 'node:worker_threads';
import { runRequest } from '../../core/python/run.ts';
import { serveJudge } from './serveJudge.ts';

/** A judge worker of Node. */
if (parentPort === null) throw new Error('judgeNode.worker.ts runs as a worker of createJudgePool only');
const port = parentPort;
port.on(
  'message',
  serveJudge(runRequest, (message) => port.postMessage(message)),
);
