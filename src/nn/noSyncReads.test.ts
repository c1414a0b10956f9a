import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** On WebGPU a synchronous read gave zeros and destroyed the device: no code of ours may read tensors that way. */
it('reads no tensor synchronously', () => {
  const folder = join(import.meta.dirname, '..');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  expect(files.length).toBeGreaterThan(20);
  const calls = /\.(dataSync|arraySync|bytesSync|bufferSync|readSync)\(/;
  const offenders = files.filter((name) => calls.test(readFileSync(join(folder, name), 'utf8')));
  expect(offenders).toEqual([]);
});
