import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** Flags under which a headless Chromium without a GPU offers WebGPU on its software adapter. */
export const SOFTWARE_WEBGPU_FLAGS = ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/**
 * Path of a Chromium or Chrome on this machine: the variable CHROMIUM_PATH, else the first on the PATH.
 * @throws Error with what to install when there is none
 */
export function findChromium(environment = process.env): string {
  const folders = (environment.PATH ?? '').split(delimiter);
  const candidates = environment.CHROMIUM_PATH
    ? [environment.CHROMIUM_PATH]
    : [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...PLACES];
  const found = candidates.find(isExecutable);
  if (found) return found;
  throw new Error(
    environment.CHROMIUM_PATH
      ? `CHROMIUM_PATH names ${environment.CHROMIUM_PATH}, which is not a program that can be run.`
      : 'No Chromium was found for the browser tests: install one (on Debian: apt-get install chromium) or set CHROMIUM_PATH.',
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
