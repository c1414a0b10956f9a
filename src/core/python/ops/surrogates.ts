const SURROGATE = /[\ud800-\udfff]/;

/** Texts longer than this are looked through once, not at every operation. */
const LONG = 256;
const MOST_KNOWN = 64;
/** An object and no Map: a text that was a property's name is the same object as its equals ever after, so that none are compared. */
let known: Record<string, boolean> = Object.create(null);
let count = 0;

/**
 * Whether a text has characters beyond U+FFFF (or lone surrogates), so that its code units are not its code points. Operations that cost a
 * step ask for it (`s[0]`, `len(s)`), so the answer for a long text is kept.
 */
export function hasSurrogates(text: string): boolean {
  if (text.length <= LONG) return SURROGATE.test(text);
  const answer = known[text];
  if (answer !== undefined) return answer;
  if (++count > MOST_KNOWN) {
    known = Object.create(null);
    count = 1;
  }
  return (known[text] = SURROGATE.test(text));
}
