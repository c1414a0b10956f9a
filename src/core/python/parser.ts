import type { Expression, Module } from './ast.ts';
import { tokenize } from './lexer.ts';
import { PythonSyntaxError } from './pythonSyntaxError.ts';
import { parseStatements } from './syntax/blocks.ts';
import { type CallArguments, parseArgumentList } from './syntax/callArguments.ts';
import { checkChains } from './syntax/checkChains.ts';
import { checkModule } from './syntax/compilerChecks.ts';
import { Cursor, MAX_CHAIN } from './syntax/cursor.ts';
import { unclosedError } from './syntax/explainFailure.ts';
import { parseStarExpressions } from './syntax/expressions.ts';
import * as kind from './syntax/tokenKinds.ts';
import { acquireTokens, releaseTokens, type Tokens } from './syntax/tokens.ts';

/** The longest source that is read, in UTF-16 code units. */
export const MAX_SOURCE_LENGTH = 256 * 1024;

/**
 * Parses a program, with the checks of CPython's compiler (`return` outside a function and the like).
 *
 * @throws PythonSyntaxError worded as CPython 3.11 does
 */
export function parseModule(source: string): Module {
  return parseWith(source, false, (c) => {
    const module: Module = { kind: 'Module', body: parseStatements(c) };
    if (c.kind !== kind.END) c.fail();
    return module;
  });
}

/** Parses one expression, as `eval` reads it. @throws PythonSyntaxError */
export function parseExpression(source: string): Expression {
  let indented = 0;
  while (source[indented] === ' ' || source[indented] === '\t') indented++;
  return parseWith(source.slice(indented), false, (c) => {
    const value = parseStarExpressions(c);
    while (c.kind === kind.NEWLINE) c.advance();
    if (c.kind !== kind.END) c.fail();
    if (c.chain > MAX_CHAIN || c.suspicious) checkAlone(c, value);
    return value;
  });
}

/** Parses the source text of an argument list, as it stands between the parentheses of a call. @throws PythonSyntaxError */
export function parseArguments(source: string): CallArguments {
  return parseWith(source, true, (c) => {
    const list = parseArgumentList(c, kind.END);
    if (c.chain > MAX_CHAIN || c.suspicious) {
      const position = { line: 1, column: 0, endLine: 1, endColumn: 0 };
      checkAlone(c, { kind: 'Call', func: { kind: 'Name', id: 'f', ctx: 'Load', ...position }, ...list, ...position });
    }
    return list;
  });
}

/** The checks that `parseModule` makes for statements, for an expression that stands in none. */
function checkAlone(c: Cursor, value: Expression): void {
  const { line, column, endLine, endColumn } = value;
  const statement = { kind: 'Expr', value, line, column, endLine, endColumn } as const;
  if (c.chain > MAX_CHAIN) checkChains(c, statement);
  if (c.suspicious) checkModule({ kind: 'Module', body: [statement] });
}

function parseWith<T extends object>(source: string, inBrackets: boolean, parse: (cursor: Cursor) => T): T {
  if (source.length > MAX_SOURCE_LENGTH) {
    throw new PythonSyntaxError(
      `the source is longer than ${MAX_SOURCE_LENGTH / 1024} KiB (${source.length} characters)`,
      1,
      0,
      'SyntaxError',
      'source',
    );
  }
  let text = source;
  if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n');
  if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
  if (text.includes('\0')) throw new PythonSyntaxError('source code string cannot contain null bytes', 1, 0);
  const tokens = acquireTokens(text.length);
  try {
    const lexicalFault = tokenizeOrFault(tokens, text, inBrackets);
    const cursor = new Cursor(text, tokens, inBrackets ? 'arguments' : 'source');
    let result: T;
    try {
      result = parse(cursor);
    } catch (error) {
      if (!(error instanceof PythonSyntaxError)) throw error;
      if (lexicalFault !== undefined && goesFirst(lexicalFault, error, cursor)) throw lexicalFault;
      throw preferUnclosed(cursor, error);
    }
    if (lexicalFault !== undefined) throw lexicalFault;
    if ('kind' in result && result.kind === 'Module' && (cursor.suspicious || text.includes('__debug__'))) {
      checkModule(result as unknown as Module);
    }
    return result;
  } finally {
    releaseTokens(tokens);
  }
}

/**
 * Is a fault of the tokens reported rather than the fault of the grammar that was met? CPython reads on to the end for such
 * faults, unless an indentation was unexpected; those of indentation and of backslashes count only where they are met.
 */
function goesFirst(lexical: PythonSyntaxError, met: PythonSyntaxError, cursor: Cursor): boolean {
  if (cursor.at >= cursor.tokens.count - 2) return true;
  if (/^unexpected (un)?indent$/.test(met.message)) return false;
  return lexical.type === 'SyntaxError' && !lexical.message.startsWith('unexpected ');
}

/** Lexes all of `text`; a fault is returned, and the tokens before it end in one that fits nowhere. */
function tokenizeOrFault(tokens: Tokens, text: string, inBrackets: boolean): PythonSyntaxError | undefined {
  try {
    tokenize(tokens, text, { offset: 0, line: 1, lineStart: 0, inBrackets });
    return undefined;
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    tokens.push(kind.UNKNOWN, 0, 0, error.line, 0);
    tokens.push(kind.END, 0, 0, error.line, 0);
    return error;
  }
}

/** A bracket that the end of the source left open, on a line before the error, is the likelier cause. */
function preferUnclosed(cursor: Cursor, error: PythonSyntaxError): PythonSyntaxError {
  const { count, kinds, openBracket } = cursor.tokens;
  const unclosed = count >= 2 && kinds[count - 2] === kind.UNCLOSED;
  if (!unclosed || error.kind !== 'syntax' || cursor.lines[Math.max(cursor.at, cursor.touched)] <= openBracket.line)
    return error;
  return unclosedError(cursor);
}
