import type { Statement } from '../ast.ts';
import { checkChains } from './checkChains.ts';
import { MAX_BLOCKS } from './compilerChecks.ts';
import { parseCompoundStatement } from './compoundStatements.ts';
import { type Cursor, MAX_CHAIN, MAX_DEPTH } from './cursor.ts';
import { parseSimpleStatement } from './statements.ts';
import * as kind from './tokenKinds.ts';

/** Statements up to the end of the source or of the block. */
export function parseStatements(c: Cursor): Statement[] {
  const body: Statement[] = [];
  while (c.kind !== kind.END && c.kind !== kind.DEDENT) parseStatement(c, body);
  return body;
}

/** One compound statement, or the simple statements of one line. */
function parseStatement(c: Cursor, body: Statement[]): void {
  c.chain = 0;
  const compound = parseCompoundStatement(c);
  if (compound === undefined) {
    parseLine(c, body);
    return;
  }
  if (c.chain > MAX_CHAIN) checkChains(c, compound);
  body.push(compound);
}

/** Simple statements with semicolons between them, and the end of their line. */
function parseLine(c: Cursor, body: Statement[]): void {
  for (;;) {
    c.chain = 0;
    const statement = parseSimpleStatement(c);
    if (c.chain > MAX_CHAIN) checkChains(c, statement);
    body.push(statement);
    if (c.kind === kind.NEWLINE) {
      c.advance();
      return;
    }
    if (c.kind !== kind.SEMICOLON) c.fail();
    c.advance();
    if (c.kind === kind.NEWLINE) {
      c.advance();
      return;
    }
  }
}

/**
 * The block after a colon: indented lines, or simple statements on the same line.
 *
 * @param owner what CPython calls the block's owner in "expected an indented block after …"
 * @param line where the owner stands
 */
export function parseBlock(c: Cursor, owner: string, line: number): Statement[] {
  const { chain } = c;
  const body: Statement[] = [];
  if (c.kind !== kind.NEWLINE) {
    parseLine(c, body);
  } else {
    c.advance();
    if (c.kind !== kind.INDENT) {
      c.failAt(c.at, `expected an indented block after ${owner} on line ${line}`, c.at, 'IndentationError');
    }
    c.advance();
    if (++c.blockDepth > MAX_DEPTH) c.failTooDeep();
    if (c.blockDepth >= MAX_BLOCKS) c.suspicious = true;
    do parseStatement(c, body);
    while (c.kind !== kind.DEDENT && c.kind !== kind.END);
    c.blockDepth--;
    c.expect(kind.DEDENT);
  }
  c.chain = chain;
  return body;
}
