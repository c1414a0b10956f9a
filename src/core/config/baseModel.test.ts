import { expect, test } from 'vitest';
import { chooseBase } from './baseModel.ts';
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
