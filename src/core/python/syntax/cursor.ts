import type { Expression } from '../ast.ts';
import { PythonSyntaxError, type SyntaxErrorType } from '../pythonSyntaxError.ts';
import { explainFailure } from './explainFailure.ts';
import * as kind from './tokenKinds.ts';
import type { Tokens } from './tokens.ts';

/** How deep expressions and blocks may nest before they are refused: far beyond real programs, well within our stack. */
export const MAX_DEPTH = 800;
/** The longest chain of operators, calls or attributes (`a + b + …`) that we compile. */
export const MAX_CHAIN = 1000;

/** Where a parse stands in its tokens, and what it has to remember on the way. */
export class Cursor {
  readonly source: string;
  readonly tokens: Tokens;
  readonly kinds: Uint8Array;
  readonly lines: Int32Array;
  readonly columns: Int32Array;
  readonly endLines: Int32Array;
  readonly endColumns: Int32Array;
  /** Index of the token about to be read, and its kind. */
  at = 0;
  kind: number;
  /** The furthest token that a failed lookahead has seen, where a generic error is reported. */
  furthest = 0;
  /** The furthest token that an attempt has come to. */
  touched = 0;
  depth = 0;
  /** Nesting of blocks, each `elif` counting as one. */
  blockDepth = 0;
  /** Operators, calls, attributes and subscripts since the statement began. */
  chain = 0;
  /** Nesting of functions (0 in a class body or module) and of loops of the current function. */
  functionDepth = 0;
  loopDepth = 0;
  /** Set when something was read that CPython's compiler, not its parser, may refuse; asks for the second pass. */
  suspicious = false;
  /** True while the error path looks ahead: then no hints are searched. */
  quiet = false;
  /** What is parsed: a whole source, the argument list of a call, or a field of an f-string (whose errors say so). */
  readonly part: 'source' | 'arguments' | 'field';
  /** The last operand that could have been a whole expression, and the tokens it spans: for "forgot a comma". */
  lastOperand: Expression | undefined;
  lastOperandStart = 0;
  lastOperandEnd = -1;

  constructor(source: string, tokens: Tokens, part: Cursor['part']) {
    this.source = source;
    this.tokens = tokens;
    this.kinds = tokens.kinds;
    this.lines = tokens.lines;
    this.columns = tokens.columns;
    this.endLines = tokens.endLines;
    this.endColumns = tokens.endColumns;
    this.kind = tokens.kinds[0];
    this.part = part;
  }

  advance(): void {
    this.kind = this.kinds[++this.at];
  }

  goTo(index: number): void {
    this.at = index;
    this.kind = this.kinds[index];
  }

  /** Identifier of the token at `index`. */
  name(index: number): string {
    return this.tokens.names[index];
  }

  text(index: number): string {
    return this.source.slice(this.tokens.starts[index], this.tokens.ends[index]);
  }

  isName(index: number, text: string): boolean {
    return this.kinds[index] === kind.NAME && this.tokens.names[index] === text;
  }

  /** Steps over a token of this kind or fails. */
  expect(expected: number): void {
    if (this.kind !== expected) this.fail();
    this.advance();
  }

  /** Steps over an identifier and returns it, or fails. */
  expectName(): string {
    if (this.kind !== kind.NAME) this.fail();
    const name = this.tokens.names[this.at];
    this.advance();
    return name;
  }

  /** Steps over a colon; without one, says that it was expected (always, or only at the end of a line). */
  expectColon(onlyAtLineEnd: boolean): void {
    if (this.kind === kind.COLON) {
      this.advance();
      return;
    }
    if (this.kind !== kind.UNCLOSED && (!onlyAtLineEnd || this.kind === kind.NEWLINE)) {
      this.failAt(this.at, "expected ':'");
    }
    this.fail();
  }

  enter(): void {
    if (++this.depth > MAX_DEPTH) this.failTooDeep();
  }

  failTooDeep(): never {
    throw new PythonSyntaxError(
      'maximum recursion depth exceeded during compilation',
      this.lines[this.at],
      this.columns[this.at],
      'RecursionError',
      'recursion',
    );
  }

  /** The token here cannot stand here: throws the error that CPython words for it. */
  fail(): never {
    throw explainFailure(this);
  }

  failUnsupported(index: number, message: string): never {
    throw new PythonSyntaxError(message, this.lines[index], this.columns[index], 'SyntaxError', 'unsupported');
  }

  /** Throws an error at the tokens `first` to `last`. */
  failAt(first: number, message: string, last = first, type: SyntaxErrorType = 'SyntaxError'): never {
    throw new PythonSyntaxError(
      this.wording(message),
      this.lines[first],
      this.kinds[first] === kind.DEDENT ? Math.max(0, this.columns[first] - 1) : this.columns[first],
      type,
      'syntax',
      this.endLines[last],
      this.endColumns[last],
    );
  }

  /** Throws an error at the text from the start of `first` to the end of `last`. */
  failNode(first: Expression, message: string, last: Expression = first): never {
    throw new PythonSyntaxError(
      this.wording(message),
      first.line,
      first.column,
      'SyntaxError',
      'syntax',
      last.endLine,
      last.endColumn,
    );
  }

  wording(message: string): string {
    return this.part === 'field' ? `f-string: ${message}` : message;
  }

  /**
   * Tries `parse` from here; back to here when it fails. Brackets left open fail for good, and so does, unless `quiet`,
   * any fault that has a message of its own.
   */
  attempt<T>(parse: (cursor: Cursor) => T, quietly = true): T | undefined {
    const { at, depth, chain, quiet, suspicious } = this;
    this.quiet ||= quietly;
    try {
      const result = parse(this);
      this.touched = Math.max(this.touched, this.at);
      if (this.kind === kind.UNCLOSED) this.fail();
      return result;
    } catch (error) {
      this.touched = Math.max(this.touched, this.at, this.furthest);
      if (!(error instanceof PythonSyntaxError) || this.kind === kind.UNCLOSED) throw error;
      if (!this.quiet && error.message !== this.wording('invalid syntax')) throw error;
      this.goTo(at);
      this.depth = depth;
      this.chain = chain;
      this.suspicious = suspicious;
      return undefined;
    } finally {
      this.quiet = quiet;
    }
  }
}
