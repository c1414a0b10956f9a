import { charge, payForText } from '../budget.ts';
import { findAttribute, getAttribute } from '../ops/attributes.ts';
import { repr, str } from '../ops/repr.ts';
import { getItem } from '../ops/subscript.ts';
import { ownText } from '../ownText.ts';
import { indexError, raise, valueError } from '../values/exceptions.ts';
import type { Kwargs, Value } from '../values/value.ts';
import { formatValue } from './formatValue.ts';
import { asciiRepr } from './strRepr.ts';

/** What fields refer to: positional arguments, and a lookup for names. */
export interface FormatArguments {
  /** `null` where fields must be named (`format_map`). */
  positional: readonly Value[] | null;
  named: (name: string) => Value;
}

/** The lookup of names in keyword arguments. */
export function keywordLookup(kwargs: Kwargs | null): (name: string) => Value {
  return (name) => {
    const place = kwargs === null ? -1 : kwargs.names.indexOf(name);
    return place < 0 ? raise('KeyError', name) : kwargs!.values[place];
  };
}

/** `template.format(*positional, **named)`. */
export function formatTemplate(template: string, args: FormatArguments): string {
  const numbering = { next: 0, automatic: false, manual: false };
  return payForText(fill(template, args, numbering, 2));
}

interface Numbering {
  next: number;
  automatic: boolean;
  manual: boolean;
}

function fill(template: string, args: FormatArguments, numbering: Numbering, depth: number): string {
  if (depth === 0) valueError('Max string recursion exceeded');
  let out = '';
  let i = 0;
  while (i < template.length) {
    const c = template[i];
    if (c === '{' && template[i + 1] === '{') {
      out += '{';
      i += 2;
    } else if (c === '}') {
      if (template[i + 1] !== '}') valueError("Single '}' encountered in format string");
      out += '}';
      i += 2;
    } else if (c === '{') {
      const end = closingBrace(template, i + 1);
      charge(1);
      out += field(template.slice(i + 1, end), args, numbering, depth);
      i = end + 1;
    } else {
      let end = i;
      while (end < template.length && template[end] !== '{' && template[end] !== '}') end++;
      out += template.slice(i, end);
      i = end;
    }
  }
  return out;
}

function closingBrace(template: string, start: number): number {
  if (start >= template.length) valueError("Single '{' encountered in format string");
  let depth = 1;
  let bracket = false;
  for (let i = start; i < template.length; i++) {
    const c = template[i];
    if (c === '[') bracket = true;
    else if (c === ']') bracket = false;
    else if (bracket) continue;
    else if (c === '{') depth++;
    else if (c === '}' && --depth === 0) return i;
  }
  valueError("expected '}' before end of string");
}

function field(text: string, args: FormatArguments, numbering: Numbering, depth: number): string {
  let end = 0;
  let bracket = false;
  while (end < text.length && (bracket || (text[end] !== '!' && text[end] !== ':'))) {
    if (text[end] === '[') bracket = true;
    if (text[end] === ']') bracket = false;
    if (text[end] === '{' && !bracket) valueError("unexpected '{' in field name");
    end++;
  }
  const name = ownText(text.slice(0, end));
  let conversion = '';
  let spec = '';
  if (text[end] === '!') {
    if (end + 1 >= text.length) valueError('end of string while looking for conversion specifier');
    conversion = text[end + 1];
    end += 2;
    if (end < text.length && text[end] !== ':') valueError("expected ':' after conversion specifier");
  }
  if (text[end] === ':') spec = text.slice(end + 1);
  let value = resolve(name, args, numbering);
  if (conversion === 'r') value = repr(value);
  else if (conversion === 's') value = str(value);
  else if (conversion === 'a') value = asciiRepr(repr(value));
  else if (conversion !== '') valueError(`Unknown conversion specifier ${conversion}`);
  if (spec.includes('{')) spec = fill(spec, args, numbering, depth - 1);
  return formatValue(value, spec);
}

/** The object of a field name such as `0.real` or `point[x]`. */
function resolve(name: string, args: FormatArguments, numbering: Numbering): Value {
  const first = /^[^.[]*/.exec(name)![0];
  let value: Value;
  if (first === '' || /^\d+$/.test(first)) {
    if (args.positional === null) valueError('Format string contains positional fields');
    let index: number;
    if (first === '') {
      if (numbering.manual) valueError('cannot switch from manual field specification to automatic field numbering');
      numbering.automatic = true;
      index = numbering.next++;
    } else {
      if (numbering.automatic) valueError('cannot switch from automatic field numbering to manual field specification');
      numbering.manual = true;
      index = Number(first);
    }
    if (index >= args.positional.length)
      indexError(`Replacement index ${index} out of range for positional args tuple`);
    value = args.positional[index];
  } else {
    value = args.named(first);
  }
  let rest = name.slice(first.length);
  while (rest !== '') {
    if (rest[0] === '.') {
      const attribute = /^\.([^.[]*)/.exec(rest)!;
      if (attribute[1] === '') valueError('Empty attribute in format string');
      value = findAttribute(value, attribute[1]) ?? getAttribute(value, attribute[1]);
      rest = rest.slice(attribute[0].length);
    } else {
      const close = rest.indexOf(']');
      if (rest[0] !== '[') valueError("Only '.' or '[' may follow ']' in format field specifier");
      if (close < 0) valueError("Missing ']' in format string");
      const key = rest.slice(1, close);
      if (key === '') valueError('Empty attribute in format string');
      value = getItem(value, /^\d+$/.test(key) ? Number(key) : key);
      rest = rest.slice(close + 1);
    }
  }
  return value;
}
