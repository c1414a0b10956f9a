import { specialTokens, tokenStrings } from '../../core/tasks/vocabulary.ts';

/** A line of a completion: its tokens are `tokens[start … end)`. */
export interface TokenLine {
  start: number;
  end: number;
}

const unknownToken = '\ufffd';
const specials = new Set<string>(specialTokens);

/** What a token looks like; a token that breaks a line loses the break, since the line that it begins is drawn as one. */
export function tokenText(id: number): string {
  return (tokenStrings[id] ?? unknownToken).replace(/^\n/, '');
}

/** Whether the token is a mark that no text encodes to, such as `<end>`. */
export function isSpecial(id: number): boolean {
  return specials.has(tokenStrings[id] ?? unknownToken);
}

/** Cuts the first `count` tokens into lines; a token that breaks a line begins the next one and brings its indentation. */
export function tokenLines(tokens: readonly number[], count = tokens.length): TokenLine[] {
  const lines: TokenLine[] = [{ start: 0, end: 0 }];
  for (let i = 0; i < Math.min(count, tokens.length); i++) {
    if (tokenStrings[tokens[i]]?.startsWith('\n')) lines.push({ start: i, end: i });
    lines[lines.length - 1].end = i + 1;
  }
  return lines;
}

/** Whether anything stands on a line: the line break that ends a completion begins one that stays empty. */
export function hasText(tokens: readonly number[], { start, end }: TokenLine): boolean {
  for (let i = start; i < end; i++) if (tokenText(tokens[i]) !== '') return true;
  return false;
}
