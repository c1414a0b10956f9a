import { expect, it } from 'vitest';
import { createModel } from './createModel.ts';
import { initialWeights } from './initialWeights.ts';
import { modelShape } from './modelShape.ts';

const shape = modelShape('nano', 20);
const weights = initialWeights(shape, 1);

it.each([
  ['wasm', 'auto', 'fused'],
  ['wasm', 'fused', 'fused'],
  ['wasm', 'plain', 'plain'],
  ['cpu', 'auto', 'plain'],
] as const)('on %s, engine %s is %s', async (backend, engine, made) => {
  const model = await createModel({ shape, weights, backend, engine });
  expect([model.backend, model.engine]).toEqual([backend, made]);
  expect(await model.getWeights()).toEqual(weights);
  model.dispose();
});

it('refuses in words what is not there', async () => {
  await expect(createModel({ shape, weights, backend: 'cpu', engine: 'fused' })).rejects.toThrow(
    'Choose the plain engine',
  );
  await expect(createModel({ shape, weights, backend: 'webgpu', engine: 'auto' })).rejects.toThrow(
    'no graphics adapter',
  );
});
