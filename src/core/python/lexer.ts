import { PythonSyntaxError, type SyntaxErrorType } from './pythonSyntaxError.ts';
import {
  CHARACTER_CLASS,
  CLOSING_OF,
  DIGIT,
  IDENTIFIER_START,
  LONGER,
  ONE_CHARACTER,
  QUOTE,
} from './syntax/characters.ts';
import { scanNumber } from './syntax/numberToken.ts';
import * as kind from './syntax/tokenKinds.ts';
import type { Tokens } from './syntax/tokens.ts';

/** CPython's tokenizer allows 200 open brackets and 100 levels of indentation. */
const MAX_BRACKETS = 200;
const MAX_INDENTS = 100;
const TAB_WIDTH = 8;

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
  new Lexer(tokens, source, start).run();
}

class Lexer {
  private position: number;
  private line: number;
  private lineStart: number;
  /** 1 in a fragment, which counts as inside a bracket. */
  private readonly base: number;
  /** The open brackets: kind, offset, line and that line's start of each. */
  private readonly brackets: number[] = [];
  /** Columns of the open blocks, with tabs to multiples of 8 and with tabs as 1. */
  private readonly indents = [0];
  private readonly tabIndents = [0];

  constructor(
    private readonly tokens: Tokens,
    private readonly source: string,
    start: LexerStart,
  ) {
    this.position = start.offset;
    this.line = start.line;
    this.lineStart = start.lineStart;
    this.base = start.inBrackets ? 1 : 0;
  }

  run(): void {
    const { source, tokens } = this;
    const { length } = source;
    let atLineStart = this.base === 0;
    for (;;) {
      if (atLineStart) {
        atLineStart = false;
        this.indentation();
      }
      let position = this.position;
      let code = position < length ? source.charCodeAt(position) : -1;
      while (code === 32 || code === 9 || code === 12) code = ++position < length ? source.charCodeAt(position) : -1;
      const begin = position;
      this.position = position;
      if (code === 35) {
        const end = source.indexOf('\n', position);
        this.position = end < 0 ? length : end;
        code = end < 0 ? -1 : 10;
      }
      if (code === -1) {
        this.finish();
        return;
      }
      const characterClass = code < 128 ? CHARACTER_CLASS[code] : IDENTIFIER_START;
      if (characterClass === IDENTIFIER_START) {
        this.name(begin);
      } else if (characterClass === QUOTE) {
        this.string(begin, begin);
      } else if (characterClass === DIGIT) {
        this.position = scanNumber(source, begin, this.line, this.lineStart);
        tokens.push(kind.NUMBER, begin, this.position, this.line, this.lineStart);
      } else if (code === 10) {
        if (this.base === 0 && this.brackets.length === 0) {
          // Lines without a token (blank, or a comment alone) give none.
          if (tokens.count > 0 && tokens.kinds[tokens.count - 1] !== kind.NEWLINE) {
            tokens.push(kind.NEWLINE, begin, this.position, this.line, this.lineStart);
          }
          atLineStart = true;
        }
        this.lineStart = ++this.position;
        this.line++;
      } else if (code === 92) {
        this.continueLine();
      } else {
        this.operator(code, begin);
      }
    }
  }

  private fail(message: string, column: number, type: SyntaxErrorType = 'SyntaxError'): never {
    throw new PythonSyntaxError(message, this.line, Math.max(0, column), type);
  }

  /** Steps over a backslash and the line end that must follow it. */
  private continueLine(): void {
    const { source, lineStart } = this;
    const next = ++this.position;
    if (next >= source.length) this.fail('unexpected EOF while parsing', next - lineStart);
    if (source.charCodeAt(next) !== 10) {
      this.fail('unexpected character after line continuation character', next - lineStart);
    }
    if (next + 1 >= source.length) this.fail('unexpected EOF while parsing', next - lineStart);
    this.position = next + 1;
    this.line++;
    this.lineStart = this.position;
  }

  /** Reads the blanks before a line's first token and emits INDENT or DEDENT; leaves blank lines to the main loop. */
  private indentation(): void {
    const { source, indents, tabIndents, tokens } = this;
    let column = 0;
    let tabColumn = 0;
    // The indentation before a backslash counts, if there is any.
    let continued = 0;
    for (; ; this.position++) {
      const code = source.charCodeAt(this.position);
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
        if (continued === 0) continued = column;
        this.continueLine();
        this.position--;
      } else break;
    }
    const code = this.position < source.length ? source.charCodeAt(this.position) : 10;
    if (code === 35 || code === 10) return;
    if (continued > 0) {
      column = continued;
      tabColumn = continued;
    }
    let top = indents.length - 1;
    if (column > indents[top]) {
      if (top + 1 >= MAX_INDENTS) this.fail('too many levels of indentation', column, 'IndentationError');
      if (tabColumn <= tabIndents[top]) this.failTabs();
      indents.push(column);
      tabIndents.push(tabColumn);
      tokens.push(kind.INDENT, this.lineStart, this.position, this.line, this.lineStart);
      return;
    }
    let dedents = 0;
    while (column < indents[top]) {
      indents.pop();
      tabIndents.pop();
      top--;
      dedents++;
    }
    if (column !== indents[top]) {
      this.fail('unindent does not match any outer indentation level', this.lineLength(), 'IndentationError');
    }
    if (tabColumn !== tabIndents[top]) this.failTabs();
    for (; dedents > 0; dedents--) tokens.push(kind.DEDENT, this.position, this.position, this.line, this.lineStart);
  }

  private lineLength(): number {
    const end = this.source.indexOf('\n', this.position);
    return (end < 0 ? this.source.length : end) - this.lineStart;
  }

  private failTabs(): never {
    return this.fail('inconsistent use of tabs and spaces in indentation', this.lineLength(), 'TabError');
  }

  /** An identifier, a keyword, or a string with a prefix. */
  private name(begin: number): void {
    const { source, tokens } = this;
    let position = begin;
    let code = source.charCodeAt(position);
    while (code < 128 && (CHARACTER_CLASS[code] & (IDENTIFIER_START | DIGIT)) !== 0)
      code = source.charCodeAt(++position);
    this.position = position;
    if (code >= 128) {
      this.unicodeName(begin);
      return;
    }
    const text = source.slice(begin, position);
    if ((code === 34 || code === 39) && STRING_PREFIX.test(text)) {
      this.string(begin, position);
      return;
    }
    const keyword = text.length > 8 ? undefined : kind.KEYWORDS.get(text);
    if (keyword === undefined) tokens.names[tokens.count] = text;
    tokens.push(keyword ?? kind.NAME, begin, position, this.line, this.lineStart);
  }

  /** An identifier with characters beyond ASCII: checks each of them and normalises as Python does. */
  private unicodeName(begin: number): void {
    const { source, tokens } = this;
    for (let code = source.charCodeAt(this.position); ; code = source.charCodeAt(++this.position)) {
      if (code < 128 ? (CHARACTER_CLASS[code] & (IDENTIFIER_START | DIGIT)) === 0 : Number.isNaN(code)) break;
    }
    const text = source.slice(begin, this.position);
    const normal = text.normalize('NFKC');
    if (!IDENTIFIER.test(normal)) {
      let at = begin;
      for (const character of text) {
        const valid = at === begin ? /[\p{XID_Start}_]/u : /\p{XID_Continue}/u;
        if (!valid.test(character)) this.failCharacter(character, at);
        at += character.length;
      }
    }
    tokens.names[tokens.count] = normal;
    tokens.push(kind.NAME, begin, this.position, this.line, this.lineStart);
  }

  private failCharacter(character: string, at: number): never {
    const hex = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    const message = NOT_PRINTABLE.test(character)
      ? `invalid non-printable character U+${hex}`
      : `invalid character '${character}' (U+${hex})`;
    return this.fail(message, at - this.lineStart);
  }

  /** A string literal whose opening quote stands at `quoteAt`; its prefix starts at `begin`. */
  private string(begin: number, quoteAt: number): void {
    const { source, tokens } = this;
    const { length } = source;
    const quote = source.charCodeAt(quoteAt);
    const triple = source.charCodeAt(quoteAt + 1) === quote && source.charCodeAt(quoteAt + 2) === quote;
    const beginLine = this.line;
    const beginColumn = begin - this.lineStart;
    let position = quoteAt + (triple ? 3 : 1);
    for (; ; position++) {
      const code = position < length ? source.charCodeAt(position) : -1;
      if (code === quote) {
        if (!triple) break;
        if (source.charCodeAt(position + 1) === quote && source.charCodeAt(position + 2) === quote) break;
      } else if (code === 92) {
        position++;
        if (source.charCodeAt(position) !== 10) continue;
        this.line++;
        this.lineStart = position + 1;
      } else if (code === 10 && triple) {
        this.line++;
        this.lineStart = position + 1;
      } else if (code === 10 || code === -1) {
        this.failString(triple, beginLine, beginColumn, code === -1);
      }
    }
    this.position = position + (triple ? 3 : 1);
    const index = tokens.count;
    tokens.push(kind.STRING, begin, this.position, this.line, this.lineStart);
    tokens.lines[index] = beginLine;
    tokens.columns[index] = beginColumn;
  }

  private failString(triple: boolean, line: number, column: number, atEnd: boolean): never {
    // A text that ends in a line end has not begun the line after it.
    const lastLine = atEnd && this.source.endsWith('\n') ? this.line - 1 : this.line;
    const message = `unterminated ${triple ? 'triple-quoted ' : ''}string literal (detected at line ${lastLine})`;
    throw new PythonSyntaxError(message, line, column);
  }

  private operator(code: number, begin: number): void {
    const { source, tokens } = this;
    let operator = ONE_CHARACTER[code];
    let position = begin + 1;
    if (operator >= kind.LEFT_PAREN && operator <= kind.RIGHT_BRACE) {
      this.bracket(operator, begin);
    } else if (operator === kind.DOT) {
      if (CHARACTER_CLASS[source.charCodeAt(position)] === DIGIT) {
        this.position = scanNumber(source, begin, this.line, this.lineStart);
        tokens.push(kind.NUMBER, begin, this.position, this.line, this.lineStart);
        return;
      }
      if (source.charCodeAt(position) === 46 && source.charCodeAt(position + 1) === 46) {
        operator = kind.ELLIPSIS;
        position += 2;
      }
    } else if (operator === kind.UNKNOWN) {
      if (code < 32 || code === 127) this.failCharacter(source[begin], begin);
      if (code === 33 && source.charCodeAt(position) === 61) {
        operator = kind.NOT_EQUAL;
        position++;
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
    this.position = position;
    tokens.push(operator, begin, position, this.line, this.lineStart);
  }

  /** Opens or closes a bracket, which must match the last one open. */
  private bracket(operator: number, begin: number): void {
    const { source, brackets } = this;
    const column = begin - this.lineStart;
    if (operator === kind.LEFT_PAREN || operator === kind.LEFT_BRACKET || operator === kind.LEFT_BRACE) {
      if (this.base + brackets.length / 4 >= MAX_BRACKETS) this.fail('too many nested parentheses', column);
      brackets.push(operator, begin, this.line, this.lineStart);
      return;
    }
    if (brackets.length === 0) this.fail(`unmatched '${source[begin]}'`, column);
    brackets.pop();
    const openLine = brackets.pop()!;
    const openStart = brackets.pop()!;
    if (brackets.pop() !== CLOSING_OF[operator]) {
      const where = openLine === this.line ? '' : ` on line ${openLine}`;
      const open = source[openStart];
      this.fail(`closing parenthesis '${source[begin]}' does not match opening parenthesis '${open}'${where}`, column);
    }
  }

  /** The tokens that end every source: NEWLINE, the DEDENTs of open blocks, END; or UNCLOSED inside brackets. */
  private finish(): void {
    const { tokens, brackets, source } = this;
    const end = this.position;
    if (brackets.length > 0) {
      const [, start, line, lineStart] = brackets.slice(-4);
      tokens.openBracket = { text: source[start], line, column: start - lineStart };
      tokens.push(kind.UNCLOSED, end, end, this.line, this.lineStart);
    } else if (this.base === 0) {
      if (tokens.count > 0 && tokens.kinds[tokens.count - 1] !== kind.NEWLINE) {
        tokens.push(kind.NEWLINE, end, end, this.line, this.lineStart);
      }
      // What the end of the source breaks off is reported at the end of its last line.
      if (source.endsWith('\n')) {
        this.line--;
        this.lineStart = source.lastIndexOf('\n', end - 2) + 1;
      }
      for (let level = this.indents.length - 1; level > 0; level--) {
        tokens.push(kind.DEDENT, end, end, this.line, this.lineStart);
      }
    }
    tokens.push(kind.END, end, end, this.line, this.lineStart);
  }
}
