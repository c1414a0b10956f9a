import type { Expression, Match, MatchCase, MatchClass, MatchMapping, Pattern } from '../ast.ts';
import { parseBlock } from './blocks.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parseNamedExpression, parseStarred, startsExpression, tupleFrom } from './expressions.ts';
import { numberConstant } from './numberLiteral.ts';
import { parseSimpleStatement, span } from './statements.ts';
import { parseStrings } from './strings.ts';
import * as kind from './tokenKinds.ts';

/** A `match` statement, or undefined when `match` is a plain name here. */
export function parseMatch(c: Cursor): Match | undefined {
  const start = c.at;
  const next = c.kinds[start + 1];
  if (!startsExpression(next)) return undefined;
  const subject = c.attempt(parseSubjectAndColon);
  if (subject === undefined) {
    adviseOnColon(c);
    return undefined;
  }
  c.suspicious = true;
  if (c.kinds[c.at + 1] !== kind.INDENT) {
    c.advance();
    const message = `expected an indented block after 'match' statement on line ${c.lines[start]}`;
    c.failAt(c.at, message, c.at, 'IndentationError');
  }
  c.advance();
  c.advance();
  const cases: MatchCase[] = [];
  do {
    if (!c.isName(c.at, 'case')) c.fail();
    cases.push(parseCase(c));
  } while (c.kind !== kind.DEDENT && c.kind !== kind.END);
  c.expect(kind.DEDENT);
  const last = cases[cases.length - 1].body.at(-1)!;
  const position = { line: c.lines[start], column: c.columns[start], endLine: last.endLine, endColumn: last.endColumn };
  return { kind: 'Match', subject, cases, ...position };
}

/** `match subject` at the end of a line, where no ordinary statement can be read: its colon is missing. */
function adviseOnColon(c: Cursor): void {
  const start = c.at;
  const subject = c.attempt(parseSubject);
  const end = c.at;
  c.goTo(start);
  if (subject === undefined || c.kinds[end] !== kind.NEWLINE) return;
  const statement = c.attempt((cursor) => {
    parseSimpleStatement(cursor);
    cursor.expect(kind.NEWLINE);
    return true;
  });
  c.goTo(start);
  if (statement === undefined) c.failAt(end, "expected ':'");
}

/** `match subject:` up to the end of its line, which shows that it is not an ordinary expression. */
function parseSubjectAndColon(c: Cursor): Expression {
  const subject = parseSubject(c);
  c.expect(kind.COLON);
  if (c.kind !== kind.NEWLINE) c.fail();
  return subject;
}

function parseSubject(c: Cursor): Expression {
  c.advance();
  const start = c.at;
  let subject = c.kind === kind.STAR ? parseStarred(c) : parseNamedExpression(c);
  if (c.kind === kind.COMMA) {
    const elts = [subject];
    while (c.kind === kind.COMMA) {
      c.advance();
      if (!startsExpression(c.kind)) break;
      elts.push(c.kind === kind.STAR ? parseStarred(c) : parseNamedExpression(c));
    }
    subject = tupleFrom(c, start, elts);
  }
  return subject;
}

function parseCase(c: Cursor): MatchCase {
  const start = c.at;
  c.advance();
  const pattern = parsePatterns(c);
  let guard: Expression | null = null;
  if (c.kind === kind.IF) {
    c.advance();
    guard = parseNamedExpression(c);
  }
  c.expectColon(true);
  const body = parseBlock(c, "'case' statement", c.lines[start]);
  return { kind: 'match_case', pattern, guard, body };
}

/** Patterns with commas without brackets are a sequence pattern. */
function parsePatterns(c: Cursor): Pattern {
  const start = c.at;
  const first = parseMaybeStar(c);
  if (c.kind !== kind.COMMA) {
    if (first.kind === 'MatchStar') c.fail();
    return first;
  }
  const patterns = parseRest(c, first);
  return { kind: 'MatchSequence', patterns, ...span(c, start) };
}

/** Further patterns after `first`; the cursor stands on a comma, and comes to stand on what no pattern begins with. */
function parseRest(c: Cursor, first: Pattern): Pattern[] {
  const patterns = [first];
  while (c.kind === kind.COMMA) {
    c.advance();
    if (c.kind === kind.RIGHT_PAREN || c.kind === kind.RIGHT_BRACKET || c.kind === kind.COLON || c.kind === kind.IF)
      break;
    patterns.push(parseMaybeStar(c));
  }
  return patterns;
}

function parseMaybeStar(c: Cursor): Pattern {
  if (c.kind !== kind.STAR) return parseAsPattern(c);
  const start = c.at;
  c.advance();
  const name = c.expectName();
  return { kind: 'MatchStar', name: name === '_' ? null : name, ...span(c, start) };
}

function parseAsPattern(c: Cursor): Pattern {
  const start = c.at;
  const pattern = parseOrPattern(c);
  if (c.kind !== kind.AS) return pattern;
  c.advance();
  const target = c.at;
  if (c.isName(target, '_')) c.failAt(target, "cannot use '_' as a target");
  if (c.kind !== kind.NAME) {
    const expression = c.attempt(parseExpression);
    if (expression !== undefined) c.failNode(expression, 'invalid pattern target');
    c.fail();
  }
  c.advance();
  if (c.kind === kind.DOT || c.kind === kind.LEFT_PAREN || c.kind === kind.EQUAL) c.fail();
  return { kind: 'MatchAs', pattern, name: c.name(target), ...span(c, start) };
}

function parseOrPattern(c: Cursor): Pattern {
  const start = c.at;
  const first = parseClosedPattern(c);
  if (c.kind !== kind.BAR) return first;
  const patterns = [first];
  while (c.kind === kind.BAR) {
    c.advance();
    patterns.push(parseClosedPattern(c));
  }
  return { kind: 'MatchOr', patterns, ...span(c, start) };
}

function parseClosedPattern(c: Cursor): Pattern {
  const start = c.at;
  switch (c.kind) {
    case kind.NONE:
      c.advance();
      return { kind: 'MatchSingleton', value: null, ...span(c, start) };
    case kind.TRUE:
    case kind.FALSE: {
      const value = c.kind === kind.TRUE;
      c.advance();
      return { kind: 'MatchSingleton', value, ...span(c, start) };
    }
    case kind.STRING: {
      const value = parseStrings(c);
      return { kind: 'MatchValue', value, ...span(c, start) };
    }
    case kind.NUMBER:
    case kind.MINUS: {
      const value = parseNumber(c);
      return { kind: 'MatchValue', value, ...span(c, start) };
    }
    case kind.NAME:
      return parseNamePattern(c);
    case kind.LEFT_BRACKET: {
      c.enter();
      c.advance();
      let patterns: Pattern[] = [];
      if (c.kind !== kind.RIGHT_BRACKET) patterns = parseRest(c, parseMaybeStar(c));
      c.expect(kind.RIGHT_BRACKET);
      c.depth--;
      return { kind: 'MatchSequence', patterns, ...span(c, start) };
    }
    case kind.LEFT_PAREN: {
      c.enter();
      c.advance();
      let patterns: Pattern[] = [];
      let group: Pattern | undefined;
      if (c.kind !== kind.RIGHT_PAREN) {
        const first = parseMaybeStar(c);
        if (c.kind === kind.COMMA) patterns = parseRest(c, first);
        else if (first.kind === 'MatchStar') c.fail();
        else group = first;
      }
      c.expect(kind.RIGHT_PAREN);
      c.depth--;
      return group ?? { kind: 'MatchSequence', patterns, ...span(c, start) };
    }
    case kind.LEFT_BRACE:
      return parseMapping(c);
    default:
      return c.fail();
  }
}

/** A signed number, or the sum of a signed real and an imaginary one. */
function parseNumber(c: Cursor): Expression {
  const start = c.at;
  const left = parseSignedNumber(c);
  if (c.kind !== kind.PLUS && c.kind !== kind.MINUS) return left;
  const op = c.kind === kind.PLUS ? 'Add' : 'Sub';
  c.advance();
  const at = c.at;
  c.expect(kind.NUMBER);
  const right = numberConstant(c.text(at), span(c, at));
  const real = left.kind === 'UnaryOp' ? left.operand : left;
  if (real.kind === 'Constant' && real.type === 'complex') {
    c.failNode(real, 'real number required in complex literal');
  }
  if (right.type !== 'complex') c.failNode(right, 'imaginary number required in complex literal');
  return { kind: 'BinOp', left, op, right, ...span(c, start) };
}

function parseSignedNumber(c: Cursor): Expression {
  const start = c.at;
  const negative = c.kind === kind.MINUS;
  if (negative) c.advance();
  const at = c.at;
  c.expect(kind.NUMBER);
  const operand = numberConstant(c.text(at), span(c, at));
  return negative ? { kind: 'UnaryOp', op: 'USub', operand, ...span(c, start) } : operand;
}

/** A capture, the wildcard, a dotted name or a class pattern. */
function parseNamePattern(c: Cursor): Pattern {
  const start = c.at;
  const id = c.expectName();
  let value: Expression = { kind: 'Name', id, ctx: 'Load', ...span(c, start) };
  while (c.kind === kind.DOT) {
    c.advance();
    c.chain++;
    const attr = c.expectName();
    value = { kind: 'Attribute', value, attr, ctx: 'Load', ...span(c, start) };
  }
  if (c.kind === kind.LEFT_PAREN) return parseClassPattern(c, start, value);
  if (value.kind === 'Attribute') return { kind: 'MatchValue', value, ...span(c, start) };
  if (c.kind === kind.EQUAL) c.fail();
  return { kind: 'MatchAs', pattern: null, name: id === '_' ? null : id, ...span(c, start) };
}

function parseClassPattern(c: Cursor, start: number, cls: Expression): MatchClass {
  c.enter();
  c.advance();
  const patterns: Pattern[] = [];
  const kwd_attrs: string[] = [];
  const kwd_patterns: Pattern[] = [];
  while (c.kind !== kind.RIGHT_PAREN) {
    if (c.kind === kind.NAME && c.kinds[c.at + 1] === kind.EQUAL) {
      kwd_attrs.push(c.expectName());
      c.advance();
      kwd_patterns.push(parseAsPattern(c));
    } else {
      const first = c.at;
      patterns.push(parseAsPattern(c));
      if (kwd_attrs.length > 0) c.failAt(first, 'positional patterns follow keyword patterns', c.at - 1);
    }
    if (c.kind !== kind.COMMA) break;
    c.advance();
  }
  c.expect(kind.RIGHT_PAREN);
  c.depth--;
  return { kind: 'MatchClass', cls, patterns, kwd_attrs, kwd_patterns, ...span(c, start) };
}

function parseMapping(c: Cursor): MatchMapping {
  const start = c.at;
  c.enter();
  c.advance();
  const keys: Expression[] = [];
  const patterns: Pattern[] = [];
  let rest: string | null = null;
  while (c.kind !== kind.RIGHT_BRACE) {
    if (c.kind === kind.DOUBLE_STAR) {
      c.advance();
      if (c.isName(c.at, '_')) c.fail();
      rest = c.expectName();
      if (c.kind === kind.COMMA) c.advance();
      break;
    }
    keys.push(parseKey(c));
    c.expect(kind.COLON);
    patterns.push(parseAsPattern(c));
    if (c.kind !== kind.COMMA) break;
    c.advance();
  }
  c.expect(kind.RIGHT_BRACE);
  c.depth--;
  return { kind: 'MatchMapping', keys, patterns, rest, ...span(c, start) };
}

/** A key of a mapping pattern: a literal or a dotted name. */
function parseKey(c: Cursor): Expression {
  const start = c.at;
  switch (c.kind) {
    case kind.NONE:
      c.advance();
      return { kind: 'Constant', type: 'None', value: null, ...span(c, start) };
    case kind.TRUE:
    case kind.FALSE: {
      const value = c.kind === kind.TRUE;
      c.advance();
      return { kind: 'Constant', type: 'bool', value, ...span(c, start) };
    }
    case kind.STRING:
      return parseStrings(c);
    case kind.NAME: {
      const pattern = parseNamePattern(c);
      return pattern.kind === 'MatchValue' ? pattern.value : c.fail();
    }
    default:
      return parseNumber(c);
  }
}
