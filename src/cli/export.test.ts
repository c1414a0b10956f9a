import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { defaultConfig } from '../core/config/schema.ts';
import type { RunStarted } from '../core/runlog/events.ts';
import { vocabularySize } from '../core/tasks/tokenizer.ts';
import { writeRunFile } from '../engine/runFile.ts';
import { SelfPlayState } from '../engine/selfplayState.ts';
import { initialWeights } from '../nn/initialWeights.ts';
import { modelShape, parameterCount } from '../nn/modelShape.ts';
import { readModel } from './readModel.ts';

const folder = mkdtempSync(join(tmpdir(), 'export-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('writes the averaged weights of a run as a checkpoint folder that evaluate reads, with its language', () => {
  const shape = modelShape('nano', vocabularySize);
  const config = { ...defaultConfig(), language: 'numbers', modelSize: 'nano' } as const;
  const parameters = parameterCount(shape);
  const started: RunStarted = {
    ...{ kind: 'run', preset: 'tiny.1', config, build: '0', backend: 'cpu', engine: 'plain' },
    ...{ adapter: 'CPU', parameters, base: 'random weights', warmupDepth: 3 },
  };
  const zeros = new Float32Array(parameters);
  const average = initialWeights(shape, 2);
  const snapshot = new SelfPlayState(1, config).snapshot();
  const optimizer = { updates: 0, first: zeros, second: zeros };
  const [run, out] = [join(folder, 'run.azrun'), join(folder, 'model')];
  writeFileSync(run, writeRunFile({ events: [started], weights: zeros, average, optimizer, snapshot, shape }));

  const command = (...given: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/export.ts', ...given], { encoding: 'utf8' });
  const { status, stdout, stderr } = command(run, '--out', out);
  expect([status, stderr]).toEqual([0, expect.stringContaining('averaged weights after step 0')]);
  expect(JSON.parse(stdout)).toMatchObject({ v: 1, averaged: true, language: 'numbers', parameters });
  expect(readModel(out)).toMatchObject({ weights: average, language: 'numbers', shape });
  const refused = command(out);
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('RUN.azrun --out DIR')]);
});
