import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Field } from '../config/field.ts';
import { configKeys, defaultConfig, schema } from '../config/schema.ts';
import { canonicalConfig, initialHash, nextHash } from './trajectoryHash.ts';

const config = defaultConfig();

it('begins with the settings that can change a result, and only those', () => {
  const first = initialHash(config);
  expect(first).toBe(createHash('sha256').update(canonicalConfig(config)).digest('hex'));
  expect(initialHash({ ...config, judgeWorkers: 3, evaluateEvery: 7 })).toBe(first);
  expect(initialHash({ ...config, seed: 2 })).not.toBe(first);
  const fields: Record<string, Field> = schema;
  for (const key of configKeys)
    expect(canonicalConfig(config).includes(`"${key}":`)).toBe(fields[key].changesResult && !fields[key].later);
});

it('takes up a setting that came later where it is not at its default', () => {
  expect(canonicalConfig({ ...config, solveFrom: 'lastStep' })).toContain('"solveFrom":"lastStep"');
  expect(initialHash({ ...config, solveFrom: 'lastStep' })).not.toBe(initialHash(config));
});

it('does not depend on the order in which a config was put together', () => {
  const reversed = Object.fromEntries(Object.entries(config).reverse()) as typeof config;
  expect(initialHash(reversed)).toBe(initialHash(config));
});

it('chains each step to all before it', () => {
  const zero = initialHash(config);
  const one = nextHash(zero, 'step 1');
  expect(one).toBe(createHash('sha256').update(Buffer.from(zero, 'hex')).update('step 1').digest('hex'));
  expect(nextHash(one, 'step 2')).not.toBe(nextHash(zero, 'step 2'));
  expect(nextHash(zero, 'é')).toBe(createHash('sha256').update(Buffer.from(zero, 'hex')).update('é').digest('hex'));
});

it('refuses what is no hash', () => {
  expect(() => nextHash('abc', '')).toThrow('64 hexadecimal digits');
});
