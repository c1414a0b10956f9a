import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../config/schema.ts';
import type { RunEvent } from '../events.ts';
import { savedEvents } from '../runLog.ts';
import { RunState } from '../runState.ts';
import { sampleRun } from '../testing/sampleRun.ts';
import { readAzrun } from './readAzrun.ts';
import { writeThinnedAzrun } from './thinRun.ts';
import { writeAzrun } from './writeAzrun.ts';

const events = [...sampleRun({ steps: 6, batch: 2 })];
const saved = savedEvents(events);
const file = writeAzrun({ events, extras: { 'weights.safetensors': new Uint8Array([1, 2, 3]) } });

/** The file with some entries changed (undefined takes one away). */
function edited(changes: Record<string, ((text: string) => string) | undefined>): Uint8Array {
  const entries = unzipSync(file);
  for (const [name, change] of Object.entries(changes)) {
    if (change) entries[name] = strToU8(change(strFromU8(entries[name])));
    else delete entries[name];
  }
  return zipSync(entries);
}

function stateOf(log: Iterable<RunEvent>): RunState {
  const state = new RunState({ keepSteps: 1e9, keepRollouts: 1e9 });
  for (const event of log) state.append(event);
  return state;
}

describe('an .azrun file', () => {
  it('holds the log exactly, and the same run gives the same bytes', () => {
    const { file: read, problems } = readAzrun(file);
    expect(problems).toEqual([]);
    expect(read?.events).toEqual(saved);
    expect(read?.extras.get('weights.safetensors')).toEqual(new Uint8Array([1, 2, 3]));
    expect(read?.manifest).toMatchObject({ v: 1, preset: 'default.1', seed: 1, steps: 6, warmupDepth: 3 });
    expect(writeAzrun({ events: saved, extras: { 'weights.safetensors': new Uint8Array([1, 2, 3]) } })).toEqual(file);
  });

  it('names its metrics as the run summary does, one object a step', () => {
    const rows = strFromU8(unzipSync(file)['metrics.jsonl']).trim().split('\n');
    expect(rows).toHaveLength(6);
    const row = JSON.parse(rows[0]);
    expect(row).toMatchObject({ step: 1, tokens: { trained: 5000 }, 'propose.deduction.reward': expect.any(Number) });
    expect(row.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('leaves out numbers that are not finite instead of breaking the step', () => {
    const step = saved.find((event) => event.kind === 'step')!;
    const broken = { ...step, step: 99, series: { a: Number.NaN, b: 1 } };
    const read = readAzrun(writeAzrun({ events: [...saved, broken] }));
    expect(read.problems).toEqual([]);
    expect(read.file?.events.at(-1)).toMatchObject({ kind: 'step', step: 99, series: { b: 1 } });
  });

  it('refuses to be written without a header or with a strange entry', () => {
    expect(() => writeAzrun({ events: [] })).toThrow('kind "run"');
    expect(() => writeAzrun({ events, extras: { '../x': new Uint8Array() } })).toThrow('../x');
  });
});

describe('a damaged .azrun file', () => {
  it('that is no zip gives a sentence', () => {
    expect(readAzrun(strToU8('hello'))).toEqual({
      problems: ['This is not a run file: an .azrun file is a zip, and this is none.'],
    });
    expect(readAzrun(zipSync({ 'photo.jpg': new Uint8Array(9) })).problems).toEqual(['manifest.json is missing.']);
  });

  it('that was cut off keeps what is whole, at any length', () => {
    const events = readAzrun(file).file?.events.length ?? 0;
    let most = 0;
    for (let share = 0.05; share < 1; share += 0.05) {
      const read = readAzrun(file.subarray(0, Math.floor(file.length * share)));
      expect(read.problems.length).toBeGreaterThan(0);
      const found = read.file?.events.length ?? 0;
      expect(found).toBeGreaterThanOrEqual(most);
      most = found;
      if (read.file) stateOf(read.file.events);
    }
    expect(most).toBeGreaterThan(events / 2);
  });

  it('of a newer version says so', () => {
    const newer = edited({ 'manifest.json': (text) => text.replace('"v": 1', '"v": 7') });
    const { file: read, problems } = readAzrun(newer);
    expect(read).toBeUndefined();
    expect(problems[0]).toContain('version 7');
  });

  it('says which rows and settings it left out', () => {
    const read = readAzrun(
      edited({
        'config.json': (text) => text.replace(/"batch": \d+/, '"batch": 8000, "flux": 1'),
        'rollouts.jsonl': (text) =>
          text
            .replace('{', '{{')
            .replace(/"tokens":\[(?=\d)/g, '"tokens":[-')
            .slice(0, -1),
        'tasks.jsonl': undefined,
        'weights.safetensors': undefined,
      }),
    );
    expect(read.problems).toEqual([
      'config.json: Batch per stream (batch) must be a number from 1 to 64; it was 8000.',
      'config.json: There is no setting "flux".',
      'tasks.jsonl is missing.',
      expect.stringMatching(
        /^rollouts.jsonl: \d+ of \d+ rows are not what the format says and left out, the first in line 1.$/,
      ),
    ]);
    const started = read.file?.events[0];
    expect(started?.kind === 'run' && started.config.batch).toBe(defaultConfig().batch);
    expect(read.file?.events.filter(({ kind }) => kind === 'step')).toHaveLength(6);
  });

  it('that would unpack without end is stopped', () => {
    const bomb = zipSync({ ...unzipSync(file), 'config.json': new Uint8Array(20_000_000) });
    const { problems } = readAzrun(bomb);
    expect(problems[0]).toBe('config.json is larger than 4 MB.');
  });

  it('never throws, and what it gives can be shown', () => {
    const position = fc.nat(file.length - 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(position, fc.nat(255)), { minLength: 1, maxLength: 8 }), (changes) => {
        const bytes = file.slice();
        for (const [at, value] of changes) bytes[at] = value;
        const read = readAzrun(bytes);
        if (read.file) stateOf(read.file.events);
      }),
      { numRuns: 15 },
    );
    const row = fc.jsonValue().map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const events = edited({ 'events.jsonl': () => rows.join('\n'), 'metrics.jsonl': () => rows.join('\n') });
        const read = readAzrun(events);
        if (read.file) stateOf(read.file.events);
      }),
      { numRuns: 15 },
    );
  });
});

describe('a thinned .azrun file', () => {
  const long = savedEvents(sampleRun({ steps: 20, batch: 2 }));
  const whole = stateOf(long);

  it.each([0.6, 0.3, 0.15])('fits %f of the size and keeps what matters', (share) => {
    const full = writeAzrun({ events: long }).length;
    const thin = writeThinnedAzrun({ events: long }, full * share);
    expect(thin.length).toBeLessThanOrEqual(full * share);
    expect(thin.length).toBeGreaterThan(full * share * 0.9);
    const { file: read, problems } = readAzrun(thin);
    expect(problems).toEqual([]);
    const state = stateOf(read?.events ?? []);
    expect(state.series.length).toBe(20);
    expect(state.evaluations).toEqual(whole.evaluations);
    const { rollouts, tasks } = read?.manifest.thinned ?? {};
    expect(rollouts).toEqual({ kept: state.rollouts.total, of: whole.rollouts.total });
    expect(tasks).toEqual({ kept: state.tasks.size(), of: whole.tasks.size() });
    expect(state.rollouts.total).toBeGreaterThan(5);
    for (const { id, proposal } of state.tasks.list('abduction')) {
      if (proposal && !state.tasks.proposal(proposal)) continue;
      expect(state.tasks.solveCount(id)).toEqual(whole.tasks.solveCount(id));
    }
    const shown = (read?.events ?? []).filter((event) => event.kind === 'rollout' && event.purpose === 'solve');
    for (const event of shown) {
      if (event.kind === 'rollout') expect(event.task ?? state.tasks.task(event.taskId ?? '')).toBeDefined();
    }
  });

  it('spreads what it keeps over steps and streams', () => {
    const full = writeAzrun({ events: long }).length;
    const { file: read } = readAzrun(writeThinnedAzrun({ events: long }, full * 0.6));
    const kept = (read?.events ?? []).filter((event) => event.kind === 'rollout');
    expect(new Set(kept.map(({ role, type }) => `${role}.${type}`)).size).toBe(6);
    const thirds = [0, 0, 0];
    for (const { step } of kept) thirds[Math.min(2, Math.floor(step / 6.7))]++;
    for (const third of thirds) expect(third).toBeGreaterThan(kept.length / 5);
  });

  it('is the whole file when that fits', () => {
    expect(readAzrun(writeThinnedAzrun({ events: long }, 1e9)).file?.events).toEqual(long);
  });
});
