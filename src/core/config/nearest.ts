/** Levenshtein distance: insertions, deletions and replacements of characters that turn `a` into `b`. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

/** Longer input is no misspelt name, and would cost time. */
const LONGEST = 64;

/** The name that `input` was probably meant to be, or undefined when none is near. Case and dashes do not count. */
export function nearestName(input: string, names: readonly string[]): string | undefined {
  if (input.length > LONGEST) return undefined;
  const plain = (name: string) => name.toLowerCase().replaceAll(/[-_ ]/g, '');
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const distance = editDistance(plain(input), plain(name));
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return bestDistance <= Math.max(2, input.length / 3) ? best : undefined;
}

/** ` Did you mean "x"?` or nothing: the end of a sentence about an unknown name. */
export function didYouMean(input: string, names: readonly string[]): string {
  const nearest = nearestName(input, names);
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}

/** Text from outside, cut short so that it can stand in a sentence. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
