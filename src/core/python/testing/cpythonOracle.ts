import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';

/** Is a CPython 3.11 on this machine, whose word tests can compare ours with? */
export const hasCPython: boolean = /^Python 3\.11\./.test(
  spawnSync('python3', ['--version'], { encoding: 'utf8' }).stdout ?? '',
);

/** The title of a test that needs CPython; says so where it is skipped. */
export const needsCPython = (title: string): string =>
  hasCPython ? title : `${title} (skipped: no CPython 3.11 as python3 on this machine)`;

/**
 * Runs a Python script that reads JSON from stdin and writes JSON to stdout. Strings set hashes with seed 0.
 *
 * @throws Error with the script's stderr when it fails
 */
export function askCPython<T>(script: string, input: unknown, timeoutMilliseconds = 120_000): T {
  const { stdout, stderr, status, error } = spawnSync('python3', ['-X', 'utf8', '-W', 'ignore', '-c', script], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    timeout: timeoutMilliseconds,
    maxBuffer: 1 << 30,
    // Programs may write files, which are not wanted among the sources.
    cwd: tmpdir(),
    env: { ...process.env, PYTHONHASHSEED: '0' },
  });
  if (status !== 0) throw new Error(`python3 failed (${status ?? error?.message}): ${stderr}`);
  return JSON.parse(stdout) as T;
}
