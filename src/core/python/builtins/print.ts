import { allocate, charge, unsupported } from '../budget.ts';
import { str } from '../ops/repr.ts';
import { typeError } from '../values/exceptions.ts';
import { typeName } from '../values/types.ts';
import type { Kwargs, Value } from '../values/value.ts';
import { keyword } from './define.ts';

/** What the program has printed. */
export const printed = { text: '' };

/** `print(*args, sep=' ', end='\n')`. */
export function print(args: Value[], kwargs: Kwargs | null): Value {
  for (const name of kwargs?.names ?? []) {
    if (name === 'file') unsupported('print(file=…)');
    if (name !== 'sep' && name !== 'end' && name !== 'flush') {
      typeError(`'${name}' is an invalid keyword argument for print()`);
    }
  }
  const separator = textOf(keyword(kwargs, 'sep', null), 'sep', ' ');
  const end = textOf(keyword(kwargs, 'end', null), 'end', '\n');
  const line = args.map((arg) => str(arg)).join(separator) + end;
  charge(line.length >> 6);
  allocate(line.length);
  printed.text += line;
  return null;
}

function textOf(value: Value, name: string, fallback: string): string {
  if (value === null) return fallback;
  if (typeof value !== 'string') typeError(`${name} must be None or a string, not ${typeName(value)}`);
  return value;
}
