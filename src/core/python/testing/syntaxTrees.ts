import type { Node } from '../ast.ts';
import { parseModule } from '../parser.ts';
import { PythonSyntaxError } from '../pythonSyntaxError.ts';
import { askCPython } from './cpythonOracle.ts';

/** Any part of a tree as JSON, with positions as `[line, column, endLine, endColumn]`. */
type Json = null | boolean | number | string | Json[] | { [field: string]: Json };

/** CPython's trees of a JSON list of programs (null for what it refuses), with columns in UTF-16 code units. */
const DUMP_TREES = `
import ast, json, sys
SKIPPED = {'type_comment', 'type_ignores', 'is_async', 'kind'}

def column(lines, line, offset):
    text = lines[line - 1].encode('utf-8', 'surrogatepass')[:offset].decode('utf-8', 'surrogatepass')
    return len(text.encode('utf-16-le', 'surrogatepass')) // 2

def dump(node, lines):
    if isinstance(node, list):
        return [dump(item, lines) for item in node]
    if not isinstance(node, ast.AST):
        return node
    kind = type(node).__name__
    if isinstance(node, (ast.operator, ast.cmpop, ast.boolop, ast.unaryop, ast.expr_context)):
        return kind
    tree = {'kind': kind}
    if isinstance(node, ast.Constant):
        value = node.value
        names = {type(None): 'None', type(...): 'Ellipsis'}
        tree['type'] = names.get(type(value), type(value).__name__)
        if isinstance(value, complex): value = value.imag
        if type(value) in (int, float): value = repr(float(value)) if isinstance(value, float) else str(value)
        if isinstance(value, bytes): value = value.decode('latin-1')
        tree['value'] = None if value is ... else value
        if node.kind: tree['unicodePrefix'] = True
    else:
        for field in node._fields:
            if field not in SKIPPED: tree[field] = dump(getattr(node, field), lines)
    if hasattr(node, 'lineno'):
        tree['at'] = [node.lineno, column(lines, node.lineno, node.col_offset),
                      node.end_lineno, column(lines, node.end_lineno, node.end_col_offset)]
    return tree

trees = []
for source in json.load(sys.stdin):
    try:
        tree = ast.parse(source)
        compile(source, '<string>', 'exec')
        text = source.replace('\\r\\n', '\\n').replace('\\r', '\\n')
        trees.append(dump(tree, text.split('\\n')))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        trees.append(None)
json.dump(trees, sys.stdout)
`;

const POSITION = new Set(['line', 'column', 'endLine', 'endColumn']);

function dump(node: Node): Json {
  const tree: { [field: string]: Json } = {};
  for (const [field, value] of Object.entries(node) as [string, Json | bigint][]) {
    if (!POSITION.has(field)) tree[field] = part(value);
  }
  if (node.kind === 'Constant') {
    if (node.type === 'int') tree.value = node.value.toString();
    if (node.type === 'float' || node.type === 'complex') tree.value = node.value;
  }
  if ('line' in node) tree.at = [node.line, node.column, node.endLine, node.endColumn];
  return tree;
}

function part(value: unknown): Json {
  if (Array.isArray(value)) return value.map(part);
  return typeof value === 'object' && value !== null ? dump(value as Node) : (value as Json);
}

/** Where our trees of these programs differ from CPython's, in words; programs that either refuses are passed over. */
export function compareTrees(sources: readonly string[]): string[] {
  const theirs = askCPython<Json[]>(DUMP_TREES, sources);
  const differences: string[] = [];
  sources.forEach((source, index) => {
    let ours: Json;
    try {
      ours = dump(parseModule(source));
    } catch (error) {
      if (error instanceof PythonSyntaxError) return;
      throw error;
    }
    const difference = theirs[index] === null ? undefined : firstDifference(ours, theirs[index], '');
    if (difference !== undefined) differences.push(`${JSON.stringify(source.slice(0, 200))}${difference}`);
  });
  return differences;
}

function firstDifference(ours: Json | undefined, theirs: Json | undefined, path: string): string | undefined {
  // Floats travel as text, since JSON has no infinity.
  if (typeof ours === 'number' && typeof theirs === 'string') {
    if (theirs === 'inf' ? ours === Infinity : ours === Number(theirs)) return undefined;
  }
  if (typeof ours !== 'object' || typeof theirs !== 'object' || ours === null || theirs === null) {
    return ours === theirs ? undefined : `${path}: ${JSON.stringify(ours)}, CPython ${JSON.stringify(theirs)}`;
  }
  const [left, right] = [ours as Record<string, Json>, theirs as Record<string, Json>];
  for (const field of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const difference = firstDifference(left[field], right[field], `${path}.${field}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
