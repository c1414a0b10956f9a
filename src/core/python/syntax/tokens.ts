/** The tokens of one source text, field by field, so that lexing allocates next to nothing. Reused from parse to parse. */
export class Tokens {
  count = 0;
  kinds: Uint8Array;
  /** Offsets into the source. */
  starts: Int32Array;
  ends: Int32Array;
  /** 1-based lines and 0-based columns of first and past-the-last character. */
  lines: Int32Array;
  columns: Int32Array;
  endLines: Int32Array;
  endColumns: Int32Array;
  /** Identifiers; meaningful for NAME tokens only. */
  names: string[];
  /** The innermost bracket left open, when the last token is UNCLOSED. */
  openBracket = { text: '', line: 0, column: 0 };

  constructor(capacity: number) {
    this.kinds = new Uint8Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.lines = new Int32Array(capacity);
    this.columns = new Int32Array(capacity);
    this.endLines = new Int32Array(capacity);
    this.endColumns = new Int32Array(capacity);
    this.names = new Array<string>(capacity).fill('');
  }

  /** A token on one line. */
  push(kind: number, start: number, end: number, line: number, lineStart: number): void {
    const index = this.count++;
    this.kinds[index] = kind;
    this.starts[index] = start;
    this.ends[index] = end;
    this.lines[index] = line;
    this.columns[index] = start - lineStart;
    this.endLines[index] = line;
    this.endColumns[index] = end - lineStart;
  }
}

/** Free token stores; more than one is in use only while an f-string's fields are parsed. */
const pool: Tokens[] = [];

/** A store that can take the tokens of `length` characters. Hand it back with `releaseTokens`. */
export function acquireTokens(length: number): Tokens {
  // At most one token a character, and NEWLINE, UNCLOSED, END and up to 100 DEDENT after the last.
  const needed = length + 128;
  const free = pool.pop();
  if (free !== undefined && free.kinds.length >= needed) {
    free.count = 0;
    return free;
  }
  return new Tokens(Math.max(1024, needed * 2));
}

export function releaseTokens(tokens: Tokens): void {
  // A store for a huge source is not worth keeping.
  if (tokens.kinds.length <= 65_536) pool.push(tokens);
}
