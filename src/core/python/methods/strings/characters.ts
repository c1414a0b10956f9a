import { BLANKS } from '../../format/blanks.ts';

/** Classes of characters as CPython's `str` methods see them. */

const SPACE = new RegExp(`^[${BLANKS}]+$`);
const ALPHA = /^\p{L}+$/u;
const DECIMAL = /^\p{Nd}+$/u;
/** Decimal digits and the characters of numeric type "digit": superscripts, subscripts, circled and the like. */
const DIGIT =
  /^[\p{Nd}\u00b2\u00b3\u00b9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792]+$/u;
const NUMERIC =
  /^[\p{N}\u3405\u3483\u382a\u3b4d\u4e00\u4e03\u4e07\u4e09\u4e5d\u4e8c\u4e94\u4e96\u4ebf\u4ec0\u4edf\u4ee8\u4f0d\u4f70\u5104\u5146\u5169\u516b\u516d\u5341\u5343\u5344\u5345\u534c\u53c1-\u53c4\u56db\u58f1\u58f9\u5e7a\u5efe\u5eff\u5f0c-\u5f0e\u5f10\u62fe\u634c\u67d2\u6f06\u7396\u767e\u8086\u842c\u8cae\u8cb3\u8d30\u9621\u9646\u964c\u9678\u96f6]+$/u;

/** Whether a non-empty text is all blanks. */
export const isSpace = (text: string): boolean => SPACE.test(text);
export const isAlpha = (text: string): boolean => ALPHA.test(text);
export const isDecimal = (text: string): boolean => DECIMAL.test(text);
export const isDigit = (text: string): boolean => DIGIT.test(text);
export const isNumeric = (text: string): boolean => NUMERIC.test(text);

const UPPERCASE = /^\p{Uppercase}$/u;
const LOWERCASE = /^\p{Lowercase}$/u;
const TITLECASE = /^\p{Lt}$/u;

export const isUpperCharacter = (c: string): boolean => (c >= 'A' && c <= 'Z') || (c > '\x7f' && UPPERCASE.test(c));
export const isLowerCharacter = (c: string): boolean => (c >= 'a' && c <= 'z') || (c > '\x7f' && LOWERCASE.test(c));
export const isTitleCharacter = (c: string): boolean => c > '\x7f' && TITLECASE.test(c);

/** Whether a character is a letter or digit of any kind. */
export function isAlphanumericCharacter(c: string): boolean {
  const code = c.charCodeAt(0);
  if (code < 128) return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return ALPHA.test(c) || DECIMAL.test(c) || DIGIT.test(c) || NUMERIC.test(c);
}

const START = /^[\p{XID_Start}_]$/u;
const CONTINUE = /^\p{XID_Continue}$/u;

/** Whether a text is a valid identifier. */
export function isIdentifier(text: string): boolean {
  const chars = Array.from(text);
  return chars.length > 0 && START.test(chars[0]) && chars.every((c) => CONTINUE.test(c));
}

/** Lower case, with the final sigma left as CPython does (JavaScript's rule is the same one). */
export function lower(text: string): string {
  return text.toLowerCase();
}

export function upper(text: string): string {
  return text.toUpperCase();
}

/** Title case of one character. */
export function titleCharacter(c: string): string {
  if (c <= '\x7f') return c.toUpperCase();
  if (Object.hasOwn(TITLE_FORMS, c)) return TITLE_FORMS[c];
  const point = c.codePointAt(0)!;
  // Greek letters with iota subscript have title forms of one character.
  if (point >= 0x1f80 && point <= 0x1faf) return String.fromCodePoint(point | 8);
  if (point === 0x1fb3 || point === 0x1fc3 || point === 0x1ff3) return String.fromCodePoint(point + 9);
  const up = c.toUpperCase();
  return up.length > c.length ? up[0] + up.slice(1).toLowerCase() : up;
}

const TITLE_FORMS: Record<string, string> = {
  Ǆ: 'ǅ',
  ǅ: 'ǅ',
  ǆ: 'ǅ',
  Ǉ: 'ǈ',
  ǈ: 'ǈ',
  ǉ: 'ǈ',
  Ǌ: 'ǋ',
  ǋ: 'ǋ',
  ǌ: 'ǋ',
  Ǳ: 'ǲ',
  ǲ: 'ǲ',
  ǳ: 'ǲ',
  ŉ: 'ʼN',
};

/** `str.casefold`. */
export function caseFold(text: string): string {
  let out = '';
  for (const c of text) {
    // Upper case and back unfolds ligatures; ẞ needs a second turn. The dotless ı folds to itself.
    if (c < '\x80') out += c.toLowerCase();
    else if (c === 'ı') out += c;
    else for (const d of c.toUpperCase().toLowerCase()) out += d.toUpperCase().toLowerCase();
  }
  return out;
}
