import * as v from 'valibot';
import type { Field } from './field.ts';
import { type FieldPrimitive, fieldSchema } from './fieldSchema.ts';
import { valueOfText } from './fieldText.ts';
import { didYouMean, quoted } from './nearest.ts';
import { type Config, type ConfigKey, configKeys, defaultConfig, schema } from './schema.ts';

const fields: Record<string, Field> = schema;

const validators = Object.fromEntries(configKeys.map((key) => [key, fieldSchema(key, fields[key])]));

export function isConfigKey(key: string): key is ConfigKey {
  return Object.hasOwn(schema, key);
}

/**
 * Strict reading of a config from a file: unknown keys and bad values are problems, in sentences. Keys that are missing (a file from before
 * they existed) keep the value of `base`.
 */
export function parseConfig(
  input: unknown,
  base: Config = defaultConfig(),
): { config: Config } | { problems: string[] } {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { problems: ['Settings must be a JSON object of key and value.'] };
  }
  const problems: string[] = [];
  const values: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(input)) {
    const problem = problemOf(key, value);
    if (problem) problems.push(problem);
    else values[key] = value;
  }
  return problems.length > 0 ? { problems } : { config: values as Config };
}

/** Strict reading of `key=value` texts (the flag `--set`) over a base config. */
export function parseSettings(pairs: readonly string[], base: Config): { config: Config } | { problems: string[] } {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const pair of pairs) {
    const split = pair.indexOf('=');
    const key = pair.slice(0, split);
    const text = pair.slice(split + 1);
    if (split <= 0) problems.push(`--set needs key=value, as in --set batch=4; it was given ${quoted(pair)}.`);
    else if (!isConfigKey(key)) problems.push(unknownKey(key));
    else values[key] = valueOfText(fields[key], text) ?? text;
  }
  const parsed = parseConfig(values, base);
  if ('problems' in parsed) problems.push(...parsed.problems);
  return problems.length > 0 ? { problems } : parsed;
}

/**
 * Soft reading for links: what can be used is used, numbers out of range are limited to it, and everything that was not taken as it stood is
 * said in a sentence.
 */
export function limitConfig(
  input: Iterable<readonly [string, string]>,
  base: Config,
): { config: Config; remarks: string[] } {
  const remarks: string[] = [];
  const values: Record<string, FieldPrimitive> = { ...base };
  for (const [key, text] of input) {
    if (!isConfigKey(key)) {
      remarks.push(unknownKey(key));
      continue;
    }
    const field = fields[key];
    const value = valueOfText(field, text);
    const limited = value === undefined ? undefined : limitValue(field, value);
    if (limited === undefined) {
      remarks.push(`${field.label} (${key}) cannot be ${quoted(text)}; it stays ${base[key]}.`);
      continue;
    }
    if (limited !== value) remarks.push(`${field.label} (${key}) was ${quoted(text)} and is limited to ${limited}.`);
    values[key] = limited;
  }
  return { config: values as Config, remarks };
}

/** One setting in which two configs differ. */
export interface Difference {
  key: ConfigKey;
  from: Config[ConfigKey];
  to: Config[ConfigKey];
}

/** What `to` changes in `from`, in the order of the schema. */
export function diffConfig(from: Config, to: Config): Difference[] {
  return configKeys.filter((key) => from[key] !== to[key]).map((key) => ({ key, from: from[key], to: to[key] }));
}

/** Why a value cannot be that of a setting, or undefined when it can. */
export function problemOf(key: string, value: unknown): string | undefined {
  if (!isConfigKey(key)) return unknownKey(key);
  return v.safeParse(validators[key], value, { abortEarly: true }).issues?.[0].message;
}

function unknownKey(key: string): string {
  return `There is no setting ${quoted(key)}.${didYouMean(key, configKeys)}`;
}

function limitValue(field: Field, value: FieldPrimitive): FieldPrimitive | undefined {
  switch (field.kind) {
    case 'boolean':
      return value;
    case 'choice':
      return field.options.some((option) => option.value === value) ? value : undefined;
    case 'integer': {
      if (typeof value !== 'number' || Number.isNaN(value)) return undefined;
      const inside = Math.min(field.max, Math.max(field.min, value));
      return Math.min(field.max, field.min + Math.round((inside - field.min) / field.step) * field.step);
    }
    case 'number':
      if (typeof value !== 'number' || Number.isNaN(value)) return undefined;
      return Math.min(field.max, Math.max(field.min, value));
  }
}
