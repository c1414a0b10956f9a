import type { RunRequest, RunResult } from '../../core/python/api.ts';

/** What a judge worker is asked: some requests, answered in order. */
export interface JudgeChunk {
  chunk: number;
  requests: readonly RunRequest[];
}

/** What a judge worker says: first that it can work, then answers as they come (several messages for a slow chunk). */
export type JudgeMessage = { ready: true } | { ready: false; chunk: number; results: RunResult[] };

/** A worker, whatever kind of thread it is. */
export interface JudgeThread {
  post(chunk: JudgeChunk): void;
  terminate(): void;
}

/**
 * Starts a worker.
 *
 * @param onMessage called for each message of the worker
 * @param onFailure called when the worker dies by itself, with the reason
 */
export type StartThread = (
  onMessage: (message: JudgeMessage) => void,
  onFailure: (reason: string) => void,
) => JudgeThread;
