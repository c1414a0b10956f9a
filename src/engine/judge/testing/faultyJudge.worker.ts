import { parentPort } from 'node:worker_threads';
import { serveJudge } from '../serveJudge.ts';

/** A judge worker whose interpreter hangs on `hang`, dies on `die`, throws on `throw` and echoes everything else. */
const port = parentPort!;
port.on(
  'message',
  serveJudge(
    ({ code }) => {
      while (code === 'hang') {}
      if (code === 'die') process.exit(3);
      if (code === 'throw') throw new Error('thrown');
      return { ok: true, output: code, steps: 1, stdout: '' };
    },
    (message) => port.postMessage(message),
  ),
);
