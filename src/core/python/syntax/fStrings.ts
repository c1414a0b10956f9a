import type { Expression, FormattedValue, JoinedStr, Position } from '../ast.ts';
import { tokenize } from '../lexer.ts';
import { PythonSyntaxError } from '../pythonSyntaxError.ts';
import { parseGroupContent } from './atoms.ts';
import { Cursor } from './cursor.ts';
import { decodeIn } from './strings.ts';
import * as kind from './tokenKinds.ts';
import { acquireTokens, releaseTokens } from './tokens.ts';

/** Gathers the pieces of an f-string, joining neighbouring texts. */
export class FStringParts {
  readonly values: Expression[] = [];
  private text = '';

  /**
   * @param position of all the strings that are joined
   * @param ownPosition of what comes last: in a format specification CPython gives it that of its own string
   */
  constructor(
    readonly position: Position,
    private readonly ownPosition: Position = position,
  ) {}

  addText(text: string): void {
    this.text += text;
  }

  addValue(value: FormattedValue): void {
    this.flush(this.position);
    this.values.push(value);
  }

  private flush(position: Position): void {
    if (this.text !== '') this.values.push({ kind: 'Constant', type: 'str', value: this.text, ...position });
    this.text = '';
  }

  finish(): JoinedStr {
    this.flush(this.ownPosition);
    return { kind: 'JoinedStr', values: this.values, ...this.ownPosition };
  }
}

const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}' };
const MAX_NESTED_BRACKETS = 200;
const CONVERSIONS: Record<string, 115 | 114 | 97> = { s: 115, r: 114, a: 97 };

/** Reads the body `[start, end)` of the f-string token `token` into `parts`. */
export function readFString(
  c: Cursor,
  parts: FStringParts,
  token: number,
  start: number,
  end: number,
  raw: boolean,
): void {
  new FStringReader(c, token, start, end, raw).read(parts, 0);
}

/** One f-string's body. Fields are found by counting quotes and brackets, as CPython 3.11 does, then parsed in place. */
class FStringReader {
  constructor(
    private readonly c: Cursor,
    private readonly token: number,
    private position: number,
    private readonly end: number,
    private readonly raw: boolean,
  ) {}

  private fail(message: string): never {
    const { c, token } = this;
    throw new PythonSyntaxError(
      message,
      c.lines[token],
      c.columns[token],
      'SyntaxError',
      'syntax',
      c.endLines[token],
      c.endColumns[token],
    );
  }

  /** Texts and fields up to the end of the body, or of the format specification when `level` is 1. */
  read(parts: FStringParts, level: number): void {
    for (;;) {
      this.readText(parts, level);
      if (this.position >= this.end || this.c.source[this.position] === '}') return;
      this.readField(parts, level);
    }
  }

  private readText(parts: FStringParts, level: number): void {
    const { source } = this.c;
    let from = this.position;
    const flush = (to: number): void => {
      const text = source.slice(from, to);
      parts.addText(this.raw ? text : decodeIn(this.c, text, false, this.token));
    };
    while (this.position < this.end) {
      const character = source[this.position];
      if (character === '\\' && !this.raw) {
        const next = source[this.position + 1];
        if (next === 'N' && source[this.position + 2] === '{') {
          const close = source.indexOf('}', this.position);
          this.position = close < 0 || close >= this.end ? this.end : close + 1;
          continue;
        }
        // `\{` keeps its backslash and opens a field.
        this.position += next === '{' || next === '}' ? 1 : 2;
        continue;
      }
      if (character === '{' || character === '}') {
        if (level === 0) {
          if (source[this.position + 1] === character && this.position + 1 < this.end) {
            flush(this.position + 1);
            this.position += 2;
            from = this.position;
            continue;
          }
          if (character === '}') this.fail("f-string: single '}' is not allowed");
        }
        break;
      }
      this.position++;
    }
    flush(this.position);
  }

  private readField(parts: FStringParts, level: number): void {
    if (level >= 2) this.fail('f-string: expressions nested too deeply');
    const { source } = this.c;
    const start = ++this.position;
    this.findFieldEnd();
    const value = this.parseField(start, this.position);
    let conversion: FormattedValue['conversion'] = -1;
    let selfDocumenting = false;
    if (source[this.position] === '=') {
      this.position++;
      while (/\s/.test(source[this.position])) this.position++;
      if (this.position >= this.end) this.fail("f-string: expecting '}'");
      parts.addText(source.slice(start, this.position));
      selfDocumenting = true;
    }
    if (source[this.position] === '!') {
      this.position++;
      if (this.position >= this.end) this.fail("f-string: expecting '}'");
      const letter = CONVERSIONS[source[this.position]];
      if (letter === undefined) this.fail("f-string: invalid conversion character: expected 's', 'r', or 'a'");
      conversion = letter;
      this.position++;
      if (this.position >= this.end) this.fail("f-string: expecting '}'");
    }
    let specification: JoinedStr | null = null;
    if (source[this.position] === ':') {
      this.position++;
      if (this.position >= this.end) this.fail("f-string: expecting '}'");
      const { c, token } = this;
      const inner = new FStringParts(parts.position, {
        line: c.lines[token],
        column: c.columns[token],
        endLine: c.endLines[token],
        endColumn: c.endColumns[token],
      });
      this.read(inner, level + 1);
      specification = inner.finish();
    }
    if (this.position >= this.end || source[this.position] !== '}') this.fail("f-string: expecting '}'");
    this.position++;
    if (selfDocumenting && specification === null && conversion === -1) conversion = 114;
    parts.addValue({ kind: 'FormattedValue', value, conversion, format_spec: specification, ...parts.position });
  }

  /** Moves to the character that ends the field's expression: one of `!`, `:`, `}` and `=`. */
  private findFieldEnd(): void {
    const { source } = this.c;
    const brackets: string[] = [];
    let quote = '';
    let triple = false;
    for (; this.position < this.end; this.position++) {
      const character = source[this.position];
      if (character === '\\') this.fail('f-string expression part cannot include a backslash');
      const tripled = source[this.position + 1] === character && source[this.position + 2] === character;
      if (quote !== '') {
        if (character !== quote) continue;
        if (!triple) quote = '';
        else if (tripled) {
          this.position += 2;
          quote = '';
        }
        continue;
      }
      if (character === "'" || character === '"') {
        quote = character;
        triple = tripled && this.position + 2 < this.end;
        if (triple) this.position += 2;
        continue;
      }
      if (character === '(' || character === '[' || character === '{') {
        if (brackets.length >= MAX_NESTED_BRACKETS) this.fail('f-string: too many nested parenthesis');
        brackets.push(character);
        continue;
      }
      if (character === '#') this.fail("f-string expression part cannot include '#'");
      if (brackets.length === 0 && /[!:}=<>]/.test(character)) {
        if (source[this.position + 1] === '=' && this.position + 1 < this.end && /[!=<>]/.test(character)) {
          this.position++;
          continue;
        }
        if (character === '<' || character === '>') continue;
        break;
      }
      if (character === ')' || character === ']' || character === '}') {
        const open = brackets.pop();
        if (open === undefined) this.fail(`f-string: unmatched '${character}'`);
        if (CLOSING[open] !== character) {
          this.fail(`f-string: closing parenthesis '${character}' does not match opening parenthesis '${open}'`);
        }
      }
    }
    if (quote !== '') this.fail('f-string: unterminated string');
    if (brackets.length > 0) this.fail(`f-string: unmatched '${brackets[brackets.length - 1]}'`);
    if (this.position >= this.end) this.fail("f-string: expecting '}'");
  }

  /** Parses the expression `[start, end)` of the source where it stands, so that its nodes carry true positions. */
  private parseField(start: number, end: number): Expression {
    const { c, token } = this;
    const { source } = c;
    if (source.slice(start, end).trim() === '') this.fail('f-string: empty expression not allowed');
    let line = c.lines[token];
    let lineStart = c.tokens.starts[token] - c.columns[token];
    for (
      let at = source.indexOf('\n', c.tokens.starts[token]);
      at >= 0 && at < start;
      at = source.indexOf('\n', at + 1)
    ) {
      line++;
      lineStart = at + 1;
    }
    const tokens = acquireTokens(end - start);
    try {
      const text = source.slice(0, end);
      tokenize(tokens, text, { offset: start, line, lineStart, inBrackets: true });
      const inner = new Cursor(text, tokens, 'field');
      inner.depth = c.depth;
      inner.quiet = c.quiet;
      inner.functionDepth = c.functionDepth;
      c.enter();
      const value = parseGroupContent(inner, 0, kind.END);
      c.depth--;
      c.chain += inner.chain;
      if (inner.suspicious) c.suspicious = true;
      return value;
    } finally {
      releaseTokens(tokens);
    }
  }
}
