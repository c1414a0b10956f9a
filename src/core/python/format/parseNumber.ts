import { charge } from '../budget.ts';
import { normalizeInteger } from '../ops/integer.ts';
import { valueError } from '../values/exceptions.ts';
import { BLANKS } from './blanks.ts';

const EDGES = new RegExp(`^[${BLANKS}]+|[${BLANKS}]+$`, 'g');
const DECIMAL = /^[+-]?\d+$/;

/** Python's blanks around a number. */
function trim(text: string): string {
  return text.replace(EDGES, '');
}

/** Decimal digits of other scripts as ASCII ones. */
function asciiDigits(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  return text.replace(/\p{Nd}/gu, (c) => String(digitValue(c)));
}

/** The value of a decimal digit of any script: its distance from the zero of its block of ten. */
export function digitValue(c: string): number {
  let point = c.codePointAt(0)!;
  if (point >= 0x1d7ce && point <= 0x1d7ff) return (point - 0x1d7ce) % 10;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(point - 1))) {
    point--;
    value++;
  }
  return value;
}

/**
 * `int(text, base)`; raises ValueError with the repr of what was given.
 * @param base 2 to 36, or 0 to read the base from the prefix.
 */
export function parseIntegerText(original: string, base: number, shown: () => string): number | bigint {
  const text = asciiDigits(trim(original));
  if (base === 10 && text.length <= 15 && DECIMAL.test(text)) return Number(text) + 0;
  charge(text.length >> 2);
  const invalid = (): never => valueError(`invalid literal for int() with base ${base}: ${shown()}`);
  const parts = /^([+-]?)(0[bB]|0[oO]|0[xX])?(_?[0-9a-zA-Z]+(?:_[0-9a-zA-Z]+)*)$/.exec(text);
  if (parts === null) return invalid();
  const [, sign, prefix = '', body] = parts;
  const prefixBase = { '': 0, '0b': 2, '0o': 8, '0x': 16 }[prefix.toLowerCase()]!;
  let radix = base;
  let digits = body;
  if (base === 0) {
    radix = prefixBase === 0 ? 10 : prefixBase;
    if (prefixBase === 0 && /^0[0-9_]*[1-9]/.test(body)) return invalid();
  } else if (prefixBase !== 0 && prefixBase !== base) digits = prefix + body;
  if (digits.startsWith('_') && prefix === '') return invalid();
  digits = digits.replaceAll('_', '').toLowerCase();
  let value = 0n;
  if (radix === 10) {
    if (!/^\d+$/.test(digits)) return invalid();
    checkDigits(digits);
    value = BigInt(digits);
  } else if (radix === 2 || radix === 8 || radix === 16) {
    const allowed = radix === 2 ? /^[01]+$/ : radix === 8 ? /^[0-7]+$/ : /^[0-9a-f]+$/;
    if (!allowed.test(digits)) return invalid();
    charge(digits.length);
    value = BigInt({ 2: '0b', 8: '0o', 16: '0x' }[radix] + digits);
  } else {
    checkDigits(digits);
    charge(digits.length);
    for (const c of digits) {
      const digit = Number.parseInt(c, 36);
      if (!(digit < radix)) return invalid();
      value = value * BigInt(radix) + BigInt(digit);
    }
  }
  return normalizeInteger(sign === '-' ? -value : value);
}

function checkDigits(digits: string): void {
  if (digits.length > 4300) {
    valueError(
      `Exceeds the limit (4300 digits) for integer string conversion: value has ${digits.length} digits; use sys.set_int_max_str_digits() to increase the limit`,
    );
  }
}

/** `float(text)`; raises ValueError with the repr of what was given. */
export function parseFloatText(original: string, shown: () => string): number {
  const text = asciiDigits(trim(original)).toLowerCase();
  charge(text.length >> 4);
  if (/^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/.test(text)) {
    return Number(text.replaceAll('_', ''));
  }
  const special = /^([+-]?)(inf|infinity|nan)$/.exec(text);
  if (special === null) valueError(`could not convert string to float: ${shown()}`);
  const value = special[2] === 'nan' ? Number.NaN : Infinity;
  return special[1] === '-' ? -value : value;
}
