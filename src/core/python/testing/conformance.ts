import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of recorded tasks and outputs to agree with: `AZP_SHARED`, or `../shared` beside the repository. */
const folder = join(process.env.AZP_SHARED ?? join(process.cwd(), '..', 'shared'), 'conformance');

/** Rows of a JSONL file of the conformance folder; undefined where there is none. */
export function conformanceRows<T>(file: string): T[] | undefined {
  const path = join(folder, file);
  if (!existsSync(path)) return undefined;
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}

/** The title of a test that needs such a file; says so where it is skipped. */
export const needsRows = (title: string, rows: unknown): string =>
  rows === undefined ? `${title} (skipped: no conformance folder in AZP_SHARED or ../shared)` : title;
