import type { Expression, Subscript } from '../ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parseNamedExpression, startsExpression, tupleFrom } from './expressions.ts';
import * as kind from './tokenKinds.ts';

/** `value[…]`, which began at token `begin`, with the cursor on the bracket. */
export function parseSubscript(c: Cursor, value: Expression, begin: number): Subscript {
  c.enter();
  c.advance();
  const start = c.at;
  let slice = parseSlice(c);
  if (c.kind === kind.COMMA || slice.kind === 'Starred') {
    const elts = [slice];
    while (c.kind === kind.COMMA) {
      c.advance();
      if (!startsExpression(c.kind) && c.kind !== kind.COLON) break;
      elts.push(parseSlice(c));
    }
    slice = tupleFrom(c, start, elts);
  }
  c.expect(kind.RIGHT_BRACKET);
  c.depth--;
  return {
    kind: 'Subscript',
    value,
    slice,
    ctx: 'Load',
    line: c.lines[begin],
    column: c.columns[begin],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

function parseSlice(c: Cursor): Expression {
  const start = c.at;
  if (c.kind === kind.STAR) {
    c.advance();
    const value = parseExpression(c);
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
  let lower: Expression | null = null;
  if (c.kind !== kind.COLON) {
    lower = parseNamedExpression(c);
    if (c.kind !== kind.COLON || c.kinds[start + 1] === kind.COLON_EQUAL) return lower;
  }
  c.advance();
  const upper = startsExpression(c.kind) && c.kind !== kind.STAR ? parseExpression(c) : null;
  let step: Expression | null = null;
  if (c.kind === kind.COLON) {
    c.advance();
    if (startsExpression(c.kind) && c.kind !== kind.STAR) step = parseExpression(c);
  }
  const last = c.at - 1;
  return {
    kind: 'Slice',
    lower,
    upper,
    step,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[last],
    endColumn: c.endColumns[last],
  };
}
