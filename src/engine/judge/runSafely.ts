import type { RunRequest, RunResult } from '../../core/python/api.ts';

/**
 * Runs one request with `run`, which should never throw: what it throws all the same becomes a typed refusal, so that no
 * other request is lost.
 */
export function runSafely(run: (request: RunRequest) => RunResult, request: RunRequest): RunResult {
  try {
    return run(request);
  } catch (error) {
    const overflow = error instanceof RangeError && /call stack/i.test(error.message);
    return {
      ok: false,
      error: overflow
        ? { kind: 'recursion', type: 'RecursionError', message: 'maximum recursion depth exceeded', line: 0 }
        : { kind: 'unsupported', type: 'Unsupported', message: `internal error of the interpreter: ${error}`, line: 0 },
      steps: 0,
      stdout: '',
    };
  }
}
