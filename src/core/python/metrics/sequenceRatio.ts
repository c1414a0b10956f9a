/** Characters that make up more than a hundredth of so long a text are too common to start a match. */
const POPULAR_LENGTH = 200;

interface Match {
  a: number;
  b: number;
  size: number;
}

/**
 * How alike two texts are, from 0 to 1: twice the characters in matching blocks over all characters, as `ratio()` of Python's
 * `difflib.SequenceMatcher(None, a, b)` has it, which looks for the longest block, then to the left and right of it (the
 * Ratcliff-Obershelp idea), and lets no block start at a character that is very common in `b`.
 */
export function sequenceRatio(a: string, b: string): number {
  const length = a.length + b.length;
  if (length === 0) return 1;
  const positions = rarePositions(b);
  const state: State = { lengths: new Int32Array(b.length + 1), next: new Int32Array(b.length + 1), touched: [] };
  let matched = 0;
  const pending: [number, number, number, number][] = [[0, a.length, 0, b.length]];
  for (let range = pending.pop(); range !== undefined; range = pending.pop()) {
    const [aLow, aHigh, bLow, bHigh] = range;
    const match = longestMatch(a, b, positions, range, state);
    if (match.size === 0) continue;
    matched += match.size;
    if (aLow < match.a && bLow < match.b) pending.push([aLow, match.a, bLow, match.b]);
    const [aEnd, bEnd] = [match.a + match.size, match.b + match.size];
    if (aEnd < aHigh && bEnd < bHigh) pending.push([aEnd, aHigh, bEnd, bHigh]);
  }
  return (2 * matched) / length;
}

/** Where each character stands in `text`, without those that are too common. */
function rarePositions(text: string): Map<number, number[]> {
  const positions = new Map<number, number[]>();
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const list = positions.get(code);
    if (list === undefined) positions.set(code, [index]);
    else list.push(index);
  }
  if (text.length >= POPULAR_LENGTH) {
    const limit = Math.floor(text.length / 100) + 1;
    for (const [code, list] of positions) if (list.length > limit) positions.delete(code);
  }
  return positions;
}

/** Scratch space: lengths of the matches that end at each place of `b`, for the last and the current character of `a`. */
interface State {
  lengths: Int32Array;
  next: Int32Array;
  touched: number[];
}

/** The longest block that both ranges share, the first of them in `a`, then in `b`, grown over common characters. */
function longestMatch(
  a: string,
  b: string,
  positions: Map<number, number[]>,
  [aLow, aHigh, bLow, bHigh]: [number, number, number, number],
  state: State,
): Match {
  let best: Match = { a: aLow, b: bLow, size: 0 };
  let { lengths, next } = state;
  let touched: number[] = [];
  for (let i = aLow; i < aHigh; i++) {
    const nowTouched: number[] = [];
    for (const j of positions.get(a.charCodeAt(i)) ?? []) {
      if (j < bLow) continue;
      if (j >= bHigh) break;
      // Slot j + 1 holds the length of the match that ends at j.
      const size = lengths[j] + 1;
      next[j + 1] = size;
      nowTouched.push(j + 1);
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
    }
    for (const slot of touched) lengths[slot] = 0;
    [lengths, next] = [next, lengths];
    touched = nowTouched;
  }
  for (const slot of touched) lengths[slot] = 0;
  let { a: start, b: other, size } = best;
  while (start > aLow && other > bLow && a.charCodeAt(start - 1) === b.charCodeAt(other - 1)) {
    start--;
    other--;
    size++;
  }
  while (start + size < aHigh && other + size < bHigh && a.charCodeAt(start + size) === b.charCodeAt(other + size)) {
    size++;
  }
  return { a: start, b: other, size };
}
