import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SWEEPS } from './sweptRun.ts';

const COMMAND = ['--import', import.meta.resolve('tsx'), fileURLToPath(new URL('selfplay.ts', import.meta.url))];
/** No step, and seeds from the grammar in place of the model's own: the shortest run. */
const SHORTEST = '--preset tiny --steps 0 --eval-tasks 3 --backend wasm --set taskSource=grammar prior=0 seedTasks=1';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'selfplay-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function selfplay(flags: string) {
  const given = [...COMMAND, ...flags.split(' '), ...SHORTEST.split(' ')];
  const { stdout, stderr, status } = spawnSync(process.execPath, given, { cwd: folder, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return { printed: JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''), stderr };
}

it('keeps a run that --seeds asked for though it is one, prints its summary, and takes it over when it is asked for again', () => {
  const { printed } = selfplay('--seeds 3 --out run.azrun');
  expect(printed).toMatchObject({ v: 1, preset: 'tiny.1', seed: 3, stopped: 'steps' });
  expect(existsSync(join(folder, 'run.azrun'))).toBe(true);
  const [kept, ...others] = readdirSync(join(folder, SWEEPS));
  expect(others).toEqual([]);
  expect(JSON.parse(readFileSync(join(folder, SWEEPS, kept), 'utf8'))).toMatchObject({ summary: printed });

  const again = selfplay('--seeds 3');
  expect(again.stderr).toContain('done before');
  expect(again.stderr).not.toContain('build');
  expect(again.printed).toEqual(printed);

  const path = join(folder, SWEEPS, kept);
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), build: '0.0.1' }));
  expect(selfplay('--seeds 3').stderr).toMatch(/done before \(.*\), in build 0\.0\.1; this is build \d/);

  writeFileSync(join(folder, 'run.azrun'), 'of another run');
  expect(selfplay('--seeds 3 --out run.azrun').stderr).not.toContain('done before');
  expect(readFileSync(join(folder, 'run.azrun')).subarray(0, 2).toString()).toBe('PK');
});

it('keeps nothing of a run that --seed asked for', () => {
  expect(selfplay('--seed 3').printed).toMatchObject({ v: 1, preset: 'tiny.1', seed: 3 });
  expect(existsSync(join(folder, 'runs'))).toBe(false);
});
