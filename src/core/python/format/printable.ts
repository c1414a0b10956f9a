const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u;

/** Whether a character shows as itself in `repr`: not of the categories "other" and "separator", the blank excepted. */
export function isPrintable(c: string): boolean {
  return c === ' ' || !UNPRINTABLE.test(c);
}
