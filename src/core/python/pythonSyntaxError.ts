export type SyntaxErrorType = 'SyntaxError' | 'IndentationError' | 'TabError' | 'RecursionError';

/**
 * `syntax`: CPython 3.11 refuses the source too. `unsupported`: it is Python, but not ours (the message begins with the
 * feature's name). `source`: the text is longer than we read. `recursion`: nested deeper than we (and CPython) compile.
 */
export type SourceRefusalKind = 'syntax' | 'unsupported' | 'source' | 'recursion';

/** Source text that the parser refuses; message and type as CPython 3.11 words them. */
export class PythonSyntaxError extends Error {
  override readonly name = 'PythonSyntaxError';

  constructor(
    message: string,
    /** 1-based. */
    readonly line: number,
    /** 0-based, in UTF-16 code units. */
    readonly column: number,
    readonly type: SyntaxErrorType = 'SyntaxError',
    readonly kind: SourceRefusalKind = 'syntax',
    /** End of the faulty text (exclusive), for editor markers; the position itself when unknown. */
    readonly endLine: number = line,
    readonly endColumn: number = column,
  ) {
    super(message);
  }
}
