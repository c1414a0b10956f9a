import type { Attribute, Expression, ExpressionContext, Name, Subscript } from '../ast.ts';
import type { Cursor } from './cursor.ts';
import { readAloud } from './explainFailure.ts';
import { parseBinary, parseStarExpressions, startsExpression, tupleFrom } from './expressions.ts';
import * as kind from './tokenKinds.ts';

/** What CPython calls an expression when it cannot be assigned to. */
export function describeExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'Attribute':
      return 'attribute';
    case 'Subscript':
      return 'subscript';
    case 'Starred':
      return 'starred';
    case 'Name':
      return 'name';
    case 'List':
      return 'list';
    case 'Tuple':
      return 'tuple';
    case 'Lambda':
      return 'lambda';
    case 'Call':
      return 'function call';
    case 'BoolOp':
    case 'BinOp':
    case 'UnaryOp':
      return 'expression';
    case 'GeneratorExp':
      return 'generator expression';
    case 'Yield':
    case 'YieldFrom':
      return 'yield expression';
    case 'ListComp':
      return 'list comprehension';
    case 'SetComp':
      return 'set comprehension';
    case 'DictComp':
      return 'dict comprehension';
    case 'Dict':
      return 'dict literal';
    case 'Set':
      return 'set display';
    case 'JoinedStr':
    case 'FormattedValue':
      return 'f-string expression';
    case 'Constant':
      if (expression.type === 'None') return 'None';
      if (expression.type === 'bool') return expression.value ? 'True' : 'False';
      return expression.type === 'Ellipsis' ? 'ellipsis' : 'literal';
    case 'Compare':
      return 'comparison';
    case 'IfExp':
      return 'conditional expression';
    case 'NamedExpr':
      return 'named expression';
    case 'Slice':
      return 'slice';
    default:
      return expression satisfies never;
  }
}

/** The first part of `expression` that cannot be assigned to (or deleted), or undefined. */
export function invalidTarget(expression: Expression, context: 'Store' | 'Del' | 'For'): Expression | undefined {
  switch (expression.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      return undefined;
    case 'Starred':
      return context === 'Del' ? expression : invalidTarget(expression.value, context);
    case 'List':
    case 'Tuple':
      for (const element of expression.elts) {
        const invalid = invalidTarget(element, context);
        if (invalid !== undefined) return invalid;
      }
      return undefined;
    case 'Compare':
      // `for a in b` was read as a comparison: its left side is the target.
      if (context !== 'For') return expression;
      return expression.ops[0] === 'In' ? invalidTarget(expression.left, context) : undefined;
    default:
      return expression;
  }
}

/** Turns a valid target, read as an expression, into one of this context. */
export function setContext(expression: Expression, context: ExpressionContext, c: Cursor): void {
  switch (expression.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      expression.ctx = context;
      return;
    case 'Starred':
      expression.ctx = context;
      c.suspicious = true;
      setContext(expression.value, context, c);
      return;
    case 'List':
    case 'Tuple':
      expression.ctx = context;
      for (const element of expression.elts) setContext(element, context, c);
      return;
    default:
  }
}

/** Checks an expression as the target of an assignment and gives it its context, or throws. */
export function asTarget(c: Cursor, expression: Expression): void {
  const invalid = invalidTarget(expression, 'Store');
  if (invalid !== undefined) c.failNode(invalid, `cannot assign to ${describeExpression(invalid)}`);
  setContext(expression, 'Store', c);
}

/** A single target, which an annotation or an augmented assignment may follow. */
export function isSingleTarget(expression: Expression): expression is Name | Attribute | Subscript {
  return expression.kind === 'Name' || expression.kind === 'Attribute' || expression.kind === 'Subscript';
}

function parseTarget(c: Cursor): Expression {
  if (c.kind !== kind.STAR) return parseBinary(c, 1);
  const start = c.at;
  c.advance();
  const value = parseBinary(c, 1);
  return {
    kind: 'Starred',
    value,
    ctx: 'Store',
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

/** What stands from token `start` on is no target with an `in` after it: says why, as CPython does. */
function failTargets(c: Cursor, start: number): never {
  const end = c.at;
  if (!c.quiet) {
    c.goTo(start);
    const read = readAloud(c, parseStarExpressions);
    const invalid = read === undefined ? undefined : invalidTarget(read, 'For');
    if (invalid !== undefined) c.failNode(invalid, `cannot assign to ${describeExpression(invalid)}`);
  }
  c.goTo(Math.max(end, c.at));
  return c.fail();
}

/** The targets of a `for` and the `in` after them. */
export function parseTargets(c: Cursor): Expression {
  const start = c.at;
  let target = parseTarget(c);
  if (c.kind === kind.COMMA) {
    const elts = [target];
    while (c.kind === kind.COMMA) {
      c.advance();
      if (!startsExpression(c.kind)) break;
      elts.push(parseTarget(c));
    }
    target = tupleFrom(c, start, elts);
  }
  if (c.kind !== kind.IN || invalidTarget(target, 'Store') !== undefined) failTargets(c, start);
  c.advance();
  setContext(target, 'Store', c);
  return target;
}
