import type { RunRequest, RunResult } from '../core/python/api.ts';
import type { Judge } from './judge/judge.ts';

let pool: Promise<Judge> | undefined;

/**
 * Runs programs for the page, in a judge worker of the page's own: no program can hold up the page or the training.
 * The interpreter is loaded with the first request. Answers come in the order of the requests.
 */
export async function judge(requests: readonly RunRequest[]): Promise<RunResult[]> {
  pool ??= import('./judge/judgePool.ts').then(({ createJudgePool }) => createJudgePool(1));
  return (await pool).run(requests);
}
