import { isPrintable } from '../format/printable.ts';
import { strRepr } from '../format/strRepr.ts';

export const TRIPLE_QUOTES: readonly string[] = ['"""', "'''"];
export const ALL_QUOTES: readonly string[] = ["'", '"', ...TRIPLE_QUOTES];

function escapeCharacter(character: string): string {
  if (character === '\\') return '\\\\';
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  if (character === '\r') return '\\r';
  const point = character.codePointAt(0)!;
  const hex = (width: number): string => point.toString(16).padStart(width, '0');
  if (point < 0x100) return `\\x${hex(2)}`;
  return point < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}

/**
 * Text to stand between quotes with as few backslashes as may be, and the quotes, best first, it may stand between.
 *
 * @param escapeWhitespace write `\n` and `\t` as escapes rather than as they are
 */
export function quotable(
  text: string,
  quotes: readonly string[],
  escapeWhitespace: boolean,
): { body: string; quotes: readonly string[] } {
  let body = '';
  for (const character of text) {
    const keep = !escapeWhitespace && (character === '\n' || character === '\t');
    body += keep || (character !== '\\' && isPrintable(character)) ? character : escapeCharacter(character);
  }
  const oneLine = !body.includes('\n');
  const possible = quotes.filter((quote) => (oneLine || quote.length === 3) && !body.includes(quote));
  if (possible.length === 0) {
    const repr = strRepr(text);
    const quote = quotes.find((candidate) => candidate.includes(repr[0])) ?? repr[0];
    return { body: repr.slice(1, -1), quotes: [quote] };
  }
  if (body === '') return { body, quotes: possible };
  const last = body[body.length - 1];
  possible.sort((a, b) => Number(a[0] === last) - Number(b[0] === last));
  if (possible[0][0] === last) body = `${body.slice(0, -1)}\\${last}`;
  return { body, quotes: possible };
}

/** A string literal with as few backslashes as may be, in the first of `quotes` that suits it. */
export function quoteString(text: string, quotes: readonly string[]): string {
  const { body, quotes: possible } = quotable(text, quotes, false);
  return possible[0] + body + possible[0];
}
