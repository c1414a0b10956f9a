import * as kind from './tokenKinds.ts';

export const IDENTIFIER_START = 1;
export const DIGIT = 2;
export const QUOTE = 4;
/** What a character below 128 may begin. */
export const CHARACTER_CLASS = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_]/.test(character)) CHARACTER_CLASS[code] = IDENTIFIER_START;
  else if (/[0-9]/.test(character)) CHARACTER_CLASS[code] = DIGIT;
  else if (/["']/.test(character)) CHARACTER_CLASS[code] = QUOTE;
}

const OPERATORS: ReadonlyMap<string, number> = new Map([
  ['(', kind.LEFT_PAREN],
  [')', kind.RIGHT_PAREN],
  ['[', kind.LEFT_BRACKET],
  [']', kind.RIGHT_BRACKET],
  ['{', kind.LEFT_BRACE],
  ['}', kind.RIGHT_BRACE],
  [',', kind.COMMA],
  [':', kind.COLON],
  [';', kind.SEMICOLON],
  ['.', kind.DOT],
  ['...', kind.ELLIPSIS],
  ['->', kind.ARROW],
  ['@', kind.AT],
  ['=', kind.EQUAL],
  [':=', kind.COLON_EQUAL],
  ['+', kind.PLUS],
  ['-', kind.MINUS],
  ['*', kind.STAR],
  ['/', kind.SLASH],
  ['//', kind.DOUBLE_SLASH],
  ['%', kind.PERCENT],
  ['**', kind.DOUBLE_STAR],
  ['<<', kind.LEFT_SHIFT],
  ['>>', kind.RIGHT_SHIFT],
  ['&', kind.AMPERSAND],
  ['|', kind.BAR],
  ['^', kind.CARET],
  ['~', kind.TILDE],
  ['==', kind.EQUAL_EQUAL],
  ['!=', kind.NOT_EQUAL],
  ['<', kind.LESS],
  ['<=', kind.LESS_EQUAL],
  ['>', kind.GREATER],
  ['>=', kind.GREATER_EQUAL],
  ['+=', kind.PLUS_EQUAL],
  ['-=', kind.MINUS_EQUAL],
  ['*=', kind.STAR_EQUAL],
  ['/=', kind.SLASH_EQUAL],
  ['//=', kind.DOUBLE_SLASH_EQUAL],
  ['%=', kind.PERCENT_EQUAL],
  ['**=', kind.DOUBLE_STAR_EQUAL],
  ['<<=', kind.LEFT_SHIFT_EQUAL],
  ['>>=', kind.RIGHT_SHIFT_EQUAL],
  ['&=', kind.AMPERSAND_EQUAL],
  ['|=', kind.BAR_EQUAL],
  ['^=', kind.CARET_EQUAL],
  ['@=', kind.AT_EQUAL],
  ['<>', kind.UNKNOWN],
]);
/** The operator of one character, by its code. */
export const ONE_CHARACTER = new Uint8Array(128).fill(kind.UNKNOWN);
/** Continuations of an operator, by its kind: pairs of next character's code and resulting kind. */
export const LONGER: number[][] = Array.from({ length: kind.KIND_COUNT }, () => []);
for (const [text, operator] of OPERATORS) {
  if (text.length === 1) ONE_CHARACTER[text.charCodeAt(0)] = operator;
  const shorter = text === '!=' || text === '...' ? undefined : OPERATORS.get(text.slice(0, -1));
  if (shorter !== undefined) LONGER[shorter].push(text.charCodeAt(text.length - 1), operator);
}

export const CLOSING_OF: Record<number, number> = {
  [kind.RIGHT_PAREN]: kind.LEFT_PAREN,
  [kind.RIGHT_BRACKET]: kind.LEFT_BRACKET,
  [kind.RIGHT_BRACE]: kind.LEFT_BRACE,
};
