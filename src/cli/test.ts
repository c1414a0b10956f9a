import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../../e2e/findChromium.ts';

/** `npm test`: types, lint, unit tests, GPU ops on a software adapter, browser tests. The last line counts all of them. */

interface Outcome {
  passed: number;
  failed: number;
}

function run(title: string, command: string, args: string[]): boolean {
  console.log(`\n${title}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) console.log(`${title}: failed`);
  return status === 0;
}

const single = (ok: boolean): Outcome => ({ passed: Number(ok), failed: Number(!ok) });

function runVitest(project: string): Outcome {
  const report = join(mkdtempSync(join(tmpdir(), 'azp-')), 'report.json');
  const ok = run(`Tests: ${project}`, 'npx', [
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests + Number(!ok && numFailedTests === 0) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** A Chromium for the browser tests, installed from Debian's packages where there is none and this user may install. */
function prepareChromium(): boolean {
  if (hasChromium()) return true;
  console.log('No Chromium found: installing the Debian package.');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
  spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'], env });
  if (hasChromium()) return true;
  console.log(
    'The browser tests need Chromium or Chrome. Install one (on Debian: sudo apt-get install chromium) or set CHROMIUM_PATH.',
  );
  return false;
}

function hasChromium(): boolean {
  try {
    return findChromium() !== '';
  } catch {
    return false;
  }
}

const outcomes = [
  single(run('Types', 'npx', ['tsc', '--noEmit'])),
  single(run('Lint', 'npx', ['biome', 'check', '.'])),
  runVitest('unit'),
];
if (prepareChromium()) {
  const built = run('Build', 'npx', ['vite', 'build', '--logLevel', 'warn']);
  outcomes.push(single(built), runVitest('gpu'));
  if (built) outcomes.push(runVitest('e2e'));
} else {
  outcomes.push({ passed: 0, failed: 1 });
}
const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
