import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Name of this build of the program: its version and, in a checkout, the commit: `0.1.0+1a2b3c4`, with `-dirty` where files were changed since. */
export function buildName(): string {
  const { version }: { version: string } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8'));
  if (!existsSync(`${ROOT}/.git`)) return version;
  const git = spawnSync('git', ['describe', '--always', '--dirty', '--exclude=*'], { cwd: ROOT, encoding: 'utf8' });
  return git.status === 0 ? `${version}+${git.stdout.trim()}` : version;
}
