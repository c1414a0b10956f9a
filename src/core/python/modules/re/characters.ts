import { isAlphanumericCharacter, isDecimal, isSpace } from '../../methods/strings/characters.ts';

/** Whether a code point fits one place of a pattern. */
export type CharacterTest = (point: number) => boolean;

export const isDigit: CharacterTest = (p) => (p < 128 ? p >= 48 && p <= 57 : isDecimal(String.fromCodePoint(p)));
export const isAsciiDigit: CharacterTest = (p) => p >= 48 && p <= 57;

export const isAsciiWord: CharacterTest = (p) =>
  (p >= 97 && p <= 122) || (p >= 65 && p <= 90) || (p >= 48 && p <= 57) || p === 95;
export const isWord: CharacterTest = (p) =>
  p < 128 ? isAsciiWord(p) : isAlphanumericCharacter(String.fromCodePoint(p));

export const isAsciiBlank: CharacterTest = (p) => p === 32 || (p >= 9 && p <= 13);
export const isBlank: CharacterTest = (p) =>
  p < 128 ? isAsciiBlank(p) || (p >= 28 && p <= 31) : isSpace(String.fromCodePoint(p));

/** The test of a class escape such as `\d`, `undefined` for other letters. */
export function classEscape(letter: string, ascii: boolean): CharacterTest | undefined {
  switch (letter) {
    case 'd':
      return ascii ? isAsciiDigit : isDigit;
    case 'D':
      return not(ascii ? isAsciiDigit : isDigit);
    case 'w':
      return ascii ? isAsciiWord : isWord;
    case 'W':
      return not(ascii ? isAsciiWord : isWord);
    case 's':
      return ascii ? isAsciiBlank : isBlank;
    case 'S':
      return not(ascii ? isAsciiBlank : isBlank);
    default:
      return undefined;
  }
}

export function not(test: CharacterTest): CharacterTest {
  return (p) => !test(p);
}

/** Lower case of one code point. */
export function fold(point: number): number {
  if (point < 128) return point >= 65 && point <= 90 ? point + 32 : point;
  const lower = String.fromCodePoint(point).toLowerCase();
  return lower.length === 1 || (lower.codePointAt(0)! > 0xffff && lower.length === 2) ? lower.codePointAt(0)! : point;
}

/** Upper case of one code point, itself where that is more than one. */
export function unfold(point: number): number {
  if (point < 128) return point >= 97 && point <= 122 ? point - 32 : point;
  const upper = String.fromCodePoint(point).toUpperCase();
  return upper.length === 1 || (upper.codePointAt(0)! > 0xffff && upper.length === 2) ? upper.codePointAt(0)! : point;
}

/** The test of one character, case ignored or not. */
export function exactly(point: number, ignoreCase: boolean): CharacterTest {
  if (!ignoreCase) return (p) => p === point;
  const folded = fold(point);
  return folded === point && unfold(point) === point ? (p) => p === point : (p) => fold(p) === folded;
}
