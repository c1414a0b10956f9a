import type { Dict, Expression } from '../ast.ts';
import type { Cursor } from './cursor.ts';
import {
  parseBinary,
  parseComprehensionClauses,
  parseExpression,
  parseNamedExpression,
  parseStarred,
  parseYield,
  startsExpression,
} from './expressions.ts';
import { numberConstant } from './numberLiteral.ts';
import { parseStrings } from './strings.ts';
import * as kind from './tokenKinds.ts';

/** The innermost thing that an expression is made of: a name, a literal, a display or something in brackets. */
export function parseAtom(c: Cursor): Expression {
  const at = c.at;
  const line = c.lines[at];
  const column = c.columns[at];
  switch (c.kind) {
    case kind.NAME: {
      const id = c.tokens.names[at];
      c.advance();
      return { kind: 'Name', id, ctx: 'Load', line, column, endLine: line, endColumn: c.endColumns[at] };
    }
    case kind.NUMBER: {
      c.advance();
      return numberConstant(c.text(at), { line, column, endLine: line, endColumn: c.endColumns[at] });
    }
    case kind.STRING:
      return parseStrings(c);
    case kind.LEFT_PAREN:
      return parseParenthesised(c);
    case kind.LEFT_BRACKET:
      return parseListDisplay(c);
    case kind.LEFT_BRACE:
      return parseBraces(c);
    case kind.NONE:
      c.advance();
      return { kind: 'Constant', type: 'None', value: null, line, column, endLine: line, endColumn: column + 4 };
    case kind.TRUE:
      c.advance();
      return { kind: 'Constant', type: 'bool', value: true, line, column, endLine: line, endColumn: column + 4 };
    case kind.FALSE:
      c.advance();
      return { kind: 'Constant', type: 'bool', value: false, line, column, endLine: line, endColumn: column + 5 };
    case kind.ELLIPSIS:
      c.advance();
      return { kind: 'Constant', type: 'Ellipsis', value: null, line, column, endLine: line, endColumn: column + 3 };
    case kind.AWAIT:
      return c.failUnsupported(at, 'await is not supported');
    default:
      return c.fail();
  }
}

const parseElement = (c: Cursor): Expression => (c.kind === kind.STAR ? parseStarred(c) : parseNamedExpression(c));

/** The first element after an opening bracket; when it is starred, its operand counts for "forgot a comma". */
function parseFirstElement(c: Cursor): Expression {
  const start = c.at;
  const element = parseElement(c);
  if (element.kind === 'Starred') {
    c.lastOperand = element.value;
    c.lastOperandStart = start + 1;
    c.lastOperandEnd = c.at;
  }
  return element;
}

/** Appends the elements up to a closing bracket; the cursor stands on a comma. */
function parseRest(c: Cursor, elts: Expression[]): void {
  while (c.kind === kind.COMMA) {
    c.advance();
    if (!startsExpression(c.kind)) return;
    elts.push(parseElement(c));
    if (c.kind === kind.FOR && !c.quiet) targetNeedsParentheses(c, elts);
  }
}

/** `[a, b for …]`: says that the target of the comprehension wants parentheses. */
function targetNeedsParentheses(c: Cursor, elts: Expression[]): void {
  const here = c.at;
  const clauses = c.attempt(parseComprehensionClauses);
  c.goTo(here);
  if (clauses === undefined) return;
  c.failNode(elts[0], 'did you forget parentheses around the comprehension target?', elts[elts.length - 1]);
}

function refuseStarredComprehension(c: Cursor, element: Expression): void {
  if (element.kind !== 'Starred' || c.quiet) return;
  const here = c.at;
  const clauses = c.attempt(parseComprehensionClauses);
  c.goTo(here);
  if (clauses !== undefined) c.failNode(element, 'iterable unpacking cannot be used in comprehension');
}

function parseParenthesised(c: Cursor): Expression {
  const start = c.at;
  c.enter();
  c.advance();
  const inner = parseGroupContent(c, start, kind.RIGHT_PAREN);
  c.depth--;
  return inner;
}

/**
 * What stands between parentheses, up to and with the token `close`: a group, a tuple, a generator expression or a yield.
 * The fields of f-strings are read the same way, with the end of the field as `close`.
 */
export function parseGroupContent(c: Cursor, start: number, close: number): Expression {
  const line = c.lines[start];
  // CPython reads the field of an f-string as if its braces were parentheses.
  const beside = c.part === 'field' && close === kind.END ? 1 : 0;
  const column = c.columns[start] - beside;
  if (c.kind === close) {
    c.advance();
    return {
      kind: 'Tuple',
      elts: [],
      ctx: 'Load',
      line,
      column,
      endLine: c.endLines[c.at - 1],
      endColumn: c.endColumns[c.at - 1] + beside,
    };
  }
  if (c.kind === kind.YIELD) {
    c.suspicious = true;
    const expression = parseYield(c);
    c.expect(close);
    return expression;
  }
  if (c.kind === kind.DOUBLE_STAR) {
    const stars = c.at;
    c.advance();
    const value = c.attempt(parseExpression);
    if (value !== undefined && c.kind === close) {
      c.failAt(stars, 'cannot use double starred expression here');
    }
    c.goTo(stars);
    c.fail();
  }
  const first = parseFirstElement(c);
  if (c.kind === kind.FOR || c.kind === kind.ASYNC) {
    refuseStarredComprehension(c, first);
    const generators = parseComprehensionClauses(c);
    c.expect(close);
    return {
      kind: 'GeneratorExp',
      elt: first,
      generators,
      line,
      column,
      endLine: c.endLines[c.at - 1],
      endColumn: c.endColumns[c.at - 1] + beside,
    };
  }
  if (c.kind === kind.COMMA) {
    const elts = [first];
    parseRest(c, elts);
    c.expect(close);
    return {
      kind: 'Tuple',
      elts,
      ctx: 'Load',
      line,
      column,
      endLine: c.endLines[c.at - 1],
      endColumn: c.endColumns[c.at - 1] + beside,
    };
  }
  if (c.kind !== close) c.fail();
  if (first.kind === 'Starred') c.failNode(first, 'cannot use starred expression here');
  c.advance();
  return first;
}

function parseListDisplay(c: Cursor): Expression {
  const start = c.at;
  const line = c.lines[start];
  const column = c.columns[start];
  c.enter();
  c.advance();
  const elts: Expression[] = [];
  if (c.kind !== kind.RIGHT_BRACKET) {
    const first = parseFirstElement(c);
    elts.push(first);
    if (c.kind === kind.FOR || c.kind === kind.ASYNC) {
      refuseStarredComprehension(c, first);
      const generators = parseComprehensionClauses(c);
      c.expect(kind.RIGHT_BRACKET);
      c.depth--;
      return {
        kind: 'ListComp',
        elt: first,
        generators,
        line,
        column,
        endLine: c.endLines[c.at - 1],
        endColumn: c.endColumns[c.at - 1],
      };
    }
    parseRest(c, elts);
  }
  c.expect(kind.RIGHT_BRACKET);
  c.depth--;
  return {
    kind: 'List',
    elts,
    ctx: 'Load',
    line,
    column,
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

/** A dict or set display or comprehension. */
function parseBraces(c: Cursor): Expression {
  const start = c.at;
  const line = c.lines[start];
  const column = c.columns[start];
  c.enter();
  c.advance();
  if (c.kind === kind.RIGHT_BRACE || c.kind === kind.DOUBLE_STAR) return parseDictRest(c, start, null);
  const firstToken = c.at;
  const first = parseFirstElement(c);
  if (c.kind === kind.COLON && first.kind !== 'Starred' && !isBareNamedExpression(c, firstToken, first)) {
    return parseDictRest(c, start, first);
  }
  if (c.kind === kind.FOR || c.kind === kind.ASYNC) {
    refuseStarredComprehension(c, first);
    const generators = parseComprehensionClauses(c);
    c.expect(kind.RIGHT_BRACE);
    c.depth--;
    return {
      kind: 'SetComp',
      elt: first,
      generators,
      line,
      column,
      endLine: c.endLines[c.at - 1],
      endColumn: c.endColumns[c.at - 1],
    };
  }
  const elts = [first];
  parseRest(c, elts);
  c.expect(kind.RIGHT_BRACE);
  c.depth--;
  return {
    kind: 'Set',
    elts,
    line,
    column,
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

const isBareNamedExpression = (c: Cursor, start: number, expression: Expression): boolean =>
  expression.kind === 'NamedExpr' && c.columns[start] === expression.column && c.lines[start] === expression.line;

/** The value after the colon of a dict item. */
function parseDictValue(c: Cursor): Expression {
  const colon = c.at;
  c.expect(kind.COLON);
  if (c.kind === kind.RIGHT_BRACE || c.kind === kind.COMMA) {
    c.failAt(colon, "expression expected after dictionary key and ':'");
  }
  if (c.kind === kind.STAR) {
    const star = c.at;
    c.advance();
    if (c.attempt((cursor) => parseBinary(cursor, 1)) !== undefined) {
      c.failAt(star, 'cannot use a starred expression in a dictionary value');
    }
    c.goTo(star);
    c.fail();
  }
  return parseExpression(c);
}

/** The rest of a dict display or comprehension, after its first key (null when none has been read). */
function parseDictRest(c: Cursor, start: number, firstKey: Expression | null): Expression {
  const position = { line: c.lines[start], column: c.columns[start] };
  const keys: (Expression | null)[] = [];
  const values: Expression[] = [];
  if (firstKey !== null) {
    const value = parseDictValue(c);
    if (c.kind === kind.FOR || c.kind === kind.ASYNC) {
      const generators = parseComprehensionClauses(c);
      c.expect(kind.RIGHT_BRACE);
      c.depth--;
      const last = c.at - 1;
      return {
        kind: 'DictComp',
        key: firstKey,
        value,
        generators,
        ...position,
        endLine: c.endLines[last],
        endColumn: c.endColumns[last],
      };
    }
    keys.push(firstKey);
    values.push(value);
    if (c.kind === kind.COMMA) c.advance();
    else if (c.kind !== kind.RIGHT_BRACE) c.fail();
  }
  while (c.kind !== kind.RIGHT_BRACE) {
    if (c.kind === kind.DOUBLE_STAR) {
      const stars = c.at;
      c.advance();
      keys.push(null);
      values.push(parseBinary(c, 1));
      if (c.kind === kind.FOR && keys.length === 1) {
        c.failAt(stars, 'dict unpacking cannot be used in dict comprehension');
      }
    } else {
      const key = parseExpression(c);
      if (c.kind !== kind.COLON && c.kind !== kind.UNCLOSED && keys.length > 0) {
        c.failNode({ ...key, line: key.endLine, column: key.endColumn - 1 }, "':' expected after dictionary key");
      }
      keys.push(key);
      values.push(parseDictValue(c));
    }
    if (c.kind !== kind.COMMA) break;
    c.advance();
  }
  c.expect(kind.RIGHT_BRACE);
  c.depth--;
  const last = c.at - 1;
  const dict: Dict = {
    kind: 'Dict',
    keys,
    values,
    ...position,
    endLine: c.endLines[last],
    endColumn: c.endColumns[last],
  };
  return dict;
}
