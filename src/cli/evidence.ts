import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { findPreset, presetConfig } from '../core/config/presets.ts';
import { defaultConfig } from '../core/config/schema.ts';
import { type EvidenceResult, evidenceText, mergeEvidence, parseEvidence } from '../core/evidence/evidence.ts';
import { evidenceRows, NOT_RUN } from '../core/evidence/evidenceRows.ts';
import { evidenceTable } from '../core/evidence/evidenceTable.ts';
import { resultOf } from '../core/evidence/resultOf.ts';
import { type Specialist, specialistSchema } from '../core/evidence/specialists.ts';
import { canonicalConfig } from '../core/runlog/trajectoryHash.ts';
import { readSweptRun, SWEEPS, type SweptRun } from './sweptRun.ts';

/**
 * `npm run evidence`: takes the finished runs of sweeps and the matrix of specialists into public/evidence.json and writes the tables into README.md. Runs with changed
 * settings, or short of a budget, are left out.
 */

const SPECIALISTS_FILE = 'runs/specialists.json';
const FILE = new URL('../../public/evidence.json', import.meta.url);
const README = new URL('../../README.md', import.meta.url);
const [BEGIN, END] = ['<!-- evidence: written by npm run evidence -->\n', '<!-- end of evidence -->'];

const old = parseEvidence(readFileSync(FILE, 'utf8'));
const names = existsSync(SWEEPS) ? readdirSync(SWEEPS).sort() : [];
const results = names.flatMap((name): EvidenceResult[] => {
  const run = readSweptRun(join(SWEEPS, name));
  const result = run && isAsPreset(run) ? resultOf(run.summary, run.config) : undefined;
  return result ? [result] : [];
});
const evidence = mergeEvidence(old, results, readSpecialists());
writeFileSync(FILE, evidenceText(evidence));

const rows = evidenceRows(evidence);
const readme = readFileSync(README, 'utf8');
const [head, rest] = readme.split(BEGIN);
const tail = rest?.split(END)[1];
if (tail === undefined)
  throw new Error(`README.md has no place for the table: it needs the lines "${BEGIN.trim()}" and "${END}".`);
writeFileSync(README, `${head}${BEGIN}${evidenceTable(evidence)}${END}${tail}`);
const done = rows.filter(({ verdict }) => verdict !== NOT_RUN).length;
console.log(
  `${results.length} runs of sweeps taken up; ${evidence.specialists.length} specialists; ${done} of ${rows.length} rows have results.`,
);

/** The matrix that `npm run evaluate -- --matrix` left; none where it was not run. */
function readSpecialists(): Specialist[] {
  if (!existsSync(SPECIALISTS_FILE)) return [];
  return v.parse(v.object({ matrix: v.array(specialistSchema) }), JSON.parse(readFileSync(SPECIALISTS_FILE, 'utf8')))
    .matrix;
}

/** Whether a run has its preset's settings and base: only then is it evidence for the preset. */
function isAsPreset({ config, checkpoint, summary: { preset, seed } }: SweptRun): boolean {
  const found = findPreset(preset);
  if (!found || checkpoint !== undefined) return false;
  const expected = { ...presetConfig(found), seed, backend: config.backend, engine: config.engine };
  // Settings that came after the run have their defaults in it.
  const settings = { ...defaultConfig(), ...config };
  return canonicalConfig(settings) === canonicalConfig(expected) && settings.averagedShare === expected.averagedShare;
}
