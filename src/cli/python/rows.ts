import type { RunRequest, RunResult, TraceEvent } from '../../core/python/api.ts';
import { runSafely } from '../../engine/judge/runSafely.ts';

/** What a program printed is shown up to this many characters. */
const STDOUT_LIMIT = 4096;

/** One line of `npm run -s python -- --jsonl`'s output. */
export type ResultRow =
  | { id: unknown; ok: true; output: string; steps: number; stdout?: string; trace?: TraceEvent[] }
  | {
      id: unknown;
      ok: false;
      error: { kind: string; type: string; message: string; line: number };
      trace?: TraceEvent[];
    };

/** Answers one line of input: a request as JSON, or anything else, which is refused with a sentence. */
export function answerLine(line: string, run: (request: RunRequest) => RunResult): ResultRow {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (error) {
    return refuse(null, `the line is not JSON: ${(error as Error).message}`);
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    return refuse(null, 'the line must be a JSON object with `code` and `args` or `call`');
  }
  const fields = row as Record<string, unknown>;
  const id = fields.id ?? null;
  const request = readRequest(fields);
  if (typeof request === 'string') return refuse(id, request);
  const result = runSafely(run, request);
  const trace = request.trace && result.trace ? { trace: result.trace } : {};
  if (!result.ok) {
    const { kind, type, message, line: at } = result.error;
    return { id, ok: false, error: { kind, type, message, line: at }, ...trace };
  }
  const stdout = result.stdout === '' ? {} : { stdout: result.stdout.slice(0, STDOUT_LIMIT) };
  return { id, ok: true, output: result.output, steps: result.steps, ...stdout, ...trace };
}

export function refuse(id: unknown, message: string): ResultRow {
  return { id, ok: false, error: { kind: 'request', type: 'BadRequest', message, line: 0 } };
}

/** The request that a row asks for, or a sentence on what is wrong with it. */
function readRequest(row: Record<string, unknown>): RunRequest | string {
  const { code, args, call, fuel, trace, hashSeed } = row;
  if (typeof code !== 'string') return '`code` must be a string: the source of the program';
  if ((args === undefined) === (call === undefined)) {
    return 'give either `args` (source text of the argument list of `f`) or `call` (an expression)';
  }
  if (fuel !== undefined && !(Number.isSafeInteger(fuel) && (fuel as number) > 0)) {
    return '`fuel` must be a positive integer: the steps that the run may spend';
  }
  if (trace !== undefined && typeof trace !== 'boolean') return '`trace` must be true or false';
  if (hashSeed !== undefined && !(Number.isSafeInteger(hashSeed) && (hashSeed as number) >= 0)) {
    return '`hashSeed` must be an integer from 0 on';
  }
  const options = {
    ...(fuel === undefined ? {} : { fuel: fuel as number }),
    ...(trace === undefined ? {} : { trace: trace as boolean }),
    ...(hashSeed === undefined ? {} : { hashSeed: hashSeed as number }),
  };
  if (typeof args === 'string') return { code, args, ...options };
  if (typeof call === 'string') return { code, call, ...options };
  return '`args` and `call` must be strings';
}
