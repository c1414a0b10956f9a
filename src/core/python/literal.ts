import type { Constant, Expression } from './ast.ts';
import { parseArguments, parseExpression } from './parser.ts';
import { PythonSyntaxError } from './pythonSyntaxError.ts';

/**
 * Plain data as written in Python source. Sets hold each value once, dicts each key once (the last value wins, as in
 * Python); bytes have one character of code 0 to 255 for each byte.
 */
export type Literal =
  | { type: 'int'; value: number | bigint }
  | { type: 'float'; value: number }
  | { type: 'complex'; real: number; imaginary: number }
  | { type: 'str'; value: string }
  | { type: 'bytes'; value: string }
  | { type: 'bool'; value: boolean }
  | { type: 'None' }
  | { type: 'Ellipsis' }
  | { type: 'list' | 'tuple' | 'set'; items: Literal[] }
  | { type: 'dict'; items: [Literal, Literal][] };

/** What a call would pass, as plain data. */
export interface LiteralArguments {
  args: Literal[];
  keywords: { name: string; value: Literal }[];
}

/** A text that is no plain data: the message says what stands there instead. */
export class LiteralError extends Error {
  override readonly name = 'LiteralError';
}

/**
 * Reads plain data as `ast.literal_eval` does: numbers with sign, strings, bytes, booleans, None, and lists, tuples, dicts
 * and sets of these, with `set()` for the empty set. Nothing is ever evaluated: `2*2`, calls and names are refused.
 *
 * @throws LiteralError
 */
export function parseLiteral(text: string): Literal {
  return refusingSyntax(() => toLiteral(parseExpression(text.trim())));
}

/** Reads the source text of an argument list of plain data, e.g. `'abc', [1, 2], limit=3`. @throws LiteralError */
export function parseLiteralArguments(text: string): LiteralArguments {
  return refusingSyntax(() => {
    const { args, keywords } = parseArguments(text);
    const literalKeywords = keywords.map(({ arg, value }) => {
      if (arg === null) throw new LiteralError('not a literal: ** unpacking');
      return { name: arg, value: toLiteral(value) };
    });
    if (new Set(literalKeywords.map(({ name }) => name)).size < keywords.length) {
      throw new LiteralError('not an argument list: a keyword is repeated');
    }
    return { args: args.map(toLiteral), keywords: literalKeywords };
  });
}

/** Do two texts write the same plain data, by CPython's `==`? A text that is no literal equals nothing. */
export function sameLiteral(a: string, b: string): boolean {
  try {
    return literalKey(parseLiteral(a)) === literalKey(parseLiteral(b));
  } catch (error) {
    if (error instanceof LiteralError) return false;
    throw error;
  }
}

/**
 * A text that is equal for two literals if and only if Python's `==` holds between them: `4` and `4.0`, `1` and `True`,
 * `{1, 2}` and `{2, 1}` share theirs; a list and a tuple do not.
 */
export function literalKey(literal: Literal): string {
  switch (literal.type) {
    case 'int':
    case 'float':
      return numberKey(literal.value);
    case 'bool':
      return literal.value ? '1' : '0';
    case 'complex': {
      const real = numberKey(literal.real);
      // `-0.0 == 0`, so an imaginary part of -0 is none.
      return literal.imaginary === 0 ? real : `${real}+${numberKey(literal.imaginary)}j`;
    }
    case 'str':
      return JSON.stringify(literal.value);
    case 'bytes':
      return `b${JSON.stringify(literal.value)}`;
    case 'None':
    case 'Ellipsis':
      return literal.type;
    case 'list':
      return `[${literal.items.map(literalKey).join(',')}]`;
    case 'tuple':
      return `(${literal.items.map(literalKey).join(',')})`;
    case 'set':
      return `{${literal.items.map(literalKey).sort().join(',')}}`;
    case 'dict':
      return `{${literal.items
        .map(([key, value]) => `${literalKey(key)}:${literalKey(value)}`)
        .sort()
        .join(',')}:}`;
    default:
      return literal satisfies never;
  }
}

/** Equal numbers, whatever their types, have equal keys; a float is compared with an int exactly. */
function numberKey(value: number | bigint): string {
  if (typeof value === 'bigint') return value.toString();
  if (Number.isInteger(value)) return BigInt(value).toString();
  return String(value);
}

function refusingSyntax<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof PythonSyntaxError) throw new LiteralError(`not a literal: ${error.message}`);
    throw error;
  }
}

function toLiteral(node: Expression): Literal {
  switch (node.kind) {
    case 'Constant':
      return constantLiteral(node);
    case 'Tuple':
      return { type: 'tuple', items: node.elts.map(toLiteral) };
    case 'List':
      return { type: 'list', items: node.elts.map(toLiteral) };
    case 'Set':
      return { type: 'set', items: distinct(node.elts.map(toLiteral)) };
    case 'Dict':
      return dict(node.keys, node.values);
    case 'Call': {
      const empty = node.args.length === 0 && node.keywords.length === 0;
      if (empty && node.func.kind === 'Name' && node.func.id === 'set') return { type: 'set', items: [] };
      throw new LiteralError('not a literal: a function call');
    }
    case 'UnaryOp':
      if (node.op === 'USub' || node.op === 'UAdd') return signed(node.operand, node.op === 'USub');
      throw refusal(node);
    case 'BinOp':
      if (node.op === 'Add' || node.op === 'Sub') return complexSum(node.left, node.right, node.op === 'Sub');
      throw refusal(node);
    default:
      throw refusal(node);
  }
}

const refusal = (node: Expression): LiteralError => new LiteralError(`not a literal: ${DESCRIPTIONS[node.kind]}`);

const DESCRIPTIONS: Record<Expression['kind'], string> = {
  BoolOp: 'a boolean operator',
  NamedExpr: 'an assignment expression',
  BinOp: 'an operator',
  UnaryOp: 'an operator',
  Lambda: 'a lambda',
  IfExp: 'a conditional expression',
  Dict: '** unpacking',
  Set: 'a set',
  ListComp: 'a comprehension',
  SetComp: 'a comprehension',
  DictComp: 'a comprehension',
  GeneratorExp: 'a generator expression',
  Yield: 'a yield',
  YieldFrom: 'a yield',
  Compare: 'a comparison',
  Call: 'a function call',
  FormattedValue: 'an f-string',
  JoinedStr: 'an f-string',
  Constant: 'a value of the wrong kind',
  Attribute: 'an attribute',
  Subscript: 'a subscript',
  Starred: '* unpacking',
  Name: 'a name',
  List: 'a list',
  Tuple: 'a tuple',
  Slice: 'a slice',
};

/** A constant of the source as plain data. */
export function constantLiteral(node: Constant): Literal {
  switch (node.type) {
    case 'int':
      return { type: 'int', value: node.value };
    case 'float':
      return { type: 'float', value: node.value };
    case 'complex':
      return { type: 'complex', real: 0, imaginary: node.value };
    case 'str':
      return { type: 'str', value: node.value };
    case 'bytes':
      return { type: 'bytes', value: node.value };
    case 'bool':
      return { type: 'bool', value: node.value };
    default:
      return { type: node.type };
  }
}

/** A number, or one with signs before it. */
function signed(node: Expression, negative: boolean): Literal {
  if (node.kind === 'UnaryOp' && (node.op === 'USub' || node.op === 'UAdd')) {
    throw new LiteralError('not a literal: more than one sign');
  }
  if (node.kind !== 'Constant') throw refusal(node);
  switch (node.type) {
    case 'int': {
      const { value } = node;
      if (!negative) return { type: 'int', value };
      // An int has no negative zero.
      return { type: 'int', value: typeof value === 'bigint' ? -value : 0 - value };
    }
    case 'float':
      return { type: 'float', value: negative ? -node.value : node.value };
    case 'complex':
      return { type: 'complex', real: negative ? -0 : 0, imaginary: negative ? -node.value : node.value };
    default:
      throw refusal(node);
  }
}

/** `real + imaginary j` as `repr` writes complex numbers. */
function complexSum(left: Expression, right: Expression, minus: boolean): Literal {
  const real = left.kind === 'UnaryOp' ? toLiteral(left) : left.kind === 'Constant' ? constantLiteral(left) : undefined;
  if (real?.type !== 'int' && real?.type !== 'float') throw new LiteralError('not a literal: an operator');
  if (right.kind !== 'Constant' || right.type !== 'complex') throw new LiteralError('not a literal: an operator');
  const value = Number(real.value);
  if (real.type === 'int' && !Number.isFinite(value)) {
    throw new LiteralError('not a literal: int too large to convert to float');
  }
  return { type: 'complex', real: value, imaginary: minus ? 0 - right.value : right.value };
}

function dict(keys: (Expression | null)[], values: Expression[]): Literal {
  const items = new Map<string, [Literal, Literal]>();
  keys.forEach((key, index) => {
    if (key === null) throw new LiteralError('not a literal: ** unpacking');
    const literal = toLiteral(key);
    requireHashable(literal);
    const text = literalKey(literal);
    const value = toLiteral(values[index]);
    items.set(text, [items.get(text)?.[0] ?? literal, value]);
  });
  return { type: 'dict', items: [...items.values()] };
}

function distinct(items: Literal[]): Literal[] {
  const seen = new Map<string, Literal>();
  for (const item of items) {
    requireHashable(item);
    const key = literalKey(item);
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}

function requireHashable(literal: Literal): void {
  if (literal.type === 'list' || literal.type === 'set' || literal.type === 'dict') {
    throw new LiteralError(`not a literal: unhashable type: '${literal.type}'`);
  }
  if (literal.type === 'tuple') for (const item of literal.items) requireHashable(item);
}
