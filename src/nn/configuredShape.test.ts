import { expect, it } from 'vitest';
import { defaultConfig, schema } from '../core/config/schema.ts';
import { configuredShape } from './configuredShape.ts';
import { parameterCount } from './modelShape.ts';

const config = defaultConfig();

it('has a shape for every size, from 20 thousand to 25 million parameters, as their labels say', () => {
  const millions = schema.modelSize.options.map(
    ({ value }) => parameterCount(configuredShape({ ...config, modelSize: value })) / 1e6,
  );
  expect(millions.map((count) => Number(count.toPrecision(1)))).toEqual([0.02, 0.2, 1, 6, 30]);
  expect(millions.at(-1)).toBeCloseTo(25, 0);
});

it('takes the context of the size, or any other', () => {
  const contexts = schema.context.options.map(({ value }) => configuredShape({ ...config, context: value }).context);
  expect(contexts).toEqual([384, 64, 128, 256, 512, 1024]);
});
