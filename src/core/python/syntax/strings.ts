import type { Expression, Position } from '../ast.ts';
import { PythonSyntaxError } from '../pythonSyntaxError.ts';
import type { Cursor } from './cursor.ts';
import { FStringParts, readFString } from './fStrings.ts';
import { decodeEscapes } from './stringLiteral.ts';
import * as kind from './tokenKinds.ts';

const LAST_ASCII = 127;

/** The string tokens at the cursor, joined: a `str` or `bytes` constant, or a `JoinedStr` when one of them is an f-string. */
export function parseStrings(c: Cursor): Expression {
  const first = c.at;
  while (c.kind === kind.STRING) c.advance();
  const last = c.at - 1;
  const position: Position = {
    line: c.lines[first],
    column: c.columns[first],
    endLine: c.endLines[last],
    endColumn: c.endColumns[last],
  };
  let joined: FStringParts | undefined;
  let text = '';
  let bytes: boolean | undefined;
  let prefixU = false;
  for (let index = first; index <= last; index++) {
    const begin = c.tokens.starts[index];
    let quote = begin;
    let isBytes = false;
    let raw = false;
    let formatted = false;
    for (let code = c.source.charCodeAt(quote); code !== 34 && code !== 39; code = c.source.charCodeAt(++quote)) {
      const letter = code | 32;
      if (letter === 98) isBytes = true;
      else if (letter === 114) raw = true;
      else if (letter === 102) formatted = true;
      else if (index === first && code === 117) prefixU = true;
    }
    if (bytes !== undefined && bytes !== isBytes) c.failAt(last, 'cannot mix bytes and nonbytes literals');
    bytes = isBytes;
    const mark = c.source.charCodeAt(quote);
    const end = c.tokens.ends[index];
    const triple =
      end - quote >= 6 && c.source.charCodeAt(quote + 1) === mark && c.source.charCodeAt(quote + 2) === mark;
    const bodyStart = quote + (triple ? 3 : 1);
    const bodyEnd = end - (triple ? 3 : 1);
    if (formatted) {
      if (joined === undefined) {
        joined = new FStringParts(position);
        joined.addText(text);
      }
      readFString(c, joined, index, bodyStart, bodyEnd, raw);
      continue;
    }
    let body = c.source.slice(bodyStart, bodyEnd);
    if (isBytes) {
      for (let at = 0; at < body.length; at++) {
        if (body.charCodeAt(at) > LAST_ASCII) {
          c.failAt(index, 'bytes can only contain ASCII literal characters');
        }
      }
    }
    if (!raw) body = decodeIn(c, body, isBytes, last);
    if (joined === undefined) text += body;
    else joined.addText(body);
  }
  if (joined !== undefined) return joined.finish();
  if (bytes) return { kind: 'Constant', type: 'bytes', value: text, ...position };
  const { line, column, endLine, endColumn } = position;
  if (prefixU)
    return { kind: 'Constant', type: 'str', value: text, line, column, endLine, endColumn, unicodePrefix: true };
  return { kind: 'Constant', type: 'str', value: text, line, column, endLine, endColumn };
}

/** Resolves escapes; a fault is reported at the token after the strings, as CPython does. */
export function decodeIn(c: Cursor, body: string, bytes: boolean, last: number): string {
  if (!body.includes('\\')) return body;
  try {
    return decodeEscapes(body, bytes, { line: c.lines[last], column: c.columns[last] });
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    throw new PythonSyntaxError(c.wording(error.message), error.line, error.column, error.type, error.kind);
  }
}
