import { PythonSyntaxError } from '../pythonSyntaxError.ts';

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isHexDigit = (code: number): boolean =>
  isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
const isIdentifierCharacter = (code: number): boolean =>
  isDigit(code) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128;

/** Keywords that may follow a number without a blank: `1if x else 2`. */
const KEYWORD_AFTER_NUMBER = /and|else|for|if|in|is|or|not/y;

/**
 * Scans the number that starts at `start` (a digit, or a dot before a digit) and returns the offset past it.
 * Faults are worded and placed as CPython's tokenizer does.
 */
export function scanNumber(source: string, start: number, line: number, lineStart: number): number {
  let end = start + 1;
  while (isDigit(source.charCodeAt(end))) end++;
  const first = source.charCodeAt(start);
  const next = source.charCodeAt(end);
  if (isDigit(first) && (first !== 48 || end === start + 1) && next !== 46 && !isIdentifierCharacter(next)) return end;
  return scanRareNumber(source, start, line, lineStart);
}

/** Numbers that are more than a row of decimal digits. */
function scanRareNumber(source: string, start: number, line: number, lineStart: number): number {
  let position = start;
  const fail = (message: string, end: number): never => {
    throw new PythonSyntaxError(message, line, Math.max(0, end - lineStart - 1));
  };
  const checkEnd = (kind: string): number => {
    // A character beyond ASCII is the next token's business.
    if (source.charCodeAt(position) >= 128 || !isIdentifierCharacter(source.charCodeAt(position))) return position;
    KEYWORD_AFTER_NUMBER.lastIndex = position;
    if (!KEYWORD_AFTER_NUMBER.test(source)) fail(`invalid ${kind} literal`, position);
    return position;
  };
  const digits = (): void => {
    for (;;) {
      while (isDigit(source.charCodeAt(position))) position++;
      if (source.charCodeAt(position) !== 95) return;
      position++;
      if (!isDigit(source.charCodeAt(position))) fail('invalid decimal literal', position);
    }
  };
  const based = (kind: string, accepts: (code: number) => boolean): number => {
    position += 2;
    do {
      if (source.charCodeAt(position) === 95) position++;
      const code = source.charCodeAt(position);
      if (!accepts(code)) {
        if (isDigit(code)) fail(`invalid digit '${source[position]}' in ${kind} literal`, position + 1);
        fail(`invalid ${kind} literal`, position);
      }
      while (accepts(source.charCodeAt(position))) position++;
    } while (source.charCodeAt(position) === 95);
    if (isDigit(source.charCodeAt(position))) {
      fail(`invalid digit '${source[position]}' in ${kind} literal`, position + 1);
    }
    return checkEnd(kind);
  };

  let code = source.charCodeAt(position);
  let leadingZeros = false;
  let zerosEnd = start;
  if (code === 48) {
    const next = source.charCodeAt(position + 1) | 32;
    if (next === 120) return based('hexadecimal', isHexDigit);
    if (next === 111) return based('octal', (digit) => digit >= 48 && digit <= 55);
    if (next === 98) return based('binary', (digit) => digit === 48 || digit === 49);
    for (;;) {
      while (source.charCodeAt(position) === 48) position++;
      if (source.charCodeAt(position) !== 95) break;
      position++;
      if (!isDigit(source.charCodeAt(position))) fail('invalid decimal literal', position);
      if (source.charCodeAt(position) !== 48) break;
    }
    zerosEnd = position;
    if (isDigit(source.charCodeAt(position))) {
      leadingZeros = true;
      digits();
    }
  } else if (code !== 46) {
    digits();
  }
  code = source.charCodeAt(position);
  if (leadingZeros && code !== 46 && (code | 32) !== 101 && (code | 32) !== 106) {
    throw new PythonSyntaxError(
      'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
      line,
      start - lineStart,
      'SyntaxError',
      'syntax',
      line,
      zerosEnd - lineStart,
    );
  }
  if (code === 46) {
    position++;
    if (isDigit(source.charCodeAt(position))) digits();
    code = source.charCodeAt(position);
  }
  if ((code | 32) === 101) {
    const exponent = source.charCodeAt(position + 1);
    if (exponent === 43 || exponent === 45) {
      position += 2;
      if (!isDigit(source.charCodeAt(position))) fail('invalid decimal literal', position);
    } else if (!isDigit(exponent)) {
      return checkEnd('decimal');
    } else {
      position++;
    }
    digits();
    code = source.charCodeAt(position);
  }
  if ((code | 32) === 106) {
    position++;
    return checkEnd('imaginary');
  }
  return checkEnd('decimal');
}
