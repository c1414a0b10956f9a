import { evaluationSettings } from './evaluationSettings.ts';
import type { Field, FieldValue } from './field.ts';
import { judgeSettings } from './judgeSettings.ts';
import { modelSettings } from './modelSettings.ts';
import { rewardSettings } from './rewardSettings.ts';
import { runSettings } from './runSettings.ts';
import { selfPlaySettings } from './selfPlaySettings.ts';
import { tasksSettings } from './tasksSettings.ts';
import { updateSettings } from './updateSettings.ts';

/**
 * The one config schema. Controls, command-line flags, links, chips, the docs table and the workers' input come from it.
 * A key is its own URL key. Defaults are those of the preset `default.1`; presets.ts holds what other presets change.
 * Each group of settings has a file; their order here is that of controls and docs.
 */
export const schema = {
  ...runSettings,
  ...modelSettings,
  ...tasksSettings,
  ...selfPlaySettings,
  ...rewardSettings,
  ...updateSettings,
  ...evaluationSettings,
  ...judgeSettings,
} as const satisfies Record<string, Field>;

export type Schema = typeof schema;
export type ConfigKey = keyof Schema;
/** A complete set of values for the schema. */
export type Config = { [Key in ConfigKey]: FieldValue<Schema[Key]> };

/** The keys of the schema, in its order. */
export const configKeys = Object.keys(schema) as ConfigKey[];

/** All defaults, the values of `default.1`. */
export function defaultConfig(): Config {
  return Object.fromEntries(configKeys.map((key) => [key, schema[key].default])) as Config;
}
