import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { encode, vocabularySize } from '../core/tasks/tokenizer.ts';
import { importCheckpoint } from '../nn/checkpoint/checkpoint.ts';
import { initialWeights } from '../nn/initialWeights.ts';
import { modelShape } from '../nn/modelShape.ts';
import { modelFiles, modelZip } from './modelFiles.ts';

const shape = modelShape('nano', vocabularySize);
const weights = initialWeights(shape, 1);
const model = {
  shape,
  weights,
  averaged: true,
  language: 'text',
  preset: 'tiny.1',
  seed: 3,
  step: 7,
  tokens: 1e4,
} as const;

it('is a checkpoint that loads, with the vocabulary and with words on which weights these are', () => {
  const files = modelFiles(model);
  expect(importCheckpoint(shape, files)).toEqual(weights);
  const { vocab } = JSON.parse(files['tokenizer.json']).model;
  expect(
    encode('def f(a):')
      .map((id) => Object.keys(vocab).find((token) => vocab[token] === id))
      .join(''),
  ).toBe('def f(a):');
  for (const words of ['10,000 tokens', 'the averaged weights after step 7', '"text"'])
    expect(files['README.md']).toContain(words);
  expect(modelFiles({ ...model, averaged: false })['README.md']).toContain('the run averages none');
  expect(JSON.parse(files['facts.json'])).toMatchObject({ language: 'text', step: 7, averaged: true });
});

it('is the same in a zip', () => {
  const entries = unzipSync(modelZip(model));
  const files: Record<string, string | Uint8Array> = modelFiles(model);
  expect(Object.keys(entries)).toEqual(Object.keys(files));
  for (const [name, file] of Object.entries(files))
    expect(typeof file === 'string' ? strFromU8(entries[name]) : entries[name]).toEqual(file);
});
