import type { Arg, Arguments, Expression } from '../ast.ts';
import type { Cursor } from './cursor.ts';
import { readAloud } from './explainFailure.ts';
import { parseExpression } from './expressions.ts';
import * as kind from './tokenKinds.ts';

/** Parameters up to (not with) the token `close`; those of a lambda have no annotations. */
export function parseParameters(c: Cursor, close: number, lambda: boolean): Arguments {
  const result: Arguments = {
    kind: 'arguments',
    posonlyargs: [],
    args: [],
    vararg: null,
    kwonlyargs: [],
    kw_defaults: [],
    kwarg: null,
    defaults: [],
  };
  let slashSeen = false;
  let starSeen = false;
  while (c.kind !== close) {
    const at = c.at;
    if (c.kind === kind.SLASH) {
      if (slashSeen) c.failAt(at, '/ may appear only once');
      if (starSeen) c.failAt(at, '/ must be ahead of *');
      if (result.args.length === 0) {
        if (c.kinds[at + 1] === kind.COMMA) c.failAt(at, 'at least one argument must precede /');
        c.fail();
      }
      slashSeen = true;
      result.posonlyargs = result.args;
      result.args = [];
      c.advance();
      if (c.kind === kind.STAR) c.failAt(c.at, 'expected comma between / and *');
    } else if (c.kind === kind.STAR) {
      if (starSeen) c.failAt(at, '* argument may appear only once');
      starSeen = true;
      parseStar(c, result, close, lambda);
    } else if (c.kind === kind.DOUBLE_STAR) {
      parseDoubleStar(c, result, close, lambda);
      break;
    } else if (c.kind === kind.NAME) {
      const parameter = parseParameter(c, lambda);
      const value = parseDefault(c, close);
      if (starSeen) {
        result.kwonlyargs.push(parameter);
        result.kw_defaults.push(value);
      } else {
        if (value === null && result.defaults.length > 0) {
          c.failAt(at, 'non-default argument follows default argument');
        }
        result.args.push(parameter);
        if (value !== null) result.defaults.push(value);
      }
    } else {
      if (c.kind === kind.LEFT_PAREN) refuseParenthesised(c, lambda);
      c.fail();
    }
    if (c.kind !== kind.COMMA) break;
    c.advance();
  }
  noteDuplicates(c, result);
  return result;
}

function parseParameter(c: Cursor, lambda: boolean, starAnnotation = false): Arg {
  const at = c.at;
  const arg = c.expectName();
  let annotation: Expression | null = null;
  if (!lambda && c.kind === kind.COLON) {
    c.advance();
    const star = c.at;
    if (starAnnotation && c.kind === kind.STAR) {
      c.advance();
      const value = parseExpression(c);
      annotation = {
        kind: 'Starred',
        value,
        ctx: 'Load',
        line: c.lines[star],
        column: c.columns[star],
        endLine: c.endLines[c.at - 1],
        endColumn: c.endColumns[c.at - 1],
      };
    } else annotation = parseExpression(c);
  }
  const last = c.at - 1;
  return {
    kind: 'arg',
    arg,
    annotation,
    line: c.lines[at],
    column: c.columns[at],
    endLine: c.endLines[last],
    endColumn: c.endColumns[last],
  };
}

function parseDefault(c: Cursor, close: number): Expression | null {
  if (c.kind !== kind.EQUAL) return null;
  const equal = c.at;
  c.advance();
  if ((c.kind === close && close === kind.RIGHT_PAREN) || c.kind === kind.COMMA) {
    c.failAt(equal, 'expected default value expression');
  }
  return parseExpression(c);
}

/** `*name`, or a bare `*` before keyword-only parameters. */
function parseStar(c: Cursor, result: Arguments, close: number, lambda: boolean): void {
  const star = c.at;
  c.advance();
  if (c.kind === kind.COMMA) {
    const next = c.kinds[c.at + 1];
    if (next === close || next === kind.DOUBLE_STAR) c.failAt(star, 'named arguments must follow bare *');
    return;
  }
  if (c.kind === close) c.failAt(star, 'named arguments must follow bare *');
  result.vararg = parseParameter(c, lambda, true);
  if (c.kind === kind.EQUAL) c.failAt(c.at, 'var-positional argument cannot have default value');
}

/** `**name`, after which nothing but a comma may come. */
function parseDoubleStar(c: Cursor, result: Arguments, close: number, lambda: boolean): void {
  c.advance();
  result.kwarg = parseParameter(c, lambda);
  if (c.kind === kind.EQUAL) c.failAt(c.at, 'var-keyword argument cannot have default value');
  if (c.kind !== kind.COMMA) return;
  c.advance();
  if (c.kind === close) return;
  if (c.kind === kind.NAME || c.kind === kind.STAR || c.kind === kind.DOUBLE_STAR || c.kind === kind.SLASH) {
    c.failAt(c.at, 'arguments cannot follow var-keyword argument');
  }
  c.fail();
}

/** `(a, b)` among the parameters; their annotations are read for faults of their own. */
function refuseParenthesised(c: Cursor, lambda: boolean): void {
  const open = c.at;
  c.advance();
  while (c.kind === kind.NAME) {
    c.advance();
    if (!lambda && c.kind === kind.COLON) {
      c.advance();
      if (readAloud(c, parseExpression) === undefined) break;
    }
    if (c.kind === kind.COMMA) c.advance();
  }
  if (c.kind === kind.RIGHT_PAREN && c.at > open + 1) {
    c.failAt(open, `${lambda ? 'Lambda expression' : 'Function'} parameters cannot be parenthesized`, c.at);
  }
  c.goTo(open);
}

/** Asks for the compiler's pass when two parameters share a name. */
function noteDuplicates(c: Cursor, { posonlyargs, args, vararg, kwonlyargs, kwarg }: Arguments): void {
  const simple = posonlyargs.length === 0 && kwonlyargs.length === 0 && vararg === null && kwarg === null;
  if (simple && args.length < 2) return;
  if (simple && args.length === 2) {
    if (args[0].arg === args[1].arg) c.suspicious = true;
    return;
  }
  const names = new Set<string>();
  let count = 0;
  for (const group of [posonlyargs, args, kwonlyargs]) {
    count += group.length;
    for (const parameter of group) names.add(parameter.arg);
  }
  for (const parameter of [vararg, kwarg]) {
    if (parameter === null) continue;
    count++;
    names.add(parameter.arg);
  }
  if (names.size < count) c.suspicious = true;
}
