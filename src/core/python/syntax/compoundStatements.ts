import type { ClassDef, ExceptHandler, Expression, FunctionDef, If, Statement, Try, With, WithItem } from '../ast.ts';
import { parseBlock } from './blocks.ts';
import { parseArgumentList } from './callArguments.ts';
import { type Cursor, MAX_DEPTH } from './cursor.ts';
import { parseExpression, parseNamedExpression, parseStarExpressions, startsExpression } from './expressions.ts';
import { parseParameters } from './parameters.ts';
import { parseMatch } from './patterns.ts';
import { span } from './statements.ts';
import { describeExpression, invalidTarget, parseTargets, setContext } from './targets.ts';
import * as kind from './tokenKinds.ts';

/** The compound statement at the cursor; undefined when a simple one stands there. */
export function parseCompoundStatement(c: Cursor): Statement | undefined {
  switch (c.kind) {
    case kind.IF:
      return parseIf(c);
    case kind.FOR:
      return parseFor(c);
    case kind.WHILE:
      return parseWhile(c);
    case kind.DEF:
      return parseFunction(c, []);
    case kind.CLASS:
      return parseClass(c, []);
    case kind.AT:
      return parseDecorated(c);
    case kind.TRY:
      return parseTry(c);
    case kind.WITH:
      return parseWith(c);
    case kind.ASYNC:
      return parseAsync(c);
    case kind.NAME:
      return c.name(c.at) === 'match' ? parseMatch(c) : undefined;
    default:
      return undefined;
  }
}

function parseAsync(c: Cursor): never {
  const next = c.kinds[c.at + 1];
  if (next === kind.DEF) c.failUnsupported(c.at, 'async functions are not supported');
  if (next === kind.FOR || next === kind.WITH) c.failUnsupported(c.at, 'async statements are not supported');
  c.advance();
  return c.fail();
}

/** `if` with its `elif`s, in a loop so that a long chain of them costs no stack. */
function parseIf(c: Cursor): If {
  const chain: { start: number; test: Expression; body: Statement[] }[] = [];
  const { blockDepth } = c;
  do {
    const start = c.at;
    const owner = c.kind === kind.IF ? "'if' statement" : "'elif' statement";
    c.advance();
    const test = parseNamedExpression(c);
    c.expectColon(true);
    chain.push({ start, test, body: parseBlock(c, owner, c.lines[start]) });
    if (++c.blockDepth > MAX_DEPTH) c.failTooDeep();
  } while (c.kind === kind.ELIF);
  let orelse = parseElse(c);
  c.blockDepth = blockDepth;
  const end = span(c, 0);
  for (let index = chain.length - 1; ; index--) {
    const { start, test, body } = chain[index];
    const last: { endLine: number; endColumn: number } = (orelse.length > 0 ? orelse : body).at(-1) ?? end;
    const node: If = {
      kind: 'If',
      test,
      body,
      orelse,
      line: c.lines[start],
      column: c.columns[start],
      endLine: last.endLine,
      endColumn: last.endColumn,
    };
    if (index === 0) return node;
    orelse = [node];
  }
}

function parseElse(c: Cursor): Statement[] {
  if (c.kind !== kind.ELSE) return [];
  const start = c.at;
  c.advance();
  c.expectColon(false);
  return parseBlock(c, "'else' statement", c.lines[start]);
}

/** The last statement of the last of the blocks that is not empty, where a compound statement ends. */
function lastStatement(...blocks: Statement[][]): Statement {
  for (let index = blocks.length - 1; ; index--) {
    const block = blocks[index];
    if (block.length > 0) return block[block.length - 1];
  }
}

function parseFor(c: Cursor): Statement {
  const start = c.at;
  c.advance();
  const target = parseTargets(c);
  const iter = parseStarExpressions(c);
  c.expectColon(true);
  c.loopDepth++;
  const body = parseBlock(c, "'for' statement", c.lines[start]);
  c.loopDepth--;
  const orelse = parseElse(c);
  const last = lastStatement(body, orelse);
  return {
    kind: 'For',
    target,
    iter,
    body,
    orelse,
    line: c.lines[start],
    column: c.columns[start],
    endLine: last.endLine,
    endColumn: last.endColumn,
  };
}

function parseWhile(c: Cursor): Statement {
  const start = c.at;
  c.advance();
  const test = parseNamedExpression(c);
  c.expectColon(true);
  c.loopDepth++;
  const body = parseBlock(c, "'while' statement", c.lines[start]);
  c.loopDepth--;
  const orelse = parseElse(c);
  const last = lastStatement(body, orelse);
  return {
    kind: 'While',
    test,
    body,
    orelse,
    line: c.lines[start],
    column: c.columns[start],
    endLine: last.endLine,
    endColumn: last.endColumn,
  };
}

function parseDecorated(c: Cursor): FunctionDef | ClassDef {
  const decorators: Expression[] = [];
  while (c.kind === kind.AT) {
    c.advance();
    decorators.push(parseNamedExpression(c));
    c.expect(kind.NEWLINE);
  }
  if (c.kind === kind.DEF) return parseFunction(c, decorators);
  if (c.kind === kind.CLASS) return parseClass(c, decorators);
  if (c.kind === kind.ASYNC) parseAsync(c);
  return c.fail();
}

function parseFunction(c: Cursor, decorator_list: Expression[]): FunctionDef {
  const start = c.at;
  c.advance();
  const name = c.expectName();
  if (c.kind !== kind.LEFT_PAREN) c.failAt(c.at, "expected '('");
  c.advance();
  const args = parseParameters(c, kind.RIGHT_PAREN, false);
  c.expect(kind.RIGHT_PAREN);
  let returns: Expression | null = null;
  if (c.kind === kind.ARROW) {
    const arrow = c.at;
    c.advance();
    returns = c.attempt(parseExpression) ?? c.failAt(arrow, "expected ':'");
  }
  c.expectColon(false);
  const { functionDepth, loopDepth } = c;
  c.functionDepth = 1;
  c.loopDepth = 0;
  const body = parseBlock(c, 'function definition', c.lines[start]);
  c.functionDepth = functionDepth;
  c.loopDepth = loopDepth;
  const last = body[body.length - 1];
  return {
    kind: 'FunctionDef',
    name,
    args,
    body,
    decorator_list,
    returns,
    line: c.lines[start],
    column: c.columns[start],
    endLine: last.endLine,
    endColumn: last.endColumn,
  };
}

function parseClass(c: Cursor, decorator_list: Expression[]): ClassDef {
  const start = c.at;
  c.advance();
  const name = c.expectName();
  let bases: ClassDef['bases'] = [];
  let keywords: ClassDef['keywords'] = [];
  if (c.kind === kind.LEFT_PAREN) {
    c.advance();
    ({ args: bases, keywords } = parseArgumentList(c, kind.RIGHT_PAREN));
  }
  c.expectColon(true);
  const { functionDepth, loopDepth } = c;
  c.functionDepth = 0;
  c.loopDepth = 0;
  const body = parseBlock(c, 'class definition', c.lines[start]);
  c.functionDepth = functionDepth;
  c.loopDepth = loopDepth;
  const last = body[body.length - 1];
  return {
    kind: 'ClassDef',
    name,
    bases,
    keywords,
    body,
    decorator_list,
    line: c.lines[start],
    column: c.columns[start],
    endLine: last.endLine,
    endColumn: last.endColumn,
  };
}

function parseTry(c: Cursor): Try {
  const start = c.at;
  c.advance();
  c.expectColon(false);
  const body = parseBlock(c, "'try' statement", c.lines[start]);
  const handlers: ExceptHandler[] = [];
  while (c.kind === kind.EXCEPT) {
    if (handlers.at(-1)?.type === null) c.suspicious = true;
    handlers.push(parseHandler(c));
  }
  const orelse = handlers.length > 0 ? parseElse(c) : [];
  let finalbody: Statement[] = [];
  if (c.kind === kind.FINALLY) {
    const line = c.lines[c.at];
    c.advance();
    c.expectColon(false);
    finalbody = parseBlock(c, "'finally' statement", line);
  } else if (handlers.length === 0) {
    if (c.kind === kind.UNCLOSED) c.fail();
    c.failAt(c.at, "expected 'except' or 'finally' block");
  }
  const last = lastStatement(body, handlers.at(-1)?.body ?? [], orelse, finalbody);
  return {
    kind: 'Try',
    body,
    handlers,
    orelse,
    finalbody,
    line: c.lines[start],
    column: c.columns[start],
    endLine: last.endLine,
    endColumn: last.endColumn,
  };
}

function parseHandler(c: Cursor): ExceptHandler {
  const start = c.at;
  c.advance();
  if (c.kind === kind.STAR) c.failUnsupported(start, 'except* is not supported');
  let type: Expression | null = null;
  let name: string | null = null;
  if (c.kind !== kind.COLON && c.kind !== kind.NEWLINE) {
    const first = c.at;
    type = parseExpression(c);
    if (c.kind === kind.COMMA) refuseSeveralTypes(c, first);
    if (c.kind === kind.AS) {
      c.advance();
      name = c.expectName();
    }
  }
  c.expectColon(true);
  const body = parseBlock(c, "'except' statement", c.lines[start]);
  const last = body[body.length - 1];
  return {
    kind: 'ExceptHandler',
    type,
    name,
    body,
    line: c.lines[start],
    column: c.columns[start],
    endLine: last.endLine,
    endColumn: last.endColumn,
  };
}

/** `except A, B:` */
function refuseSeveralTypes(c: Cursor, first: number): never {
  const comma = c.at;
  c.advance();
  const rest = c.attempt(parseStarExpressions);
  if (rest !== undefined) {
    if (c.kind === kind.AS) {
      c.advance();
      if (c.kind === kind.NAME) c.advance();
    }
    if (c.kind === kind.COLON) c.failAt(first, 'multiple exception types must be parenthesized', c.at - 1);
  }
  c.goTo(comma);
  return c.fail();
}

function parseWith(c: Cursor): With {
  const start = c.at;
  c.advance();
  const parenthesised = c.kind === kind.LEFT_PAREN;
  let items = parenthesised ? c.attempt(parseParenthesisedItems) : undefined;
  if (parenthesised) items ??= c.attempt(parseItems);
  // Neither reading holds: the first that has something to say of the fault.
  if (parenthesised && items === undefined) c.attempt(parseParenthesisedItems, false);
  items ??= parseItems(c);
  const body = parseBlock(c, "'with' statement", c.lines[start]);
  const last = body[body.length - 1];
  return {
    kind: 'With',
    items,
    body,
    line: c.lines[start],
    column: c.columns[start],
    endLine: last.endLine,
    endColumn: last.endColumn,
  };
}

/** `a as b, c as d:` with its colon. */
function parseItems(c: Cursor): WithItem[] {
  const items = [parseWithItem(c)];
  while (c.kind === kind.COMMA) {
    c.advance();
    items.push(parseWithItem(c));
  }
  c.expectColon(true);
  return items;
}

/** `(a as b, c as d):` with its colon; fails when the parenthesis is part of an expression. */
function parseParenthesisedItems(c: Cursor): WithItem[] {
  c.advance();
  const items = [parseWithItem(c)];
  while (c.kind === kind.COMMA) {
    c.advance();
    if (c.kind === kind.RIGHT_PAREN) break;
    items.push(parseWithItem(c));
  }
  c.expect(kind.RIGHT_PAREN);
  c.expect(kind.COLON);
  return items;
}

function parseWithItem(c: Cursor): WithItem {
  const context_expr = parseExpression(c);
  let optional_vars: Expression | null = null;
  if (c.kind === kind.AS) {
    c.advance();
    if (!startsExpression(c.kind)) c.fail();
    optional_vars = parseExpression(c);
    const end = c.kind;
    if (end !== kind.COMMA && end !== kind.RIGHT_PAREN && end !== kind.COLON && end !== kind.NEWLINE) c.fail();
    const invalid = invalidTarget(optional_vars, 'Store');
    if (invalid !== undefined) c.failNode(invalid, `cannot assign to ${describeExpression(invalid)}`);
    setContext(optional_vars, 'Store', c);
  }
  return { kind: 'withitem', context_expr, optional_vars };
}
