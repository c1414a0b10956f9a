import { type Difference, diffConfig } from '../../core/config/parseConfig.ts';
import { findPreset, presetConfig, presets } from '../../core/config/presets.ts';
import { type Config, type ConfigKey, configKeys, schema } from '../../core/config/schema.ts';

/** What the chosen settings change in their preset. */
export function changesFromPreset(presetId: string, draft: Config): Difference[] {
  return diffConfig(presetConfig(findPreset(presetId) ?? presets[0]), draft);
}

/** Settings that the running run does not have yet, because they need a reset. */
export function waitingForReset(running: Config | undefined, draft: Config): ConfigKey[] {
  if (!running) return [];
  return configKeys.filter((key) => schema[key].applies === 'reset' && running[key] !== draft[key]);
}

/** Settings whose label, key or help has all words of a search. An empty search finds all. */
export function findSettings(search: string): ConfigKey[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return configKeys.filter((key) => {
    const { label, help } = schema[key];
    const text = `${key} ${label} ${help}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
