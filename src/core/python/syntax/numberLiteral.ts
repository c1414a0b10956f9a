import type { Constant, Position } from '../ast.ts';
import { PythonSyntaxError } from '../pythonSyntaxError.ts';

/** CPython's limit on the digits of a decimal integer literal (`sys.int_info.default_max_str_digits`). */
const MAX_DECIMAL_DIGITS = 4300;

/** The value of `text` where it is a few decimal digits, −1 where it is anything else: neither a regular expression nor a parser is asked. */
function smallInteger(text: string): number {
  if (text.length > 15) return -1;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** The value of a number token that the lexer has accepted. */
export function numberConstant(text: string, position: Position): Constant {
  const { line, column, endLine, endColumn } = position;
  const small = smallInteger(text);
  if (small >= 0) return { kind: 'Constant', type: 'int', value: small, line, column, endLine, endColumn };
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  const last = digits.charCodeAt(digits.length - 1) | 32;
  const based = /^0[xob]/i.test(digits);
  if (!based && last === 106) {
    return { kind: 'Constant', type: 'complex', value: Number(digits.slice(0, -1)), line, column, endLine, endColumn };
  }
  if (!based && /[.e]/i.test(digits)) {
    return { kind: 'Constant', type: 'float', value: Number(digits), line, column, endLine, endColumn };
  }
  const significant = digits.replace(/^0+(?=[0-9])/, '');
  if (!based && significant.length > MAX_DECIMAL_DIGITS) {
    throw new PythonSyntaxError(
      `Exceeds the limit (${MAX_DECIMAL_DIGITS} digits) for integer string conversion: value has ${significant.length} digits; ` +
        'use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.',
      line,
      column,
      'SyntaxError',
      'syntax',
      endLine,
      endColumn,
    );
  }
  const exact = BigInt(based ? digits : significant);
  const value = exact <= Number.MAX_SAFE_INTEGER ? Number(exact) : exact;
  return { kind: 'Constant', type: 'int', value, line, column, endLine, endColumn };
}
