import { describe, expect, it } from 'vitest';
import { canonicalConfig } from '../runlog/trajectoryHash.ts';
import { parseConfig } from './parseConfig.ts';
import { findPreset, presetConfig, presetId, presets } from './presets.ts';

describe('presets', () => {
  it('have ids of their own and valid settings', () => {
    expect(new Set(presets.map(presetId)).size).toBe(presets.length);
    for (const preset of presets) expect(parseConfig(presetConfig(preset)), presetId(preset)).toHaveProperty('config');
  });

  it('are found by id, or by name as the newest', () => {
    expect(findPreset('paper.1')?.name).toBe('paper');
    expect(findPreset('default')?.number).toBe(
      Math.max(...presets.filter(({ name }) => name === 'default').map(({ number }) => number)),
    );
    expect(findPreset('nonsense')).toBeUndefined();
  });

  it('never change: a link names a preset and must mean the same for ever (else add the next number)', () => {
    expect(presets.map((preset) => `${presetId(preset)} ${canonicalConfig(presetConfig(preset))}`)).toMatchSnapshot();
  });
});
