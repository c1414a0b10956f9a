import type { RunRequest, RunResult } from '../../core/python/api.ts';
import type { JudgeChunk, JudgeMessage } from './messages.ts';
import { runSafely } from './runSafely.ts';

/** A chunk that takes longer than this shows a sign of life with the answers it has. */
const SIGN_OF_LIFE_MILLISECONDS = 200;

/** The work of a judge worker: returns what to do with each chunk. Call it once, when the worker can work. */
export function serveJudge(
  run: (request: RunRequest) => RunResult,
  post: (message: JudgeMessage) => void,
): (chunk: JudgeChunk) => void {
  post({ ready: true });
  return ({ chunk, requests }) => {
    let results: RunResult[] = [];
    let shown = performance.now();
    for (const request of requests) {
      results.push(runSafely(run, request));
      const now = performance.now();
      if (now - shown > SIGN_OF_LIFE_MILLISECONDS) {
        post({ ready: false, chunk, results });
        results = [];
        shown = now;
      }
    }
    if (results.length > 0) post({ ready: false, chunk, results });
  };
}
