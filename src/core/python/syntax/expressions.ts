import type {
  ComparisonOperator,
  Comprehension,
  Expression,
  Lambda,
  Starred,
  Tuple,
  UnaryOperator,
  Yield,
  YieldFrom,
} from '../ast.ts';
import { parseAtom } from './atoms.ts';
import { parseCall } from './callArguments.ts';
import type { Cursor } from './cursor.ts';
import { parseParameters } from './parameters.ts';
import { parseSubscript } from './subscripts.ts';
import { describeExpression, parseTargets } from './targets.ts';
import * as kind from './tokenKinds.ts';

/** `lambda` or a conditional expression: the grammar's `expression`. */
export function parseExpression(c: Cursor): Expression {
  c.enter();
  if (c.kind === kind.LAMBDA) {
    const lambda = parseLambda(c);
    c.depth--;
    return lambda;
  }
  const start = c.at;
  const body = parseDisjunction(c);
  c.lastOperand = body;
  c.lastOperandStart = start;
  c.lastOperandEnd = c.at;
  if (c.kind !== kind.IF) {
    c.depth--;
    return body;
  }
  const beforeIf = c.at;
  c.advance();
  const test = parseDisjunction(c);
  if (c.kind !== kind.ELSE) {
    if (c.quiet) {
      c.depth--;
      c.goTo(beforeIf);
      return body;
    }
    if (c.kind === kind.COLON || c.kind === kind.UNCLOSED) c.fail();
    c.failNode(body, "expected 'else' after 'if' expression", test);
  }
  c.advance();
  const orelse = parseExpression(c);
  c.depth--;
  return {
    kind: 'IfExp',
    test,
    body,
    orelse,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

function parseLambda(c: Cursor): Lambda {
  const start = c.at;
  c.advance();
  const args = parseParameters(c, kind.COLON, true);
  c.expect(kind.COLON);
  const { functionDepth, loopDepth } = c;
  c.functionDepth = 1;
  c.loopDepth = 0;
  const body = parseExpression(c);
  c.functionDepth = functionDepth;
  c.loopDepth = loopDepth;
  return {
    kind: 'Lambda',
    args,
    body,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

/** `name := expression`, or an expression; a stray `=` after it earns CPython's advice. */
export function parseNamedExpression(c: Cursor): Expression {
  if (c.kind === kind.NAME && c.kinds[c.at + 1] === kind.COLON_EQUAL) {
    const start = c.at;
    const id = c.name(start);
    c.advance();
    c.advance();
    c.suspicious = true;
    const value = parseExpression(c);
    const [line, column] = [c.lines[start], c.columns[start]];
    return {
      kind: 'NamedExpr',
      target: {
        kind: 'Name',
        id,
        ctx: 'Store',
        line,
        column,
        endLine: c.endLines[start],
        endColumn: c.endColumns[start],
      },
      value,
      line,
      column,
      endLine: c.endLines[c.at - 1],
      endColumn: c.endColumns[c.at - 1],
    };
  }
  const start = c.at;
  const expression = parseExpression(c);
  if (c.kind === kind.EQUAL || c.kind === kind.COLON_EQUAL) adviseOnEqual(c, start, expression);
  return expression;
}

/**
 * After `expression` (from token `start`) stands `=` or `:=` where neither can be: throws "Maybe you meant '=='…" under
 * the conditions under which CPython does, else returns.
 */
export function adviseOnEqual(c: Cursor, start: number, expression: Expression): void {
  if (c.quiet) return;
  if (c.kind === kind.COLON_EQUAL) {
    const here = c.at;
    c.advance();
    const value = c.attempt(parseExpression);
    c.goTo(here);
    if (value !== undefined) {
      c.failNode(expression, `cannot use assignment expressions with ${describeExpression(expression)}`);
    }
    return;
  }
  if (!isOperand(expression, c, start)) return;
  const here = c.at;
  c.advance();
  const value = c.attempt((cursor) => parseBinary(cursor, 1));
  const goesOn = c.kind === kind.EQUAL || c.kind === kind.COLON_EQUAL;
  c.goTo(here);
  if (value === undefined || goesOn) return;
  if (expression.kind === 'Name' && here === start + 1) {
    c.failNode(expression, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?", value);
  }
  if (startsWithDisplay(c, start)) return;
  c.failNode(
    expression,
    `cannot assign to ${describeExpression(expression)} here. Maybe you meant '==' instead of '='?`,
  );
}

/** Is it what the grammar calls `bitwise_or`: no comparison, boolean operator, conditional or lambda on its own level? */
function isOperand(expression: Expression, c: Cursor, start: number): boolean {
  if (expression.line !== c.lines[start] || expression.column !== c.columns[start]) return true;
  switch (expression.kind) {
    case 'Compare':
    case 'BoolOp':
    case 'IfExp':
    case 'Lambda':
      return false;
    case 'UnaryOp':
      return expression.op !== 'Not';
    default:
      return true;
  }
}

/** Does a list, tuple, generator expression, True, False or None begin at this token? */
function startsWithDisplay(c: Cursor, start: number): boolean {
  const first = c.kinds[start];
  if (first === kind.TRUE || first === kind.FALSE || first === kind.NONE) return true;
  if (first !== kind.LEFT_PAREN && first !== kind.LEFT_BRACKET) return false;
  const here = c.at;
  c.goTo(start);
  const atom = c.attempt(parseAtom);
  c.goTo(here);
  return atom?.kind === 'List' || atom?.kind === 'Tuple' || atom?.kind === 'GeneratorExp';
}

/** `or`, and everything that binds tighter: the grammar's `disjunction`. */
export function parseDisjunction(c: Cursor): Expression {
  const start = c.at;
  const first = parseConjunction(c);
  if (c.kind !== kind.OR) return first;
  const values = [first];
  while (c.kind === kind.OR) {
    c.advance();
    values.push(parseConjunction(c));
  }
  return {
    kind: 'BoolOp',
    op: 'Or',
    values,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

function parseConjunction(c: Cursor): Expression {
  const start = c.at;
  const first = parseInversion(c);
  if (c.kind !== kind.AND) return first;
  const values = [first];
  while (c.kind === kind.AND) {
    c.advance();
    values.push(parseInversion(c));
  }
  return {
    kind: 'BoolOp',
    op: 'And',
    values,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

function parseInversion(c: Cursor): Expression {
  if (c.kind !== kind.NOT) return parseComparison(c);
  const start = c.at;
  c.enter();
  c.advance();
  const operand = parseInversion(c);
  c.depth--;
  return {
    kind: 'UnaryOp',
    op: 'Not',
    operand,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

/** The comparison operator at the cursor, stepped over; undefined when there is none. */
function comparisonOperator(c: Cursor): ComparisonOperator | undefined {
  const operator = kind.COMPARISON_OPERATOR[c.kind];
  if (operator === undefined) {
    if (c.kind !== kind.NOT) return undefined;
    if (c.kinds[c.at + 1] !== kind.IN) {
      c.furthest = c.at + 1;
      return undefined;
    }
    c.advance();
    c.advance();
    return 'NotIn';
  }
  c.advance();
  if (operator === 'Is' && c.kind === kind.NOT) {
    c.advance();
    return 'IsNot';
  }
  return operator;
}

function parseComparison(c: Cursor): Expression {
  const start = c.at;
  const left = parseBinary(c, 1);
  let operator = comparisonOperator(c);
  if (operator === undefined) return left;
  const ops: ComparisonOperator[] = [];
  const comparators: Expression[] = [];
  while (operator !== undefined) {
    ops.push(operator);
    comparators.push(parseBinary(c, 1));
    operator = comparisonOperator(c);
  }
  return {
    kind: 'Compare',
    left,
    ops,
    comparators,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

/** Binary operators at least as strong as `minimum` (1 is `|`, the grammar's `bitwise_or`). */
export function parseBinary(c: Cursor, minimum: number): Expression {
  const start = c.at;
  let left = parseUnary(c);
  for (;;) {
    const precedence = kind.BINARY_PRECEDENCE[c.kind];
    if (precedence < minimum || precedence === 0) return left;
    const op = kind.BINARY_OPERATOR[c.kind]!;
    c.advance();
    c.chain++;
    const right = parseBinary(c, precedence + 1);
    left = {
      kind: 'BinOp',
      left,
      op,
      right,
      line: c.lines[start],
      column: c.columns[start],
      endLine: c.endLines[c.at - 1],
      endColumn: c.endColumns[c.at - 1],
    };
  }
}

function parseUnary(c: Cursor): Expression {
  let op: UnaryOperator;
  if (c.kind === kind.MINUS) op = 'USub';
  else if (c.kind === kind.PLUS) op = 'UAdd';
  else if (c.kind === kind.TILDE) op = 'Invert';
  else return parsePower(c);
  const start = c.at;
  c.enter();
  c.advance();
  const operand = parseUnary(c);
  c.depth--;
  return {
    kind: 'UnaryOp',
    op,
    operand,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

function parsePower(c: Cursor): Expression {
  const start = c.at;
  const left = parsePrimary(c);
  if (c.kind !== kind.DOUBLE_STAR) return left;
  c.enter();
  c.advance();
  const right = parseUnary(c);
  c.depth--;
  return {
    kind: 'BinOp',
    left,
    op: 'Pow',
    right,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

/** An atom with its attributes, calls and subscripts. */
function parsePrimary(c: Cursor): Expression {
  const start = c.at;
  let value = parseAtom(c);
  for (;;) {
    if (c.kind === kind.DOT) {
      c.advance();
      c.chain++;
      const attr = c.expectName();
      value = {
        kind: 'Attribute',
        value,
        attr,
        ctx: 'Load',
        line: c.lines[start],
        column: c.columns[start],
        endLine: c.endLines[c.at - 1],
        endColumn: c.endColumns[c.at - 1],
      };
    } else if (c.kind === kind.LEFT_PAREN) {
      c.chain++;
      value = parseCall(c, value, start);
    } else if (c.kind === kind.LEFT_BRACKET) {
      c.chain++;
      value = parseSubscript(c, value, start);
    } else return value;
  }
}

/** `*operand`, as it stands in displays and on the right of an assignment. */
export function parseStarred(c: Cursor): Starred {
  const start = c.at;
  c.advance();
  const value = parseBinary(c, 1);
  return {
    kind: 'Starred',
    value,
    ctx: 'Load',
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

/** A tuple without parentheses from token `start` to the token before the cursor. */
export function tupleFrom(c: Cursor, start: number, elts: Expression[]): Tuple {
  return {
    kind: 'Tuple',
    elts,
    ctx: 'Load',
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

/** One expression, or several with commas as a tuple; each may be starred. The grammar's `star_expressions`. */
export function parseStarExpressions(c: Cursor): Expression {
  const start = c.at;
  const first = c.kind === kind.STAR ? parseStarred(c) : parseExpression(c);
  if (c.kind !== kind.COMMA) {
    if (first.kind === 'Starred') c.suspicious = true;
    return first;
  }
  const elts = [first];
  while (c.kind === kind.COMMA) {
    c.advance();
    if (!startsExpression(c.kind)) break;
    elts.push(c.kind === kind.STAR ? parseStarred(c) : parseExpression(c));
  }
  return tupleFrom(c, start, elts);
}

/** Can an expression, or a starred one, begin with a token of this kind? */
export function startsExpression(token: number): boolean {
  switch (token) {
    case kind.NAME:
    case kind.NUMBER:
    case kind.STRING:
    case kind.FALSE:
    case kind.NONE:
    case kind.TRUE:
    case kind.AWAIT:
    case kind.LAMBDA:
    case kind.NOT:
    case kind.LEFT_PAREN:
    case kind.LEFT_BRACKET:
    case kind.LEFT_BRACE:
    case kind.ELLIPSIS:
    case kind.PLUS:
    case kind.MINUS:
    case kind.TILDE:
    case kind.STAR:
      return true;
    default:
      return false;
  }
}

/** `yield`, `yield values` or `yield from iterable`. */
export function parseYield(c: Cursor): Yield | YieldFrom {
  const start = c.at;
  if (c.functionDepth === 0) c.suspicious = true;
  c.advance();
  const position = { line: c.lines[start], column: c.columns[start] };
  if (c.kind === kind.FROM) {
    c.advance();
    const value = parseExpression(c);
    return { kind: 'YieldFrom', value, ...position, endLine: c.endLines[c.at - 1], endColumn: c.endColumns[c.at - 1] };
  }
  const value = startsExpression(c.kind) ? parseStarExpressions(c) : null;
  const last = c.at - 1;
  return { kind: 'Yield', value, ...position, endLine: c.endLines[last], endColumn: c.endColumns[last] };
}

/** `for target in iterable if condition …`, once or more. */
export function parseComprehensionClauses(c: Cursor): Comprehension[] {
  const generators: Comprehension[] = [];
  while (c.kind === kind.FOR || c.kind === kind.ASYNC) {
    if (c.kind === kind.ASYNC) c.failUnsupported(c.at, 'async comprehensions are not supported');
    c.advance();
    const target = parseTargets(c);
    const iter = parseDisjunction(c);
    const ifs: Expression[] = [];
    while (c.kind === kind.IF) {
      c.advance();
      ifs.push(parseDisjunction(c));
    }
    generators.push({ kind: 'comprehension', target, iter, ifs });
  }
  return generators;
}
