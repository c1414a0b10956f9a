import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from './field.ts';
import { textOfValue, valueOfText } from './fieldText.ts';
import { diffConfig, limitConfig, parseConfig, parseSettings, problemOf } from './parseConfig.ts';
import { findPreset, presetConfig, presets } from './presets.ts';
import { configKeys, defaultConfig, schema } from './schema.ts';
import { anyValue } from './testing/anyValue.ts';

const base = defaultConfig();
const fields: Record<string, Field> = schema;

describe('the schema', () => {
  it('has defaults and presets that are valid', () => {
    expect(parseConfig(base)).toEqual({ config: base });
    for (const preset of presets) expect(parseConfig(presetConfig(preset))).toEqual({ config: presetConfig(preset) });
  });

  it('has integer ranges whose ends can be reached', () => {
    for (const key of configKeys) {
      const field = fields[key];
      if (field.kind === 'integer') expect((field.max - field.min) % field.step, key).toBe(0);
    }
  });

  it('writes every value as a text that reads back exactly', () => {
    for (const key of configKeys) {
      fc.assert(
        fc.property(anyValue(fields[key]), (value) => {
          expect(valueOfText(fields[key], textOfValue(value))).toBe(Object.is(value, -0) ? 0 : value);
          expect(problemOf(key, value)).toBeUndefined();
        }),
        { numRuns: 30 },
      );
    }
  });
});

describe('parseConfig', () => {
  it('names an unknown key and the nearest one', () => {
    expect(parseConfig({ bacth: 4 })).toEqual({
      problems: ['There is no setting "bacth". Did you mean "batch"?'],
    });
    expect(parseConfig({ constructor: 1 })).toEqual({ problems: ['There is no setting "constructor".'] });
  });

  it('says what a bad value may be', () => {
    const parsed = parseConfig({ batch: 1000, rollouts: 'many', update: 'magic', deduction: 1, inductionInputs: 5 });
    expect(parsed).toEqual({
      problems: [
        'Batch per stream (batch) must be a number from 1 to 64; it was 1000.',
        'Rollouts n (rollouts) must be a number from 1 to 32.',
        'Update (update) must be policyGradient, verifiedLikelihood or none.',
        'Deduction (deduction) must be true or false.',
        'Induction inputs N (inductionInputs) must be a whole number in steps of 2 from 2; it was 5.',
      ],
    });
    expect(parseConfig([])).toEqual({ problems: ['Settings must be a JSON object of key and value.'] });
    expect(parseConfig({ learningRate: Number.NaN })).toHaveProperty('problems');
    expect(parseConfig({ learningRate: Number.POSITIVE_INFINITY })).toHaveProperty('problems');
  });

  it('keeps the base where a key is missing', () => {
    const paper = presetConfig(findPreset('paper.1') ?? presets[0]);
    expect(parseConfig({ seed: 9 }, paper)).toEqual({ config: { ...paper, seed: 9 } });
  });
});

describe('parseSettings', () => {
  it('reads key=value', () => {
    expect(parseSettings(['batch=4', 'novelty=off', 'learningRate=3e-4', 'update=none'], base)).toEqual({
      config: { ...base, batch: 4, novelty: false, learningRate: 3e-4, update: 'none' },
    });
  });

  it('says what is wrong with each', () => {
    expect(parseSettings(['batch', 'tempreature=1', 'batch=four', '=3'], base)).toEqual({
      problems: [
        '--set needs key=value, as in --set batch=4; it was given "batch".',
        'There is no setting "tempreature". Did you mean "temperature"?',
        '--set needs key=value, as in --set batch=4; it was given "=3".',
        'Batch per stream (batch) must be a number from 1 to 64.',
      ],
    });
  });
});

describe('limitConfig', () => {
  it('uses what it can and says what it changed', () => {
    const { config, remarks } = limitConfig(
      [
        ['batch', '2000'],
        ['inductionInputs', '5'],
        ['rewardRule', 'none'],
        ['flux', '1'],
        ['temperature', '0.7'],
        ['deduction', 'perhaps'],
      ],
      base,
    );
    expect(config).toEqual({ ...base, batch: 64, inductionInputs: 6, temperature: 0.7 });
    expect(remarks).toEqual([
      'Batch per stream (batch) was "2000" and is limited to 64.',
      'Induction inputs N (inductionInputs) was "5" and is limited to 6.',
      'Proposer reward (rewardRule) cannot be "none"; it stays paper.',
      'There is no setting "flux".',
      'Deduction (deduction) cannot be "perhaps"; it stays true.',
    ]);
  });

  it('gives a valid config for any texts, and never throws', () => {
    const key = fc.oneof(fc.constantFrom(...configKeys), fc.string());
    const text = fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String));
    fc.assert(
      fc.property(fc.array(fc.tuple(key, text)), (pairs) => {
        const { config } = limitConfig(pairs, base);
        expect(parseConfig(config)).toEqual({ config });
      }),
    );
  });
});

it('lists what one config changes in another, in the order of the schema', () => {
  expect(diffConfig(base, { ...base, fuel: 200, seed: 3 })).toEqual([
    { key: 'seed', from: 1, to: 3 },
    { key: 'fuel', from: 100000, to: 200 },
  ]);
});
