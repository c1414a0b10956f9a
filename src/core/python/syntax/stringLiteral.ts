import { PythonSyntaxError } from '../pythonSyntaxError.ts';

const SIMPLE_ESCAPES: Record<string, string> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const HEX_ESCAPES: Record<string, { digits: number; wording: string }> = {
  x: { digits: 2, wording: 'truncated \\xXX escape' },
  u: { digits: 4, wording: 'truncated \\uXXXX escape' },
  U: { digits: 8, wording: 'truncated \\UXXXXXXXX escape' },
};

const utf8Length = (text: string): number => new TextEncoder().encode(text).length;

/**
 * Resolves the escapes of a string's or bytes' body (without prefix and quotes).
 *
 * @param where position of the literal, for errors
 * @throws PythonSyntaxError as CPython words it; for `\N{…}`, which we do not know, of kind `unsupported`
 */
export function decodeEscapes(body: string, bytes: boolean, where: { line: number; column: number }): string {
  let backslash = body.indexOf('\\');
  if (backslash < 0) return body;
  const fail = (message: string, kind: 'syntax' | 'unsupported' = 'syntax'): never => {
    throw new PythonSyntaxError(message, where.line, where.column, 'SyntaxError', kind);
  };
  let text = '';
  let from = 0;
  while (backslash >= 0) {
    text += body.slice(from, backslash);
    const letter = body[backslash + 1];
    from = backslash + 2;
    const simple = SIMPLE_ESCAPES[letter];
    if (simple !== undefined) {
      text += simple;
    } else if (letter >= '0' && letter <= '7') {
      let end = from;
      while (end < backslash + 4 && body[end] >= '0' && body[end] <= '7') end++;
      const value = Number.parseInt(body.slice(backslash + 1, end), 8);
      text += String.fromCharCode(bytes ? value & 255 : value);
      from = end;
    } else if (letter === 'x' || (!bytes && (letter === 'u' || letter === 'U'))) {
      const { digits, wording } = HEX_ESCAPES[letter];
      const hex = /^[0-9a-fA-F]*/.exec(body.slice(from, from + digits))![0];
      if (hex.length < digits) {
        const at = utf8Length(body.slice(0, backslash));
        if (bytes) fail(`(value error) invalid \\x escape at position ${at}`);
        fail(unicodeFault(at, at + 1 + hex.length, wording));
      }
      const value = Number.parseInt(hex, 16);
      if (value > 0x10ffff) {
        const at = utf8Length(body.slice(0, backslash));
        fail(unicodeFault(at, at + 9, 'illegal Unicode character'));
      }
      text += String.fromCodePoint(value);
      from += digits;
    } else if (letter === 'N' && !bytes) {
      const name = /^\{([^}]*)\}/.exec(body.slice(from));
      if (name === null || name[1] === '') {
        const at = utf8Length(body.slice(0, backslash));
        fail(unicodeFault(at, at + 1, 'malformed \\N character escape'));
      }
      fail('\\N{…} character names are not supported: write the character itself or its \\u escape', 'unsupported');
    } else {
      // An unknown escape stands for itself, backslash and all.
      text += `\\${letter ?? ''}`;
    }
    backslash = body.indexOf('\\', from);
  }
  return text + body.slice(from);
}

function unicodeFault(start: number, end: number, wording: string): string {
  return `(unicode error) 'unicodeescape' codec can't decode bytes in position ${start}-${end}: ${wording}`;
}
