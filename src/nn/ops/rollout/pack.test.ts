import { expect, it } from 'vitest';
import { dimensions } from '../../gpu/dimensions.ts';
import { modelShape, parameterCount } from '../../modelShape.ts';
import { packing } from './pack.wgsl.ts';

it('packing takes every vec4 of every matrix once, each with the gain of the norm before it', () => {
  const shape = { ...modelShape('nano', 23), layers: 2 };
  const plan = packing(dimensions(shape, 32768));
  const places = Array.from({ length: plan.length }, (_, i) => plan.table[2 * i]);
  expect(new Set(places).size).toBe(plan.length);
  const gains = (2 * shape.layers + 1) * shape.width;
  expect(plan.length).toBe((parameterCount(shape) - gains) / 4);
  // Output 5 of the output projection at inputs 8 … 11: row 5, vec4 2.
  const { parameters, D4 } = dimensions(shape, 32768);
  expect(plan.table[2 * (plan.head + 2 * shape.vocabulary + 5)]).toBe(parameters.embed + 5 * D4 + 2);
  expect(plan.table[2 * (plan.head + 2 * shape.vocabulary + 5) + 1]).toBe(parameters.norm + 2 + 1);
});
