import * as v from 'valibot';
import type { ChoiceField, Field, NumberField } from './field.ts';

/** A value of some setting. */
export type FieldPrimitive = number | boolean | string;

/** The validator of one setting; its issues are sentences that name the setting. */
export function fieldSchema(key: string, field: Field): v.GenericSchema<unknown, FieldPrimitive> {
  switch (field.kind) {
    case 'boolean':
      return v.boolean(`${subject(key, field)} must be true or false.`);
    case 'choice':
      return v.picklist(
        field.options.map(({ value }) => value),
        `${subject(key, field)} must be ${choices(field)}.`,
      );
    case 'integer':
    case 'number':
      return numberSchema(key, field);
  }
}

function numberSchema(key: string, field: NumberField): v.GenericSchema<unknown, number> {
  const { min, max, step } = field;
  const range = `${subject(key, field)} must be a number from ${min} to ${max}`;
  const inRange = v.pipe(v.number(`${range}.`), v.finite(`${range}.`), v.minValue(min, below), v.maxValue(max, below));
  function below(issue: { input: number }): string {
    return `${range}; it was ${issue.input}.`;
  }
  if (field.kind === 'number') return inRange;
  const whole = step === 1 ? 'a whole number' : `a whole number in steps of ${step} from ${min}`;
  return v.pipe(
    inRange,
    v.check(
      (value) => (value - min) % step === 0,
      (issue) => `${subject(key, field)} must be ${whole}; it was ${issue.input}.`,
    ),
  );
}

function subject(key: string, field: Field): string {
  return `${field.label} (${key})`;
}

function choices(field: ChoiceField): string {
  const values = field.options.map(({ value }) => value);
  return values.length === 1 ? values[0] : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}
