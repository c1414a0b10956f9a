import type { Constant, Module, Node } from '../ast.ts';
import { floatRepr } from '../format/floatRepr.ts';
import { sequenceRatio } from './sequenceRatio.ts';

/**
 * How far apart two programs are, from 0 (the same tree) to 1, as the reference implementation measures it: 1 less the
 * likeness of the indented JSON of their trees. It formats both with `black` first, which changes nothing in a tree but the
 * layout of docstrings; here docstrings are compared as written. Programs whose tree JSON cannot hold (a bytes, complex or
 * Ellipsis constant) have distance 0, as there.
 */
export function astDistance(first: Module, second: Module): number {
  const [a, b] = [treeText(first), treeText(second)];
  return a === undefined || b === undefined ? 0 : 1 - sequenceRatio(a, b);
}

/** Fields of CPython's nodes that ours leave out, with their only value. */
const CONSTANT_FIELDS: Partial<Record<Node['kind'], Record<string, Json>>> = {
  Module: { type_ignores: [] },
  comprehension: { is_async: '0' },
};
/** Our names for positions and contexts, which are left out. */
const OMITTED = new Set(['kind', 'ctx', 'line', 'column', 'endLine', 'endColumn']);
const OPERATORS = new Set(['op', 'ops']);

/** A value of the tree; numbers are kept as the text that JSON writes. */
type Json = string | Json[] | { [field: string]: Json };

class NoJson extends Error {}

/** The tree as `json.dumps(…, sort_keys=True, indent=2)` writes it; undefined when it cannot. */
function treeText(module: Module): string | undefined {
  try {
    return write(toJson(module), '\n');
  } catch (error) {
    if (error instanceof NoJson) return undefined;
    throw error;
  }
}

function toJson(node: Node): Json {
  const result: { [field: string]: Json } = { node_type: quote(node.kind), ...CONSTANT_FIELDS[node.kind] };
  if (node.kind === 'Constant') {
    const value = constantJson(node);
    if (value !== undefined) result.value = value;
    if (node.type === 'str' && node.unicodePrefix) result.kind = quote('u');
    return result;
  }
  for (const [field, value] of Object.entries(node) as [string, unknown][]) {
    if (OMITTED.has(field) || value === null) continue;
    if (OPERATORS.has(field)) {
      const operator = (name: string): Json => ({ node_type: quote(name) });
      result[field] = Array.isArray(value) ? value.map(operator) : operator(value as string);
    } else if (Array.isArray(value)) {
      // The reference keeps the nodes of a list only: names of `global`, and the gaps of `**mapping`, fall out.
      result[field] = value.filter((item) => typeof item === 'object' && item !== null).map((item) => toJson(item));
    } else if (typeof value === 'object') {
      result[field] = toJson(value as Node);
    } else {
      result[field] = typeof value === 'string' ? quote(value) : String(value);
    }
  }
  return result;
}

function constantJson(node: Constant): Json | undefined {
  switch (node.type) {
    case 'int':
      return node.value.toString();
    case 'float':
      return Number.isFinite(node.value) ? floatRepr(node.value) : 'Infinity';
    case 'str':
      return quote(node.value);
    case 'bool':
      return String(node.value);
    case 'None':
      return undefined;
    default:
      throw new NoJson();
  }
}

/** A string in JSON with everything beyond ASCII escaped. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function write(value: Json, newline: string): string {
  if (typeof value === 'string') return value;
  const inner = `${newline}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[${inner}${value.map((item) => write(item, inner)).join(`,${inner}`)}${newline}]`;
  }
  const fields = Object.keys(value).sort();
  return `{${inner}${fields.map((field) => `"${field}": ${write(value[field], inner)}`).join(`,${inner}`)}${newline}}`;
}
