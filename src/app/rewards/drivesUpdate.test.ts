import { expect, it } from 'vitest';
import { findPreset, presetConfig } from '../../core/config/presets.ts';
import { defaultConfig } from '../../core/config/schema.ts';
import { drivesUpdate } from './drivesUpdate.ts';

it('says yes for the paper, no for verified likelihood, and no when nothing trains', () => {
  const paper = findPreset('paper');
  expect(drivesUpdate(presetConfig(paper!)).drives).toBe(true);
  const likelihood = drivesUpdate(defaultConfig());
  expect(likelihood.drives).toBe(false);
  expect(likelihood.sentence).toContain('60 % of them replayed');
  const hindsight = drivesUpdate({ ...defaultConfig(), hindsightShare: 0.5 }).sentence;
  expect(hindsight).toContain('30 % of them replayed from earlier, and 50 % are inductions');
  expect(drivesUpdate({ ...defaultConfig(), update: 'none' }).sentence).toContain('Nothing is trained');
  expect(drivesUpdate({ ...defaultConfig(), trainProposer: false, trainSolver: false }).sentence).toContain('Nothing');
});

it('names a role that is frozen', () => {
  expect(drivesUpdate({ ...defaultConfig(), trainProposer: false }).sentence).toContain('The proposer is not trained.');
});
