import { expect, test } from 'vitest';
import { chooseBase, withShippedBase } from './baseModel.ts';
import { defaultConfig } from './schema.ts';

test('the shipped checkpoint serves the settings it was made with, and no others', () => {
  expect(chooseBase(defaultConfig())).toBe('shipped');
  expect(chooseBase({ ...defaultConfig(), learningRate: 0.002, seed: 9 })).toBe('shipped');
  expect(chooseBase({ ...defaultConfig(), modelSize: 'nano' })).toBe('shipped');
  expect(chooseBase({ ...defaultConfig(), modelSize: 'medium' })).toBe('warmup');
  expect(chooseBase({ ...defaultConfig(), warmupTokens: 3 })).toBe('warmup');
  expect(chooseBase({ ...defaultConfig(), prior: 0.5 })).toBe('warmup');
  expect(chooseBase({ ...defaultConfig(), prior: 0, modelSize: 'nano' })).toBe('random');
});

test('another language or size begins with the base that ships for it, though it has no recency bias', () => {
  const biased = { ...defaultConfig(), recencyBias: true };
  expect(withShippedBase(biased)).toEqual(biased);
  const numbers = { ...biased, language: 'numbers' } as const;
  expect(withShippedBase(numbers)).toEqual({ ...numbers, recencyBias: false });
  for (const nowhere of [{ ...biased, modelSize: 'medium' } as const, { ...numbers, prior: 0.5 }])
    expect(withShippedBase(nowhere)).toEqual(nowhere);
});
