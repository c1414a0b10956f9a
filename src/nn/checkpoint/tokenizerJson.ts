/** Which token ids mean something to the program rather than text. */
export interface SpecialTokens {
  end: number;
  pad: number;
  /** All ids that no text encodes to. */
  special: readonly number[];
}

/**
 * The tokenizer as tokenizer.json of Hugging Face `tokenizers`: a split by one regular expression that takes the longest token first, then a
 * word-level vocabulary. A token of several characters that begins or ends in a letter matches only at the edge of a name.
 *
 * @param tokens every token string; the index is the id
 * @param special ids that no text encodes to
 * @param unknown token for characters outside the vocabulary
 */
export function tokenizerJson(
  tokens: readonly string[],
  { special }: SpecialTokens,
  unknown: string,
): Record<string, unknown> {
  const ordinary = tokens.filter((_, id) => !special.includes(id));
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((id) => ({
      id,
      content: tokens[id],
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: {
      type: 'Split',
      pattern: { Regex: splitPattern(ordinary) },
      behavior: 'Isolated',
      invert: false,
    },
    post_processor: null,
    decoder: { type: 'Fuse' },
    model: { type: 'WordLevel', vocab: Object.fromEntries(tokens.map((token, id) => [token, id])), unk_token: unknown },
  };
}

/** One alternative a token, longest first. */
export function splitPattern(tokens: readonly string[]): string {
  return [...tokens]
    .sort((a, b) => b.length - a.length)
    .map(alternative)
    .join('|');
}

function alternative(token: string): string {
  const escaped = token.replace(/[\\^$.*+?()[\]{}|#&\-~]/g, '\\$&').replaceAll('\n', '\\n');
  if (token.length === 1) return escaped;
  const before = /^[A-Za-z_]/.test(token) ? '(?<![A-Za-z0-9_])' : '';
  const after = /[A-Za-z_]$/.test(token) ? '(?![A-Za-z0-9_])' : '';
  return `${before}${escaped}${after}`;
}
