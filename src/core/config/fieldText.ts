import type { Field } from './field.ts';
import type { FieldPrimitive } from './fieldSchema.ts';

const truths: Record<string, boolean> = { on: true, true: true, '1': true, off: false, false: false, '0': false };

/**
 * The value that a text in a link or a flag stands for; `undefined` when the text cannot be one.
 * Ranges and options are not checked here.
 */
export function valueOfText(field: Field, text: string): FieldPrimitive | undefined {
  switch (field.kind) {
    case 'boolean':
      return Object.hasOwn(truths, text) ? truths[text] : undefined;
    case 'choice':
      return text;
    case 'integer':
    case 'number':
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
  }
}

/** How a value is written in links, flags and chips; `valueOfText` reads it back exactly. */
export function textOfValue(value: FieldPrimitive): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}
