import { expect, it } from 'vitest';
import { findPreset, presetConfig } from '../../core/config/presets.ts';
import { defaultConfig } from '../../core/config/schema.ts';
import { RunState } from '../../core/runlog/runState.ts';
import { sampleRun } from '../../core/runlog/testing/sampleRun.ts';
import { decodeLink } from '../../core/share/link.ts';
import { changedMeanwhile, linkOf } from './linkOf.ts';

const run = new RunState();
for (const event of sampleRun({ seed: 5, steps: 10, batch: 1, rollouts: 1 })) run.append(event);
const paper = presetConfig(findPreset('paper.1')!);
const sources = { page: 'https://example.org/', presetId: 'paper.1', draft: { ...paper, seed: 9 }, run };

it('carries the settings as chosen, or those of the run with its result', () => {
  const settings = linkOf({ what: 'settings' }, sources);
  expect(settings).toBe('https://example.org/#v=1&p=paper.1&seed=9');
  const claim = decodeLink(new URL(linkOf({ what: 'claim', view: 'rewards' }, sources)).hash)?.link;
  expect(claim).toMatchObject({ preset: 'default.1', view: 'rewards', claim: { step: 10 } });
  expect(claim?.config).toEqual({ ...defaultConfig(), seed: 5 });
});

it('is of the chosen settings while a run has no result yet', () => {
  expect(linkOf({ what: 'claim' }, { ...sources, run: new RunState() })).toBe(linkOf({ what: 'settings' }, sources));
});

it('names the settings that were changed while the run went on', () => {
  const config = run.header!.config;
  expect(changedMeanwhile(run, config)).toEqual([]);
  expect(changedMeanwhile(run, { ...config, temperature: 0.5, evaluateEvery: 3 })).toEqual(['Temperature']);
});
