import type { Call, Expression, Keyword } from '../ast.ts';
import type { Cursor } from './cursor.ts';
import { parseComprehensionClauses, parseExpression } from './expressions.ts';
import { describeExpression } from './targets.ts';
import * as kind from './tokenKinds.ts';

/** What a call passes: positional arguments (with `*iterable` as `Starred`) and keywords (`**mapping` has `arg: null`). */
export interface CallArguments {
  args: Expression[];
  keywords: Keyword[];
}

/** `func(…)`, which began at token `start`, with the cursor on the parenthesis. */
export function parseCall(c: Cursor, func: Expression, start: number): Call {
  const open = c.at;
  c.enter();
  c.advance();
  const { args, keywords } = parseArgumentList(c, kind.RIGHT_PAREN);
  c.depth--;
  const last = c.at - 1;
  const first = args[0];
  if (args.length === 1 && first.kind === 'GeneratorExp' && first.column === -1) {
    // A lone generator expression takes the call's parentheses for its own.
    first.line = c.lines[open];
    first.column = c.columns[open];
    first.endLine = c.endLines[last];
    first.endColumn = c.endColumns[last];
  }
  return {
    kind: 'Call',
    func,
    args,
    keywords,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[last],
    endColumn: c.endColumns[last],
  };
}

/** Arguments up to and with the token `close`. A generator expression without parentheses of its own has column -1. */
export function parseArgumentList(c: Cursor, close: number): CallArguments {
  const args: Expression[] = [];
  const keywords: Keyword[] = [];
  let unpackedMapping = false;
  while (c.kind !== close) {
    const start = c.at;
    if (c.kind === kind.STAR) {
      if (unpackedMapping) c.failAt(start, 'iterable argument unpacking follows keyword argument unpacking');
      c.advance();
      const value = parseExpression(c);
      args.push({
        kind: 'Starred',
        value,
        ctx: 'Load',
        line: c.lines[start],
        column: c.columns[start],
        endLine: c.endLines[c.at - 1],
        endColumn: c.endColumns[c.at - 1],
      });
    } else if (c.kind === kind.DOUBLE_STAR) {
      c.advance();
      keywords.push(keyword(c, start, null, parseExpression(c)));
      unpackedMapping = true;
    } else if (c.kind === kind.NAME && c.kinds[start + 1] === kind.EQUAL) {
      const name = c.name(start);
      c.advance();
      c.advance();
      const value = parseExpression(c);
      if (c.kind === kind.FOR) adviseOnComprehension(c, start);
      for (const other of keywords) if (other.arg === name) c.suspicious = true;
      keywords.push(keyword(c, start, name, value));
    } else {
      args.push(parsePositional(c, close, start, args.length + keywords.length));
      if (keywords.length > 0) {
        if (c.kind !== kind.COMMA && c.kind !== close) c.fail();
        c.failAt(
          c.at,
          unpackedMapping
            ? 'positional argument follows keyword argument unpacking'
            : 'positional argument follows keyword argument',
        );
      }
    }
    if (c.kind !== kind.COMMA) break;
    c.advance();
  }
  c.expect(close);
  return { args, keywords };
}

function keyword(c: Cursor, start: number, arg: string | null, value: Expression): Keyword {
  return {
    kind: 'keyword',
    arg,
    value,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

function parsePositional(c: Cursor, close: number, start: number, before: number): Expression {
  let value: Expression;
  if (c.kind === kind.NAME && c.kinds[start + 1] === kind.COLON_EQUAL) {
    const id = c.name(start);
    c.advance();
    c.advance();
    c.suspicious = true;
    const assigned = parseExpression(c);
    const [line, column] = [c.lines[start], c.columns[start]];
    value = {
      kind: 'NamedExpr',
      target: { kind: 'Name', id, ctx: 'Store', line, column, endLine: line, endColumn: c.endColumns[start] },
      value: assigned,
      line,
      column,
      endLine: c.endLines[c.at - 1],
      endColumn: c.endColumns[c.at - 1],
    };
  } else {
    value = parseExpression(c);
  }
  if (c.kind === kind.EQUAL && !c.quiet) {
    const first = c.kinds[start];
    if (c.at === start + 1 && (first === kind.TRUE || first === kind.FALSE || first === kind.NONE)) {
      c.failAt(start, `cannot assign to ${describeExpression(value)}`, c.at);
    }
    c.failAt(start, 'expression cannot contain assignment, perhaps you meant "=="?', c.at);
  }
  if (c.kind !== kind.FOR && c.kind !== kind.ASYNC) return value;
  const generators = parseComprehensionClauses(c);
  if (before > 0 || c.kind !== close) {
    if (before === 0 && c.kind !== kind.COMMA) c.fail();
    c.failAt(start, 'Generator expression must be parenthesized', c.at - 1);
  }
  const last = c.at - 1;
  return {
    kind: 'GeneratorExp',
    elt: value,
    generators,
    line: c.lines[start],
    column: -1,
    endLine: c.endLines[last],
    endColumn: c.endColumns[last],
  };
}

/** `name=value for …`: advises as CPython does. */
function adviseOnComprehension(c: Cursor, start: number): void {
  const here = c.at;
  const clauses = c.attempt(parseComprehensionClauses);
  c.goTo(here);
  if (clauses !== undefined && !c.quiet) {
    c.failAt(start, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?", start + 1);
  }
}
