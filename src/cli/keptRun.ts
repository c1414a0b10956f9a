import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type RunContents, readRunFile, writeRunFile } from '../engine/runFile.ts';
import type { ModelShape } from '../nn/modelShape.ts';

/** Writes a run that goes on to its file, whole or not at all. */
export function keepRun(path: string, contents: RunContents & { shape: ModelShape }): void {
  writeFileSync(`${path}.part`, writeRunFile(contents));
  renameSync(`${path}.part`, path);
}

/**
 * The interrupted run in the file, to go on from; undefined where there is none. One of another build is not gone on with, since no build would
 * give the whole of it again.
 * @param tell gets a sentence where a file is passed over
 */
export function readKeptRun(
  path: string,
  shape: ModelShape,
  build: string,
  tell: (sentence: string) => void,
): RunContents | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const run = readRunFile(new Uint8Array(readFileSync(path)), shape);
    const header = run.events.find((event) => event.kind === 'run');
    if (header?.build === build) return run;
    tell(`${path} was interrupted in another build (${header?.build}; this is ${build}): the run begins again.`);
  } catch (error) {
    tell(`${path} cannot be gone on with, the run begins again: ${error instanceof Error ? error.message : error}`);
  }
  return undefined;
}
