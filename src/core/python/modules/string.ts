import { makeBuiltin, python } from '../builtins/define.ts';
import type { Value } from '../values/value.ts';
import { capWords } from './capWords.ts';
import { templateType } from './stringTemplate.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const WHITESPACE = ' \t\n\r\x0b\x0c';

/** `string`. */
export function stringModule(): Record<string, Value> {
  const letters = LOWER + LOWER.toUpperCase();
  return {
    ascii_lowercase: LOWER,
    ascii_uppercase: LOWER.toUpperCase(),
    ascii_letters: letters,
    digits: DIGITS,
    hexdigits: `${DIGITS}abcdefABCDEF`,
    octdigits: '01234567',
    punctuation: PUNCTUATION,
    whitespace: WHITESPACE,
    printable: DIGITS + letters + PUNCTUATION + WHITESPACE,
    capwords: makeBuiltin('capwords', python(['s', 'sep'], 1, capWords)),
    Template: templateType,
  };
}
