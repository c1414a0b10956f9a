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

/** Case changes of one code point, itself where the result is more than one. */
function changed(point: number, text: string): number {
  const result = text.codePointAt(0)!;
  return text.length === (result > 0xffff ? 2 : 1) ? result : point;
}

const lower = (point: number): number => changed(point, String.fromCodePoint(point).toLowerCase());
const upper = (point: number): number => changed(point, String.fromCodePoint(point).toUpperCase());

/** What stands for a code point and all that differ from it in case only. */
export function fold(point: number): number {
  if (point < 128) return point >= 65 && point <= 90 ? point + 32 : point;
  return point === 0xfb05 ? 0xfb06 : lower(upper(point));
}

/** Characters whose case relatives are not each other's upper and lower case: ı ſ µ K Å and the like. */
const UNUSUAL = [
  0xb5, 0x131, 0x17f, 0x345, 0x3bc, 0x3b9, 0x1fbe, 0x390, 0x1fd3, 0x3b0, 0x1fe3, 0x3d0, 0x3f5, 0x3d1, 0x3f0, 0x3d6,
  0x3f1, 0x3c2, 0x3d5, 0x1e9b, 0x1c80, 0x1c81, 0x1c82, 0x1c83, 0x1c84, 0x1c85, 0x1c86, 0x1c87, 0x1c88, 0xfb05, 0xfb06,
  0x212a, 0x212b, 0x2126,
];

/** A code point and its relatives in case. */
export function caseVariants(point: number): number[] {
  const folded = fold(point);
  return [point, folded, lower(point), upper(point), upper(folded), ...UNUSUAL.filter((p) => fold(p) === folded)];
}

/** The test of one character, case ignored or not. */
export function exactly(point: number, ignoreCase: boolean): CharacterTest {
  if (!ignoreCase) return (p) => p === point;
  const folded = fold(point);
  return (p) => p === point || fold(p) === folded;
}
