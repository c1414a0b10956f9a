import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A peer's script may take this long. */
const PATIENCE_MINUTES = 10;

/** The folder of the benchmark's peers, which has a package.json of its own. */
const folder = fileURLToPath(new URL('../../../bench/', import.meta.url));

/**
 * Runs a script of `bench/` that reads JSON from stdin and writes JSON to stdout, in a process of its own.
 *
 * @param command the program that runs it (`node`, `python3`)
 * @param needs the npm package that it measures, if any
 * @param extra flags of the command that stand before the script, and what is added to the environment
 * @returns its answer, or a sentence on why there is none and what to do
 */
export function runPeer<Answer>(
  command: string,
  script: string,
  input: unknown,
  needs?: string,
  { flags = [], environment = {} }: { flags?: string[]; environment?: Record<string, string> } = {},
): { answer: Answer } | { problem: string } {
  if (needs !== undefined && !existsSync(`${folder}node_modules/${needs}`)) {
    return { problem: `${needs} is not installed: npm ci --prefix bench` };
  }
  const { stdout, stderr, status, error } = spawnSync(command, [...flags, `${folder}${script}`], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    timeout: PATIENCE_MINUTES * 60_000,
    maxBuffer: 1 << 30,
    env: { ...process.env, PYTHONHASHSEED: '0', ...environment },
  });
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOENT') return { problem: `there is no ${command} here` };
  if (code === 'ETIMEDOUT') return { problem: `bench/${script} took longer than ${PATIENCE_MINUTES} minutes` };
  if (status !== 0) {
    const reason = error?.message ?? stderr.split('\n').findLast((line) => /^\S*Error/.test(line)) ?? `exit ${status}`;
    return { problem: `bench/${script} failed: ${reason.slice(0, 200)}` };
  }
  return { answer: JSON.parse(stdout) as Answer };
}
