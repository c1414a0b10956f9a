import { PythonSyntaxError } from './pythonSyntaxError.ts';
import { scanNumber } from './syntax/numberToken.ts';
import * as kind from './syntax/tokenKinds.ts';
import type { Tokens } from './syntax/tokens.ts';

/** CPython's tokenizer allows 200 open brackets and 100 levels of indentation. */
const MAX_BRACKETS = 200;
const MAX_INDENTS = 100;
const TAB_WIDTH = 8;

const IDENTIFIER_START = 1;
const DIGIT = 2;
const QUOTE = 4;
/** What a character below 128 may begin. */
const CHARACTER_CLASS = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_]/.test(character)) CHARACTER_CLASS[code] = IDENTIFIER_START;
  else if (/[0-9]/.test(character)) CHARACTER_CLASS[code] = DIGIT;
  else if (/["']/.test(character)) CHARACTER_CLASS[code] = QUOTE;
}

const OPERATORS: ReadonlyMap<string, number> = new Map([
  ['(', kind.LEFT_PAREN],
  [')', kind.RIGHT_PAREN],
  ['[', kind.LEFT_BRACKET],
  [']', kind.RIGHT_BRACKET],
  ['{', kind.LEFT_BRACE],
  ['}', kind.RIGHT_BRACE],
  [',', kind.COMMA],
  [':', kind.COLON],
  [';', kind.SEMICOLON],
  ['.', kind.DOT],
  ['...', kind.ELLIPSIS],
  ['->', kind.ARROW],
  ['@', kind.AT],
  ['=', kind.EQUAL],
  [':=', kind.COLON_EQUAL],
  ['+', kind.PLUS],
  ['-', kind.MINUS],
  ['*', kind.STAR],
  ['/', kind.SLASH],
  ['//', kind.DOUBLE_SLASH],
  ['%', kind.PERCENT],
  ['**', kind.DOUBLE_STAR],
  ['<<', kind.LEFT_SHIFT],
  ['>>', kind.RIGHT_SHIFT],
  ['&', kind.AMPERSAND],
  ['|', kind.BAR],
  ['^', kind.CARET],
  ['~', kind.TILDE],
  ['==', kind.EQUAL_EQUAL],
  ['!=', kind.NOT_EQUAL],
  ['<', kind.LESS],
  ['<=', kind.LESS_EQUAL],
  ['>', kind.GREATER],
  ['>=', kind.GREATER_EQUAL],
  ['+=', kind.PLUS_EQUAL],
  ['-=', kind.MINUS_EQUAL],
  ['*=', kind.STAR_EQUAL],
  ['/=', kind.SLASH_EQUAL],
  ['//=', kind.DOUBLE_SLASH_EQUAL],
  ['%=', kind.PERCENT_EQUAL],
  ['**=', kind.DOUBLE_STAR_EQUAL],
  ['<<=', kind.LEFT_SHIFT_EQUAL],
  ['>>=', kind.RIGHT_SHIFT_EQUAL],
  ['&=', kind.AMPERSAND_EQUAL],
  ['|=', kind.BAR_EQUAL],
  ['^=', kind.CARET_EQUAL],
  ['@=', kind.AT_EQUAL],
  ['<>', kind.UNKNOWN],
]);
/** The operator of one character, by its code. */
const ONE_CHARACTER = new Uint8Array(128).fill(kind.UNKNOWN);
/** Continuations of an operator, by its kind: pairs of next character's code and resulting kind. */
const LONGER: number[][] = Array.from({ length: kind.KIND_COUNT }, () => []);
for (const [text, operator] of OPERATORS) {
  if (text.length === 1) ONE_CHARACTER[text.charCodeAt(0)] = operator;
  const shorter = text === '!=' || text === '...' ? undefined : OPERATORS.get(text.slice(0, -1));
  if (shorter !== undefined) LONGER[shorter].push(text.charCodeAt(text.length - 1), operator);
}

const CLOSING_OF: Record<number, number> = {
  [kind.RIGHT_PAREN]: kind.LEFT_PAREN,
  [kind.RIGHT_BRACKET]: kind.LEFT_BRACKET,
  [kind.RIGHT_BRACE]: kind.LEFT_BRACE,
};

const STRING_PREFIX = /^(?:[bruf]|br|rb|fr|rf)$/i;
const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
const NOT_PRINTABLE = /^[\p{C}\p{Z}]$/u;

/** Where lexing begins; `inBrackets` reads a fragment (an argument list, an f-string field) where line ends mean nothing. */
export interface LexerStart {
  offset: number;
  line: number;
  /** Offset at which the first line starts (columns count from there). */
  lineStart: number;
  inBrackets: boolean;
}

const AT_START: LexerStart = { offset: 0, line: 1, lineStart: 0, inBrackets: false };

/**
 * Splits Python source into tokens, as CPython 3.11's tokenizer, with its faults and their wording.
 *
 * @param source lines end in `\n` (and only so); no NUL.
 * @throws PythonSyntaxError
 */
export function tokenize(tokens: Tokens, source: string, start: LexerStart = AT_START): void {
  const { kinds, names } = tokens;
  const length = source.length;
  const base = start.inBrackets ? 1 : 0;
  const brackets: number[] = [];
  const bracketStarts: number[] = [];
  const bracketLines: number[] = [];
  const bracketLineStarts: number[] = [];
  let indents: number[] | undefined;
  let tabIndents: number[] = [];
  let position = start.offset;
  let line = start.line;
  let lineStart = start.lineStart;
  let atLineStart = !start.inBrackets;

  const fail = (message: string, column: number, type: 'SyntaxError' | 'IndentationError' | 'TabError'): never => {
    throw new PythonSyntaxError(message, line, Math.max(0, column), type);
  };

  /** Steps over a backslash and the line end that must follow it. */
  const continueLine = (): void => {
    position++;
    if (position >= length) fail('unexpected EOF while parsing', position - lineStart, 'SyntaxError');
    if (source.charCodeAt(position) !== 10) {
      fail('unexpected character after line continuation character', position - lineStart, 'SyntaxError');
    }
    position++;
    if (position >= length) fail('unexpected EOF while parsing', position - lineStart - 1, 'SyntaxError');
    line++;
    lineStart = position;
  };

  /** Reads the blanks before a line's first token and emits INDENT or DEDENT; leaves blank lines to the main loop. */
  const indentation = (): void => {
    let column = 0;
    let tabColumn = 0;
    let continued = -1;
    for (; ; position++) {
      const code = source.charCodeAt(position);
      if (code === 32) {
        column++;
        tabColumn++;
      } else if (code === 9) {
        column = (Math.floor(column / TAB_WIDTH) + 1) * TAB_WIDTH;
        tabColumn++;
      } else if (code === 12) {
        column = 0;
        tabColumn = 0;
      } else if (code === 92) {
        if (continued < 0) continued = column;
        continueLine();
        position--;
      } else break;
    }
    const code = position < length ? source.charCodeAt(position) : 10;
    if (code === 35 || code === 10) return;
    if (continued >= 0) {
      column = continued;
      tabColumn = continued;
    }
    if (indents === undefined) {
      if (column === 0 && tabColumn === 0) return;
      indents = [0];
      tabIndents = [0];
    }
    let top = indents.length - 1;
    if (column > indents[top]) {
      if (top + 1 >= MAX_INDENTS) fail('too many levels of indentation', column, 'IndentationError');
      if (tabColumn <= tabIndents[top]) tabFault();
      indents.push(column);
      tabIndents.push(tabColumn);
      tokens.push(kind.INDENT, lineStart, position, line, lineStart);
      return;
    }
    while (column < indents[top]) {
      indents.pop();
      tabIndents.pop();
      top--;
      tokens.push(kind.DEDENT, position, position, line, lineStart);
    }
    if (column !== indents[top]) {
      fail('unindent does not match any outer indentation level', lineLength(), 'IndentationError');
    }
    if (tabColumn !== tabIndents[top]) tabFault();
  };
  const lineLength = (): number => {
    const end = source.indexOf('\n', position);
    return (end < 0 ? length : end) - lineStart;
  };
  const tabFault = (): never => fail('inconsistent use of tabs and spaces in indentation', lineLength(), 'TabError');

  /** Scans a string literal whose opening quote stands at `quoteAt`; the prefix starts at `begin`. */
  const string = (begin: number, quoteAt: number): void => {
    const quote = source.charCodeAt(quoteAt);
    const beginLine = line;
    const beginLineStart = lineStart;
    const triple = source.charCodeAt(quoteAt + 1) === quote && source.charCodeAt(quoteAt + 2) === quote;
    position = quoteAt + (triple ? 3 : 1);
    for (; ; position++) {
      const code = position < length ? source.charCodeAt(position) : -1;
      if (code === quote) {
        if (!triple) {
          position++;
          break;
        }
        if (source.charCodeAt(position + 1) === quote && source.charCodeAt(position + 2) === quote) {
          position += 3;
          break;
        }
      } else if (code === 92) {
        position++;
        if (source.charCodeAt(position) === 10) {
          line++;
          lineStart = position + 1;
        }
      } else if (code === 10 && triple) {
        line++;
        lineStart = position + 1;
      } else if (code === 10 || code === -1) {
        // A text that ends in a line end has not begun the line after it.
        const lastLine = code === -1 && source.charCodeAt(length - 1) === 10 ? line - 1 : line;
        throw new PythonSyntaxError(
          `unterminated ${triple ? 'triple-quoted ' : ''}string literal (detected at line ${lastLine})`,
          beginLine,
          begin - beginLineStart,
        );
      }
    }
    const index = tokens.count;
    tokens.push(kind.STRING, begin, position, line, lineStart);
    tokens.lines[index] = beginLine;
    tokens.columns[index] = begin - beginLineStart;
  };

  /** An identifier with characters beyond ASCII: checks each of them and normalises as Python does. */
  const unicodeName = (begin: number): void => {
    for (let code = source.charCodeAt(position); ; code = source.charCodeAt(++position)) {
      if (code < 128 ? (CHARACTER_CLASS[code] & (IDENTIFIER_START | DIGIT)) === 0 : Number.isNaN(code)) break;
    }
    const text = source.slice(begin, position);
    if (!IDENTIFIER.test(text.normalize('NFKC'))) {
      let at = begin;
      for (const character of text) {
        const valid = at === begin ? /[\p{XID_Start}_]/u : /\p{XID_Continue}/u;
        if (!valid.test(character)) {
          const hex = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
          fail(
            NOT_PRINTABLE.test(character)
              ? `invalid non-printable character U+${hex}`
              : `invalid character '${character}' (U+${hex})`,
            at - lineStart,
            'SyntaxError',
          );
        }
        at += character.length;
      }
    }
    names[tokens.count] = text.normalize('NFKC');
    tokens.push(kind.NAME, begin, position, line, lineStart);
  };

  for (;;) {
    if (atLineStart) {
      atLineStart = false;
      indentation();
    }
    let code = position < length ? source.charCodeAt(position) : -1;
    while (code === 32 || code === 9 || code === 12) code = ++position < length ? source.charCodeAt(position) : -1;
    const begin = position;
    if (code === 35) {
      position = source.indexOf('\n', position);
      if (position < 0) position = length;
      code = position < length ? 10 : -1;
    }
    if (code === -1) {
      if (brackets.length > 0) {
        const top = brackets.length - 1;
        tokens.openBracket = {
          text: source[bracketStarts[top]],
          line: bracketLines[top],
          column: bracketStarts[top] - bracketLineStarts[top],
        };
        tokens.push(kind.UNCLOSED, position, position, line, lineStart);
      } else if (base === 0) {
        const last = tokens.count - 1;
        if (last >= 0 && kinds[last] !== kind.NEWLINE) {
          tokens.push(kind.NEWLINE, position, position, line, lineStart);
          line++;
          lineStart = position;
        }
        const open = indents as number[] | undefined;
        for (let level = open === undefined ? 0 : open.length - 1; level > 0; level--) {
          tokens.push(kind.DEDENT, position, position, line, lineStart);
        }
      }
      tokens.push(kind.END, position, position, line, lineStart);
      return;
    }
    const characterClass = code < 128 ? CHARACTER_CLASS[code] : IDENTIFIER_START;
    if (characterClass === IDENTIFIER_START) {
      while (code < 128 && (CHARACTER_CLASS[code] & (IDENTIFIER_START | DIGIT)) !== 0)
        code = source.charCodeAt(++position);
      if (code >= 128) {
        unicodeName(begin);
        continue;
      }
      const text = source.slice(begin, position);
      if ((code === 34 || code === 39) && STRING_PREFIX.test(text)) {
        string(begin, position);
        continue;
      }
      const keyword = kind.KEYWORDS.get(text);
      if (keyword === undefined) {
        names[tokens.count] = text;
        tokens.push(kind.NAME, begin, position, line, lineStart);
      } else {
        tokens.push(keyword, begin, position, line, lineStart);
      }
      continue;
    }
    if (characterClass === DIGIT || (code === 46 && CHARACTER_CLASS[source.charCodeAt(position + 1)] === DIGIT)) {
      position = scanNumber(source, position, line, lineStart);
      tokens.push(kind.NUMBER, begin, position, line, lineStart);
      continue;
    }
    if (characterClass === QUOTE) {
      string(begin, begin);
      continue;
    }
    if (code === 10) {
      if (base + brackets.length === 0) {
        const last = tokens.count - 1;
        // Lines without a token (blank, or a comment alone) give none.
        if (last >= 0 && kinds[last] !== kind.NEWLINE) {
          tokens.push(kind.NEWLINE, begin, position, line, lineStart);
        }
        atLineStart = true;
      }
      position++;
      line++;
      lineStart = position;
      continue;
    }
    if (code === 92) {
      continueLine();
      continue;
    }

    let operator = ONE_CHARACTER[code];
    position++;
    if (code === 33) {
      if (source.charCodeAt(position) === 61) {
        operator = kind.NOT_EQUAL;
        position++;
      }
    } else if (code === 46) {
      if (source.charCodeAt(position) === 46 && source.charCodeAt(position + 1) === 46) {
        operator = kind.ELLIPSIS;
        position += 2;
      }
    } else if (operator === kind.UNKNOWN) {
      if (code < 32 || code === 127) {
        const hex = code.toString(16).toUpperCase().padStart(4, '0');
        fail(`invalid non-printable character U+${hex}`, begin - lineStart, 'SyntaxError');
      }
    } else if (operator >= kind.LEFT_PAREN && operator <= kind.RIGHT_BRACE) {
      if (operator === kind.LEFT_PAREN || operator === kind.LEFT_BRACKET || operator === kind.LEFT_BRACE) {
        if (base + brackets.length >= MAX_BRACKETS)
          fail('too many nested parentheses', begin - lineStart, 'SyntaxError');
        brackets.push(operator);
        bracketStarts.push(begin);
        bracketLines.push(line);
        bracketLineStarts.push(lineStart);
      } else {
        const open = brackets.pop();
        if (open === undefined) fail(`unmatched '${source[begin]}'`, begin - lineStart, 'SyntaxError');
        const openStart = bracketStarts.pop()!;
        const openLine = bracketLines.pop()!;
        bracketLineStarts.pop();
        if (open !== CLOSING_OF[operator]) {
          const where = openLine === line ? '' : ` on line ${openLine}`;
          fail(
            `closing parenthesis '${source[begin]}' does not match opening parenthesis '${source[openStart]}'${where}`,
            begin - lineStart,
            'SyntaxError',
          );
        }
      }
    } else {
      for (let longer = LONGER[operator], index = 0; index < longer.length; index += 2) {
        if (source.charCodeAt(position) === longer[index]) {
          operator = longer[index + 1];
          position++;
          longer = LONGER[operator];
          index = -2;
        }
      }
    }
    tokens.push(operator, begin, position, line, lineStart);
  }
}
