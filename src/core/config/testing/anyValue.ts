import fc from 'fast-check';
import type { Field } from '../field.ts';

/** Any valid value of a field. */
export function anyValue(field: Field): fc.Arbitrary<number | boolean | string> {
  switch (field.kind) {
    case 'boolean':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...field.options.map(({ value }) => value));
    case 'integer':
      return fc
        .integer({ min: 0, max: Math.floor((field.max - field.min) / field.step) })
        .map((steps) => field.min + steps * field.step);
    case 'number':
      return fc.double({ min: field.min, max: field.max, noNaN: true });
  }
}
