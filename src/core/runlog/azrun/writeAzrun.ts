import { strToU8, type Zippable, zipSync } from 'fflate';
import type { RunEvent, RunStarted, StepMetrics } from '../events.ts';
import { savedEvents } from '../runLog.ts';
import { AZRUN_VERSION, extraName, type LogLetter, logEntries, type Manifest, type Thinned } from './format.ts';

/** Zip times are fixed, so that the same run gives the same bytes. */
const MTIME = new Date(1980, 0, 1);

export interface AzrunContents {
  /** The log, beginning with RunStarted. Passing events are left out and credit is folded in. */
  events: Iterable<RunEvent>;
  /** Opaque entries by name, e.g. `weights.safetensors`, `optimizer.bin`. */
  extras?: Record<string, Uint8Array>;
}

/**
 * A run as an .azrun file (a zip): manifest.json, config.json, metrics.jsonl, events.jsonl, tasks.jsonl, rollouts.jsonl and extras.
 * @throws Error when the log has no RunStarted, or an extra has a name that no file may have
 */
export function writeAzrun({ events, extras = {} }: AzrunContents): Uint8Array {
  return zipLog(savedEvents(events), { extras });
}

export interface ZipOptions {
  extras?: Record<string, Uint8Array>;
  thinned?: Thinned;
  /** How hard to compress; 9 takes nearly twice as long as 6 for a file that is a fraction of a percent smaller. */
  level?: 6 | 9;
}

/** Writes events that are already as `savedEvents` gives them. */
export function zipLog(events: readonly RunEvent[], { extras = {}, thinned, level = 6 }: ZipOptions = {}): Uint8Array {
  const started = events.find((event) => event.kind === 'run');
  if (!started) throw new Error('A run file needs a log that begins with the event of kind "run".');
  const rows: Record<LogLetter, string[]> = { e: [], t: [], r: [], m: [] };
  const letters: LogLetter[] = [];
  for (const event of events) {
    if (event.kind === 'run') continue;
    const letter = letterOf(event);
    letters.push(letter);
    rows[letter].push(JSON.stringify(rowOf(event)));
  }
  const last = events.findLast((event) => event.kind === 'step');
  const manifest = manifestOf(started, last, orderOf(letters), thinned);
  const files: Zippable = {
    'manifest.json': strToU8(JSON.stringify(manifest, undefined, 1)),
    'config.json': strToU8(JSON.stringify(started.config, undefined, 1)),
  };
  for (const letter of ['m', 'e', 't', 'r'] as const) {
    files[logEntries[letter].name] = strToU8(rows[letter].map((row) => `${row}\n`).join(''));
  }
  for (const [name, bytes] of Object.entries(extras)) {
    if (!extraName.test(name) || Object.hasOwn(files, name))
      throw new Error(`No entry of a run file may be called ${name}.`);
    files[name] = [bytes, { level: 0 }];
  }
  return zipSync(files, { level, mtime: MTIME });
}

function manifestOf(started: RunStarted, last: StepMetrics | undefined, order: string, thinned?: Thinned): Manifest {
  const { kind: _, config, ...about } = started;
  const manifest: Manifest = {
    v: AZRUN_VERSION,
    ...about,
    seed: config.seed,
    steps: last?.step ?? 0,
    hash: last?.hash ?? null,
    order,
  };
  return thinned ? { ...manifest, thinned } : manifest;
}

function letterOf(event: RunEvent): LogLetter {
  switch (event.kind) {
    case 'task':
      return 't';
    case 'rollout':
      return 'r';
    case 'step':
      return 'm';
    default:
      return 'e';
  }
}

/** The row of an event: without the kind where its entry tells, metrics with their series beside the step. */
function rowOf(event: RunEvent): object {
  switch (event.kind) {
    case 'task':
    case 'rollout': {
      const { kind: _, ...row } = event;
      return row;
    }
    case 'step': {
      const { kind: _, series, ...row } = event;
      return { ...row, ...Object.fromEntries(Object.entries(series).filter(([, value]) => Number.isFinite(value))) };
    }
    default:
      return event;
  }
}

/** Run lengths, e.g. `e3t2r40m1`. */
function orderOf(letters: readonly LogLetter[]): string {
  let order = '';
  for (let i = 0; i < letters.length; ) {
    let end = i;
    while (letters[end] === letters[i]) end++;
    order += `${letters[i]}${end - i}`;
    i = end;
  }
  return order;
}
