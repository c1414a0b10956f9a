import type { RunRequest, RunResult } from '../../core/python/api.ts';

/** Runs programs. The only judge of self-play: its answers never depend on how many workers it has. */
export interface Judge {
  /** Answers in the order of the requests; never rejects for what a program does. */
  run(requests: readonly RunRequest[]): Promise<RunResult[]>;
  readonly workers: number;
  dispose(): void;
}
