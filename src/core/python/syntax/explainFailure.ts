import { PythonSyntaxError } from '../pythonSyntaxError.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parseStarExpressions } from './expressions.ts';
import * as kind from './tokenKinds.ts';

/** CPython takes the beginning of a soft keyword for the keyword: `(c d)` earns no hint, `(a d)` does. */
const isSoftKeyword = (name: string): boolean => ['match', 'case', '_'].some((keyword) => keyword.startsWith(name));

/** How many brackets are open after the token at `index`. */
function bracketLevel(cursor: Cursor, index: number): number {
  let level = cursor.part === 'source' ? 0 : 1;
  for (let at = 0; at <= index; at++) {
    const token = cursor.kinds[at];
    if (token === kind.LEFT_PAREN || token === kind.LEFT_BRACKET || token === kind.LEFT_BRACE) level++;
    else if (token === kind.RIGHT_PAREN || token === kind.RIGHT_BRACKET || token === kind.RIGHT_BRACE) level--;
  }
  return level;
}

/**
 * Reads on for the sake of what CPython would say of it: throws its hints on what is read and on what follows it;
 * undefined when there is nothing special to say of a fault.
 */
export function readAloud<T>(cursor: Cursor, parse: (cursor: Cursor) => T): T | undefined {
  const result = cursor.attempt(parse, false);
  if (result !== undefined && cursor.lastOperandEnd === cursor.at) {
    const end = cursor.at;
    const hint = sideBySide(cursor, 1);
    if (hint !== undefined) throw hint;
    cursor.goTo(end);
  }
  return result;
}

/** The error for brackets that the end of the source left open. */
export function unclosedError(cursor: Cursor): PythonSyntaxError {
  const { text, line, column } = cursor.tokens.openBracket;
  return new PythonSyntaxError(cursor.wording(`'${text}' was never closed`), line, column);
}

/**
 * What to say of the token that cannot stand at the cursor: the hints that CPython 3.11 gives for two expressions side by
 * side, for brackets left open and for indentation, else "invalid syntax".
 */
export function explainFailure(cursor: Cursor): PythonSyntaxError {
  if (cursor.kind === kind.UNCLOSED) return unclosedError(cursor);
  if (!cursor.quiet && cursor.lastOperandEnd === cursor.at) {
    const hint = sideBySide(cursor, 1);
    if (hint !== undefined) return hint;
  }
  const at = Math.max(cursor.at, cursor.furthest);
  const token = cursor.kinds[at];
  const indentation = token === kind.INDENT || token === kind.DEDENT;
  let message = 'invalid syntax';
  if (token === kind.INDENT) message = 'unexpected indent';
  if (token === kind.DEDENT) message = 'unexpected unindent';
  return new PythonSyntaxError(
    cursor.wording(message),
    cursor.lines[at],
    // Of indentation that is too deep CPython shows the last blank.
    token === kind.INDENT ? cursor.columns[at + 1] - 1 : cursor.columns[at],
    indentation ? 'IndentationError' : 'SyntaxError',
    'syntax',
    cursor.endLines[at],
    cursor.endColumns[at],
  );
}

/**
 * An operand stands before the cursor: does another expression follow it?
 *
 * @param more how many times to ask the same of the operand that follows
 */
function sideBySide(cursor: Cursor, more: number): PythonSyntaxError | undefined {
  const first = cursor.lastOperand!;
  cursor.lastOperandEnd = -1;
  const start = cursor.lastOperandStart;
  const here = cursor.at;
  const loneName = first.kind === 'Name' && here === start + 1;
  const legacy = loneName && (first.id === 'print' || first.id === 'exec');
  const stringPrefix = cursor.kinds[start] === kind.NAME && cursor.kinds[start + 1] === kind.STRING;
  const softKeyword = cursor.kinds[start] === kind.NAME && isSoftKeyword(cursor.name(start));
  if (!legacy && !stringPrefix && !softKeyword) {
    const second = cursor.attempt(parseExpression);
    const last = cursor.at - 1;
    cursor.goTo(here);
    if (second !== undefined && bracketLevel(cursor, last) > 0) {
      return new PythonSyntaxError(
        cursor.wording('invalid syntax. Perhaps you forgot a comma?'),
        first.line,
        first.column,
        'SyntaxError',
        'syntax',
        second.endLine,
        second.endColumn,
      );
    }
  }
  if (loneName && cursor.kind !== kind.LEFT_PAREN) {
    // What follows a lone name is read, and its own faults reported, before the name is looked at.
    const rest = cursor.attempt(parseStarExpressions, false);
    const hint = more > 0 && cursor.lastOperandEnd === cursor.at ? sideBySide(cursor, more - 1) : undefined;
    if (hint !== undefined) return hint;
    cursor.goTo(here);
    if (rest !== undefined && legacy) {
      return new PythonSyntaxError(
        cursor.wording(`Missing parentheses in call to '${first.id}'. Did you mean ${first.id}(...)?`),
        first.line,
        first.column,
        'SyntaxError',
        'syntax',
        rest.endLine,
        rest.endColumn,
      );
    }
  }
  return undefined;
}
