import { expect, it } from 'vitest';
import { findPreset, presetConfig } from '../../core/config/presets.ts';
import { type Config, defaultConfig } from '../../core/config/schema.ts';
import { configDifferences, runName, valueWords } from './configDifferences.ts';

const run = (changes: Partial<Config> = {}) => ({ preset: 'default.1', config: { ...defaultConfig(), ...changes } });
const paper = (changes: Partial<Config> = {}) => ({
  preset: 'paper.1',
  config: { ...presetConfig(findPreset('paper.1')!), ...changes },
});

it('lists what differs, in words', () => {
  expect(configDifferences(run().config, run({ seed: 7, novelty: false, update: 'none' }).config)).toEqual([
    { key: 'seed', label: 'Seed', first: '1', second: '7' },
    { key: 'novelty', label: 'Novelty', first: 'on', second: 'off' },
    {
      key: 'update',
      label: 'Update',
      first: 'Likelihood of verified positives',
      second: 'None (measure only)',
    },
  ]);
  expect(valueWords('rewardRule', 'code')).toContain('Reference code');
});

it('names a run by what tells it from the other', () => {
  expect(runName(run({ seed: 7 }), run())).toBe('seed 7');
  expect(runName(run({ seed: 7, rollouts: 4, batch: 2 }), run())).toBe('seed 7, batch per stream 2, 1 more');
  expect(runName(run(), run())).toBe('same settings');
});

it('lets a preset stand for all that it changes', () => {
  expect(runName(paper(), run())).toBe('paper.1');
  expect(runName(run(), paper())).toBe('default.1');
  expect(runName(paper({ seed: 3 }), run())).toBe('paper.1, seed 3');
});
