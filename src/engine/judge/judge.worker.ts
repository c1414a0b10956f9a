import { runRequest } from '../../core/python/run.ts';
import type { JudgeChunk } from './messages.ts';
import { serveJudge } from './serveJudge.ts';

/** A judge worker of the browser. */
const serve = serveJudge(runRequest, (message) => self.postMessage(message));
self.addEventListener('message', ({ data }: MessageEvent<JudgeChunk>) => serve(data));
