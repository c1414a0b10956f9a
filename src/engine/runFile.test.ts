import { expect, it } from 'vitest';
import { defaultConfig } from '../core/config/schema.ts';
import type { RunStarted } from '../core/runlog/events.ts';
import { vocabularySize } from '../core/tasks/tokenizer.ts';
import { initialWeights } from '../nn/initialWeights.ts';
import { modelShape, parameterCount } from '../nn/modelShape.ts';
import type { Checkpoint } from './checkpoints.ts';
import { readRunFile, writeRunFile } from './runFile.ts';
import { SelfPlayState } from './selfplayState.ts';

const shape = modelShape('nano', vocabularySize);
const count = parameterCount(shape);
const started: RunStarted = {
  kind: 'run',
  preset: 'tiny.1',
  config: defaultConfig(),
  build: '0',
  backend: 'cpu',
  engine: 'plain',
  adapter: 'CPU',
  parameters: count,
  base: 'random weights',
  warmupDepth: 3,
};

function checkpoint(seed: number): Checkpoint {
  const state = new SelfPlayState(1, defaultConfig());
  state.step = seed;
  const moments = () => new Float32Array(count).fill(seed);
  return {
    weights: initialWeights(shape, seed),
    average: initialWeights(shape, seed + 10),
    optimizer: { updates: seed, first: moments(), second: moments() },
    snapshot: state.snapshot(),
  };
}

it('holds the last good checkpoint where it is an earlier one, and nothing twice where it is the newest', () => {
  const [good, latest] = [checkpoint(1), checkpoint(2)];
  const both = writeRunFile({ events: [started], ...latest, good, shape });
  const one = writeRunFile({ events: [started], ...latest, good: latest, shape });
  expect(readRunFile(both, shape)).toMatchObject({ ...latest, good });
  expect(readRunFile(one, shape).good).toBeUndefined();
  expect(both.length).toBeGreaterThan(1.9 * one.length);
});

it('goes on without a good checkpoint that is damaged, and says so', () => {
  const [good, latest] = [checkpoint(1), checkpoint(2)];
  good.optimizer = { updates: 1, first: good.optimizer.first.slice(1), second: good.optimizer.second.slice(1) };
  const read = readRunFile(writeRunFile({ events: [started], ...latest, good, shape }), shape);
  expect(read.weights).toEqual(latest.weights);
  expect(read.good).toBeUndefined();
  expect(read.problem).toMatch(/cannot be read/);
});
