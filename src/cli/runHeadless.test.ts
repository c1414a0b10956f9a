import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findPreset, presetConfig } from '../core/config/presets.ts';
import { readAzrun } from '../core/runlog/azrun/readAzrun.ts';
import { writeAzrun } from '../core/runlog/azrun/writeAzrun.ts';
import { type HeadlessOptions, runHeadless } from './runHeadless.ts';

const config = {
  ...presetConfig(findPreset('default') as NonNullable<ReturnType<typeof findPreset>>),
  ...({
    modelSize: 'nano',
    backend: 'wasm',
    batch: 4,
    rollouts: 2,
    seedTasks: 6,
    evaluationTasks: 6,
    evaluateEvery: 2,
  } as const),
  ...{ prior: 0, taskSource: 'grammar' as const, updateSequences: 8, updatesPerStep: 2 },
};
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-'));
  path = join(folder, 'run.azrun');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What was told, and the summary without what time has to do with. */
async function run(options: Partial<HeadlessOptions>) {
  const told: string[] = [];
  const progress = (text: string) => {
    told.push(text);
    options.progress?.(text);
  };
  const summary = await runHeadless({ preset: 'default.3', config }, { limits: { steps: 4 }, ...options, progress });
  return { told: told.join(''), summary: { ...summary, seconds: 0 } };
}

/** Keeps the run after every step and stops it in its third. */
async function interrupt() {
  const progress = (text: string) => {
    if (text.startsWith('step 3:')) throw new Error('interrupted');
  };
  await expect(run({ keep: { path, minutes: 0 }, progress })).rejects.toThrow('interrupted');
}

it('goes on from the file of an interrupted run to the same end', async () => {
  const whole = await run({});
  expect(whole.summary.updates).toBeGreaterThan(4);
  await interrupt();
  const { told, summary } = await run({ keep: { path, minutes: 0 }, out: join(folder, 'out.azrun') });
  expect(told).toContain('goes on after step 2');
  expect(told).not.toContain('step 2:');
  expect(summary).toEqual(whole.summary);
  const { file } = readAzrun(new Uint8Array(readFileSync(join(folder, 'out.azrun'))));
  const of = (kind: string) => file?.events.filter((event) => event.kind === kind) ?? [];
  expect(of('run')).toHaveLength(1);
  expect(of('step').map((event) => 'step' in event && event.step)).toEqual([0, 1, 2, 3, 4]);
}, 120_000);

it('begins again, and says why, where the file is of another build or cannot be read', async () => {
  await interrupt();
  const { file } = readAzrun(new Uint8Array(readFileSync(path)));
  if (!file) throw new Error('The kept run cannot be read.');
  const events = file.events.map((event) => (event.kind === 'run' ? { ...event, build: '0.0.1' } : event));
  writeFileSync(path, writeAzrun({ events, extras: Object.fromEntries(file.extras) }));
  const keep = { path, minutes: 60 };
  expect((await run({ keep, limits: { steps: 0 } })).told).toMatch(/another build \(0\.0\.1; this is .*begins again/);
  writeFileSync(path, 'no run');
  expect((await run({ keep, limits: { steps: 0 } })).told).toMatch(
    /cannot be gone on with, the run begins again: .*\./,
  );
}, 120_000);

it('keeps nothing of a run that learns by its distance to the base, which no file holds', async () => {
  await runHeadless(
    { preset: 'default.3', config: { ...config, klCoefficient: 0.1 } },
    { limits: { steps: 0 }, keep: { path, minutes: 0 }, progress: () => {} },
  );
  expect(existsSync(path)).toBe(false);
});
