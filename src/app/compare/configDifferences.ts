import { findPreset, presetConfig } from '../../core/config/presets.ts';
import { type Config, type ConfigKey, configKeys, schema } from '../../core/config/schema.ts';

/** The part of a run's header that names what it was run with. */
export interface RunSettings {
  preset: string;
  config: Config;
}

export interface ConfigDifference {
  key: ConfigKey;
  label: string;
  /** The values in words: an option's label, a number, on or off. */
  first: string;
  second: string;
}

/** A setting's value as a reader would say it. */
export function valueWords(key: ConfigKey, value: Config[ConfigKey]): string {
  const field = schema[key];
  if (field.kind === 'choice') return field.options.find((option) => option.value === value)?.label ?? String(value);
  if (field.kind === 'boolean') return value ? 'on' : 'off';
  return String(value);
}

/** All settings in which two runs differ, in the order of the schema. */
export function configDifferences(first: Config, second: Config): ConfigDifference[] {
  return configKeys
    .filter((key) => first[key] !== second[key])
    .map((key) => ({
      key,
      label: schema[key].label,
      first: valueWords(key, first[key]),
      second: valueWords(key, second[key]),
    }));
}

/**
 * Names a run by what tells it from another: its preset if that differs, then its settings that differ and do not follow from the
 * presets alone. `same settings` when nothing does.
 */
export function runName(run: RunSettings, other: RunSettings, most = 2): string {
  const samePreset = run.preset === other.preset;
  const differences = configDifferences(run.config, other.config).filter(
    ({ key }) => samePreset || !(followsPreset(run, key) && followsPreset(other, key)),
  );
  const words = differences.map(({ label, first }) => `${label.toLowerCase()} ${first}`);
  const shown = [...(samePreset ? [] : [run.preset]), ...words.slice(0, most)];
  const left = words.length - most;
  if (left > 0) shown.push(`${left} more`);
  return shown.length > 0 ? shown.join(', ') : 'same settings';
}

function followsPreset({ preset, config }: RunSettings, key: ConfigKey): boolean {
  const found = findPreset(preset);
  return found !== undefined && presetConfig(found)[key] === config[key];
}
