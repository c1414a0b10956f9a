import { type SpecialToken, specialTokens, tokenStrings } from './vocabulary.ts';

/** Number of token ids. */
export const vocabularySize = tokenStrings.length;

const idOf = new Map(tokenStrings.map((text, id) => [text, id]));

/** Ordinary (not special) tokens by first character, longest first. */
const byFirstCharacter = new Map<string, string[]>();
for (const text of tokenStrings.slice(specialTokens.length)) {
  const list = byFirstCharacter.get(text[0]) ?? [];
  list.push(text);
  byFirstCharacter.set(text[0], list);
}
for (const list of byFirstCharacter.values()) list.sort((a, b) => b.length - a.length);

const isNameCharacter = (character: string | undefined) => character !== undefined && /[A-Za-z0-9_]/.test(character);
const isLetter = (character: string) => /[A-Za-z_]/.test(character);

/**
 * Longest token that matches `text` at `index`. A token of several characters that begins or ends in a letter matches only at
 * the edge of a name, so that `format` never holds the keyword `for`.
 */
function matchAt(text: string, index: number): string | undefined {
  for (const token of byFirstCharacter.get(text[index]) ?? []) {
    if (!text.startsWith(token, index)) continue;
    if (token.length > 1) {
      if (isLetter(token[0]) && isNameCharacter(text[index - 1])) continue;
      if (isLetter(token[token.length - 1]) && isNameCharacter(text[index + token.length])) continue;
    }
    return token;
  }
  return undefined;
}

/**
 * Token ids of a text, longest match first. Special tokens never come out of a text. Characters outside printable ASCII and line breaks
 * (and tabs) become `?`, so a text of other characters does not survive a round trip: `canEncode` tells.
 */
export function encode(text: string): number[] {
  const ids: number[] = [];
  let index = 0;
  while (index < text.length) {
    const token = matchAt(text, index) ?? '?';
    ids.push(idOf.get(token) as number);
    index += token === '?' ? 1 : token.length;
  }
  return ids;
}

/** Whether the text survives `decode(encode(text))`. */
export function canEncode(text: string): boolean {
  return /^[\x20-\x7e\n]*$/.test(text);
}

/** Text of token ids; special tokens appear as their names, e.g. `<think>`. */
export function decode(ids: Iterable<number>): string {
  let text = '';
  for (const id of ids) text += tokenStrings[id] ?? '�';
  return text;
}

/** The id of a special token. */
export function specialId(token: SpecialToken): number {
  return idOf.get(token) as number;
}

/** The token that ends a completion. */
export const endToken = specialId('<end>');

/** Tokens that break a line, with any indentation. */
export const lineTokens: readonly number[] = tokenStrings.flatMap((text, id) => (text.startsWith('\n') ? [id] : []));
