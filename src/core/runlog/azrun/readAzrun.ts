import * as v from 'valibot';
import { parseConfig, problemOf } from '../../config/parseConfig.ts';
import { findPreset, presetConfig } from '../../config/presets.ts';
import { type Config, defaultConfig } from '../../config/schema.ts';
import type { RunEvent, RunStarted } from '../events.ts';
import { eventOf } from './eventSchema.ts';
import { AZRUN_VERSION, extraName, type LogLetter, logEntries, type Manifest } from './format.ts';
import { mergeRows } from './mergeRows.ts';
import { readZip, type ZipEntry } from './readZip.ts';

const MB = 2 ** 20;
const LARGEST_FILE = 1024 * MB;

/** What a run file holds. */
export interface AzrunFile {
  manifest: Manifest;
  /** The log, beginning with RunStarted, in the order in which it happened. */
  events: RunEvent[];
  /** Opaque entries by name, e.g. `weights.safetensors`. */
  extras: Map<string, Uint8Array>;
}

export interface AzrunReading {
  /** What could be read; undefined when the file is no run at all. */
  file?: AzrunFile;
  /** What is wrong with the file, in sentences; empty for a whole one. */
  problems: string[];
}

/** Reads an .azrun file. Never throws: what is damaged or missing is said, what is fine is kept. */
export function readAzrun(bytes: Uint8Array): AzrunReading {
  if (bytes.length > LARGEST_FILE)
    return { problems: ['The file is larger than 1 GB, which is more than a run can have.'] };
  const zip = readZip(bytes, limitOf);
  if (!zip) return { problems: ['This is not a run file: an .azrun file is a zip, and this is none.'] };
  const problems: string[] = [];
  const manifest = readManifest(zip, problems);
  if (!manifest) return { problems };
  const config = readConfig(zip, manifest, problems);
  const rows: Record<LogLetter, (RunEvent | undefined)[]> = { e: [], t: [], r: [], m: [] };
  for (const letter of Object.keys(logEntries) as LogLetter[]) rows[letter] = readRows(zip, letter, problems);
  const { preset, build, backend, engine, adapter, parameters, base, warmupDepth } = manifest;
  const about = { preset, build, backend, engine, adapter, parameters, base, warmupDepth };
  const started: RunStarted = { kind: 'run', ...about, config };
  const extras = new Map<string, Uint8Array>();
  const known = ['manifest.json', 'config.json', ...Object.values(logEntries).map(({ name }) => name)];
  for (const [name, entry] of zip) {
    if (known.includes(name)) continue;
    if (entry.problem) problems.push(`${name} ${entry.problem} and was left out.`);
    else extras.set(name, entry.bytes);
  }
  return { file: { manifest, events: [started, ...mergeRows(rows, manifest.order)], extras }, problems };
}

function limitOf(name: string): number {
  if (name.endsWith('.json')) return 4 * MB;
  if (name.endsWith('.jsonl')) return 256 * MB;
  return extraName.test(name) ? 512 * MB : 0;
}

const text = v.pipe(v.string(), v.maxLength(1000));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const amount = v.object({ kept: count, of: count });

const manifestSchema: v.GenericSchema<unknown, Manifest> = v.object({
  v: count,
  preset: text,
  build: text,
  backend: v.picklist(['webgpu', 'wasm', 'cpu']),
  engine: v.picklist(['plain', 'fused']),
  adapter: text,
  parameters: count,
  base: text,
  warmupDepth: count,
  seed: count,
  steps: count,
  hash: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  order: v.string(),
  thinned: v.optional(v.object({ rollouts: amount, proposals: amount, tasks: amount, sentence: text })),
});

function readManifest(zip: Map<string, ZipEntry>, problems: string[]): Manifest | undefined {
  const json = jsonOf(zip, 'manifest.json', problems);
  if (json === undefined) return undefined;
  const version = v.safeParse(v.object({ v: count }), json);
  if (version.success && version.output.v > AZRUN_VERSION) {
    const versions = `version ${version.output.v} of the format, and this page reads versions up to ${AZRUN_VERSION}`;
    problems.push(
      `The file was written by a newer build: it has ${versions}. Reload the page to get the newest build.`,
    );
    return undefined;
  }
  const parsed = v.safeParse(manifestSchema, json, { abortEarly: true });
  if (parsed.success) return parsed.output;
  problems.push(
    `manifest.json does not describe a run: ${v.getDotPath(parsed.issues[0]) ?? 'it'} is missing or wrong.`,
  );
  return undefined;
}

/** The settings of the file; where they cannot be read, those of its preset. */
function readConfig(zip: Map<string, ZipEntry>, manifest: Manifest, problems: string[]): Config {
  const preset = findPreset(manifest.preset);
  const base = preset ? presetConfig(preset) : defaultConfig();
  const json = jsonOf(zip, 'config.json', problems);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    problems.push(
      `Its settings cannot be read; those of ${manifest.preset} are shown, which may not be what it ran with.`,
    );
    return base;
  }
  const sound = Object.entries(json).filter(([key, value]) => {
    const problem = problemOf(key, value);
    if (problem) problems.push(`config.json: ${problem}`);
    return problem === undefined;
  });
  const parsed = parseConfig(Object.fromEntries(sound), base);
  return 'config' in parsed ? parsed.config : base;
}

function jsonOf(zip: Map<string, ZipEntry>, name: string, problems: string[]): unknown {
  const entry = zip.get(name);
  if (!entry || entry.problem) {
    problems.push(`${name} ${entry?.problem ?? 'is missing'}.`);
    return undefined;
  }
  try {
    return JSON.parse(new TextDecoder().decode(entry.bytes));
  } catch {
    problems.push(`${name} is not JSON.`);
    return undefined;
  }
}

/** The events of an entry, row by row; undefined for a row that is none, so that the others keep their place. */
function readRows(zip: Map<string, ZipEntry>, letter: LogLetter, problems: string[]): (RunEvent | undefined)[] {
  const { name } = logEntries[letter];
  const entry = zip.get(name);
  if (!entry) {
    problems.push(`${name} is missing.`);
    return [];
  }
  if (entry.problem) problems.push(`${name} ${entry.problem}; what came before is shown.`);
  const lines = new TextDecoder().decode(entry.bytes).split('\n');
  const unfinished = lines.pop();
  if (unfinished && !entry.problem) lines.push(unfinished);
  const rows = lines.map((line) => rowEvent(line, letter));
  const bad = rows.flatMap((row, index) => (row === undefined ? index + 1 : []));
  if (bad.length > 0) {
    const rowsLeftOut = bad.length === 1 ? 'one row is' : `${bad.length} of ${rows.length} rows are`;
    problems.push(`${name}: ${rowsLeftOut} not what the format says and left out, the first in line ${bad[0]}.`);
  }
  return rows;
}

function rowEvent(line: string, letter: LogLetter): RunEvent | undefined {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof row !== 'object' || row === null) return undefined;
  const entry = logEntries[letter];
  if (!('kind' in entry)) return eventOf(row);
  if (entry.kind !== 'step') return eventOf({ ...row, kind: entry.kind });
  const { step, updates, seconds, tokens, hash, ...series } = row as Record<string, unknown>;
  return eventOf({ kind: 'step', step, updates, seconds, tokens, hash, series });
}
