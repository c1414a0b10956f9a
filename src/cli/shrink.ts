import { readFileSync, writeFileSync } from 'node:fs';
import { parseArguments } from '../core/config/flags.ts';
import { readAzrun } from '../core/runlog/azrun/readAzrun.ts';
import { writeThinnedAzrun } from '../core/runlog/azrun/thinRun.ts';
import { fail, refuseArguments } from './command.ts';

/** `npm run shrink -- RUN.azrun`: a run without its weights, thinned to a size that can ship with the page. */

const flags = {
  kilobytes: {
    kind: 'integer',
    min: 1,
    max: 1_000_000,
    help: 'most kilobytes (of 1,000 bytes) of the file, default 300',
  },
  out: { kind: 'text', placeholder: 'FILE.azrun', help: 'where to write it' },
} as const;

const parsed = parseArguments(process.argv.slice(2), flags);
if ('problem' in parsed) refuseArguments('shrink', parsed.problem, flags);
const [path] = parsed.rest;
const { kilobytes = 300, out } = parsed.flags;
if (!path || !out) refuseArguments('shrink', 'Say which run and where to: RUN.azrun --out FILE.azrun.', flags);

try {
  const { file, problems } = readAzrun(new Uint8Array(readFileSync(path)));
  for (const problem of problems) console.error(`${path}: ${problem}`);
  if (!file) process.exit(1);
  const small = writeThinnedAzrun({ events: file.events }, kilobytes * 1000);
  writeFileSync(out, small);
  const left = readAzrun(small).file?.manifest.thinned?.sentence ?? 'Nothing was left out.';
  console.log(`${out}: ${Math.round(small.length / 1000)} kB. ${left}`);
  if (small.length > kilobytes * 1000) {
    throw new Error(`Metrics and evaluations alone take more than ${kilobytes} kB. Allow more with --kilobytes.`);
  }
} catch (error) {
  fail('shrink', error);
}
