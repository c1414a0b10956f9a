import { expect, it } from 'vitest';
import { findPreset, presetConfig } from '../../core/config/presets.ts';
import { configKeys, defaultConfig } from '../../core/config/schema.ts';
import { changesFromPreset, findSettings, waitingForReset } from './draftChanges.ts';

const paper = presetConfig(findPreset('paper.1')!);

it('lists what differs from the chosen preset, not from the default one', () => {
  expect(changesFromPreset('paper.1', paper)).toEqual([]);
  expect(changesFromPreset('paper.1', { ...paper, rollouts: 2 })).toEqual([{ key: 'rollouts', from: 8, to: 2 }]);
});

it('knows which changes wait for a reset', () => {
  const running = defaultConfig();
  expect(waitingForReset(undefined, running)).toEqual([]);
  expect(waitingForReset(running, { ...running, rollouts: 2, modelSize: 'nano' })).toEqual(['modelSize']);
});

it('finds settings by label, key and help', () => {
  expect(findSettings('')).toEqual(configKeys);
  expect(findSettings('learning rate')).toEqual(['learningRate', 'learningRateWarmup']);
  expect(findSettings('judgeworkers')).toEqual(['judgeWorkers']);
  expect(findSettings('no such thing')).toEqual([]);
});
