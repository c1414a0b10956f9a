import type {
  Arg,
  Arguments,
  BinaryOperator,
  ComparisonOperator,
  Comprehension,
  Constant,
  Expression,
  JoinedStr,
  Keyword,
  UnaryOperator,
} from '../ast.ts';
import { complexRepr, floatRepr } from '../format/floatRepr.ts';
import { bytesRepr, strRepr } from '../format/strRepr.ts';
import { ALL_QUOTES, quotable, quoteString } from './quoteString.ts';

/** How tightly a construct binds; parentheses are written where the surroundings ask for more. */
export const NAMED = 0;
export const TUPLE = 1;
export const YIELD = 2;
export const TEST = 3;
const OR = 4;
const AND = 5;
const NOT = 6;
const COMPARISON = 7;
export const BIT_OR = 8;
const BIT_XOR = 9;
const BIT_AND = 10;
const SHIFT = 11;
const SUM = 12;
const TERM = 13;
const FACTOR = 14;
const POWER = 15;
export const ATOM = 17;

const BINARY: Record<BinaryOperator, { text: string; precedence: number }> = {
  Add: { text: '+', precedence: SUM },
  Sub: { text: '-', precedence: SUM },
  Mult: { text: '*', precedence: TERM },
  MatMult: { text: '@', precedence: TERM },
  Div: { text: '/', precedence: TERM },
  FloorDiv: { text: '//', precedence: TERM },
  Mod: { text: '%', precedence: TERM },
  Pow: { text: '**', precedence: POWER },
  LShift: { text: '<<', precedence: SHIFT },
  RShift: { text: '>>', precedence: SHIFT },
  BitOr: { text: '|', precedence: BIT_OR },
  BitXor: { text: '^', precedence: BIT_XOR },
  BitAnd: { text: '&', precedence: BIT_AND },
};

const UNARY: Record<UnaryOperator, { text: string; precedence: number }> = {
  Not: { text: 'not ', precedence: NOT },
  Invert: { text: '~', precedence: FACTOR },
  UAdd: { text: '+', precedence: FACTOR },
  USub: { text: '-', precedence: FACTOR },
};

const COMPARISONS: Record<ComparisonOperator, string> = {
  Eq: '==',
  NotEq: '!=',
  Lt: '<',
  LtE: '<=',
  Gt: '>',
  GtE: '>=',
  Is: 'is',
  IsNot: 'is not',
  In: 'in',
  NotIn: 'not in',
};

/** Text of the symbol of a binary operator. */
export const binaryOperatorText = (operator: BinaryOperator): string => BINARY[operator].text;

/** A float too large for any float: how an infinity is written. */
const INFINITY_TEXT = '1e309';

/** The tree holds a string inside an f-string field that cannot be written without a backslash. */
export class UnparseError extends Error {
  override readonly name = 'UnparseError';
}

/**
 * Source text of an expression as CPython 3.11's `ast.unparse` writes it.
 *
 * @param precedence how tightly the surroundings bind
 * @param plain write strings without backslashes, as the fields of an f-string demand
 */
export function expressionText(node: Expression, precedence = TEST, plain = false): string {
  const text = (inner: Expression, tightness = TEST): string => expressionText(inner, tightness, plain);
  const list = (items: Expression[]): string => items.map((item) => text(item)).join(', ');
  const wrap = (own: number, inner: string): string => (precedence > own ? `(${inner})` : inner);
  switch (node.kind) {
    case 'Constant':
      return constantText(node, plain);
    case 'Name':
      return node.id;
    case 'Attribute': {
      // `3.real` would read as a float.
      const gap = node.value.kind === 'Constant' && (node.value.type === 'int' || node.value.type === 'bool');
      return `${text(node.value, ATOM)}${gap ? ' ' : ''}.${node.attr}`;
    }
    case 'Call':
      return `${text(node.func, ATOM)}(${argumentsText(node.args, node.keywords, plain)})`;
    case 'Subscript': {
      const bare = node.slice.kind === 'Tuple' && node.slice.elts.length > 0;
      const slice = bare && node.slice.kind === 'Tuple' ? tupleItems(node.slice.elts, text) : text(node.slice);
      return `${text(node.value, ATOM)}[${slice}]`;
    }
    case 'Slice': {
      const step = node.step === null ? '' : `:${text(node.step)}`;
      return `${node.lower === null ? '' : text(node.lower)}:${node.upper === null ? '' : text(node.upper)}${step}`;
    }
    case 'BinOp': {
      const { text: operator, precedence: own } = BINARY[node.op];
      const power = node.op === 'Pow';
      const left = text(node.left, power ? own + 1 : own);
      return wrap(own, `${left} ${operator} ${text(node.right, power ? own : own + 1)}`);
    }
    case 'UnaryOp': {
      const { text: operator, precedence: own } = UNARY[node.op];
      return wrap(own, operator + text(node.operand, own));
    }
    case 'BoolOp': {
      const own = node.op === 'And' ? AND : OR;
      // CPython asks each further operand to bind tighter than the one before it.
      const operands = node.values.map((value, index) => text(value, Math.min(own + 1 + index, ATOM)));
      return wrap(own, operands.join(node.op === 'And' ? ' and ' : ' or '));
    }
    case 'Compare': {
      let chain = text(node.left, BIT_OR);
      node.ops.forEach((op, index) => {
        chain += ` ${COMPARISONS[op]} ${text(node.comparators[index], BIT_OR)}`;
      });
      return wrap(COMPARISON, chain);
    }
    case 'IfExp':
      return wrap(TEST, `${text(node.body, OR)} if ${text(node.test, OR)} else ${text(node.orelse)}`);
    case 'Lambda': {
      const parameters = parametersText(node.args, plain);
      return wrap(TEST, `lambda${parameters === '' ? '' : ` ${parameters}`}: ${text(node.body)}`);
    }
    case 'NamedExpr':
      return wrap(NAMED, `${text(node.target, ATOM)} := ${text(node.value, ATOM)}`);
    case 'Yield':
      return wrap(YIELD, node.value === null ? 'yield' : `yield ${text(node.value, ATOM)}`);
    case 'YieldFrom':
      return wrap(YIELD, `yield from ${text(node.value, ATOM)}`);
    case 'Starred':
      return `*${text(node.value, BIT_OR)}`;
    case 'Tuple': {
      const items = tupleItems(node.elts, text);
      return node.elts.length === 0 || precedence > TUPLE ? `(${items})` : items;
    }
    case 'List':
      return `[${list(node.elts)}]`;
    case 'Set':
      return node.elts.length === 0 ? '{*()}' : `{${list(node.elts)}}`;
    case 'Dict': {
      const items = node.keys.map((key, index) => {
        const value = node.values[index];
        return key === null ? `**${text(value, BIT_OR)}` : `${text(key)}: ${text(value)}`;
      });
      return `{${items.join(', ')}}`;
    }
    case 'ListComp':
      return `[${text(node.elt)}${clausesText(node.generators, plain)}]`;
    case 'SetComp':
      return `{${text(node.elt)}${clausesText(node.generators, plain)}}`;
    case 'GeneratorExp':
      return `(${text(node.elt)}${clausesText(node.generators, plain)})`;
    case 'DictComp':
      return `{${text(node.key)}: ${text(node.value)}${clausesText(node.generators, plain)}}`;
    case 'JoinedStr':
      return plain ? `f${quoteString(fieldText(node), ALL_QUOTES)}` : fStringText(node);
    case 'FormattedValue':
      return fieldText(node);
    default:
      return node satisfies never;
  }
}

const tupleItems = (elts: Expression[], text: (node: Expression) => string): string =>
  elts.length === 1 ? `${text(elts[0])},` : elts.map((item) => text(item)).join(', ');

/** Arguments of a call or of a class statement. */
export function argumentsText(args: Expression[], keywords: Keyword[], plain = false): string {
  const named = keywords.map(({ arg, value }) => {
    const prefix = arg === null ? '**' : `${arg}=`;
    return prefix + expressionText(value, TEST, plain);
  });
  return [...args.map((argument) => expressionText(argument, TEST, plain)), ...named].join(', ');
}

/** Parameters of a function or lambda. */
export function parametersText(node: Arguments, plain = false): string {
  const parameter = ({ arg, annotation }: Arg): string =>
    annotation === null ? arg : `${arg}: ${expressionText(annotation, TEST, plain)}`;
  const withDefault = (arg: Arg, value: Expression | null | undefined): string =>
    value ? `${parameter(arg)}=${expressionText(value, TEST, plain)}` : parameter(arg);
  const positional = [...node.posonlyargs, ...node.args];
  const firstDefault = positional.length - node.defaults.length;
  const parts: string[] = [];
  positional.forEach((arg, index) => {
    parts.push(withDefault(arg, node.defaults[index - firstDefault]));
    if (index + 1 === node.posonlyargs.length) parts.push('/');
  });
  if (node.vararg !== null) parts.push(`*${parameter(node.vararg)}`);
  else if (node.kwonlyargs.length > 0) parts.push('*');
  node.kwonlyargs.forEach((arg, index) => {
    parts.push(withDefault(arg, node.kw_defaults[index]));
  });
  if (node.kwarg !== null) parts.push(`**${parameter(node.kwarg)}`);
  return parts.join(', ');
}

function clausesText(generators: Comprehension[], plain: boolean): string {
  let text = '';
  for (const { target, iter, ifs } of generators) {
    text += ` for ${expressionText(target, TUPLE, plain)} in ${expressionText(iter, OR, plain)}`;
    for (const condition of ifs) text += ` if ${expressionText(condition, OR, plain)}`;
  }
  return text;
}

function constantText(node: Constant, plain: boolean): string {
  switch (node.type) {
    case 'int':
      return node.value.toString();
    case 'float':
      return floatRepr(node.value).replace('inf', INFINITY_TEXT);
    case 'complex':
      return complexRepr(0, node.value).replace('inf', INFINITY_TEXT);
    case 'str': {
      const text = plain ? quoteString(node.value, ALL_QUOTES) : strRepr(node.value);
      return node.unicodePrefix ? `u${text}` : text;
    }
    case 'bytes':
      return bytesRepr(Uint8Array.from(node.value, (character) => character.charCodeAt(0)));
    case 'bool':
      return node.value ? 'True' : 'False';
    case 'None':
      return 'None';
    case 'Ellipsis':
      return '...';
    default:
      return node satisfies never;
  }
}

/** An f-string in the quotes that need fewest backslashes; none may stand inside its fields. */
function fStringText(node: JoinedStr): string {
  let quotes: readonly string[] = ALL_QUOTES;
  let body = '';
  for (const value of node.values) {
    const part = quotable(fieldText(value), quotes, value.kind === 'Constant');
    quotes = part.quotes;
    body += part.body;
  }
  return `f${quotes[0]}${body}${quotes[0]}`;
}

/** What stands for a part of an f-string between its quotes. */
function fieldText(node: Expression): string {
  if (node.kind === 'JoinedStr') return node.values.map(fieldText).join('');
  if (node.kind === 'Constant' && node.type === 'str') return node.value.replaceAll('{', '{{').replaceAll('}', '}}');
  if (node.kind !== 'FormattedValue') throw new UnparseError(`a ${node.kind} cannot stand in an f-string`);
  const value = expressionText(node.value, OR, true);
  if (value.includes('\\')) {
    throw new UnparseError('a field of an f-string holds a string that needs a backslash, which cannot stand there');
  }
  const conversion = node.conversion === -1 ? '' : `!${String.fromCharCode(node.conversion)}`;
  const specification = node.format_spec === null ? '' : `:${fieldText(node.format_spec)}`;
  return `{${value.startsWith('{') ? ' ' : ''}${value}${conversion}${specification}}`;
}
