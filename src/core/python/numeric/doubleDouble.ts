/**
 * Arithmetic on unevaluated sums of two doubles (about 106 bits; Dekker 1971), with which the elementary functions
 * below come out correctly rounded in all but the rarest cases. C libraries such as glibc are within a few thousandths
 * of that; JavaScript engines are not.
 */
export interface Pair {
  hi: number;
  lo: number;
}

const SPLIT = 134217729;

/** hi + lo = a + b exactly. */
export function twoSum(a: number, b: number): Pair {
  const hi = a + b;
  const t = hi - a;
  return { hi, lo: a - (hi - t) + (b - t) };
}

function quickSum(a: number, b: number): Pair {
  const hi = a + b;
  return { hi, lo: b - (hi - a) };
}

/** hi + lo = a · b exactly (no overflow in the splitting: |a|, |b| < 2^970). */
export function twoProduct(a: number, b: number): Pair {
  const hi = a * b;
  const ca = SPLIT * a;
  const ah = ca - (ca - a);
  const al = a - ah;
  const cb = SPLIT * b;
  const bh = cb - (cb - b);
  const bl = b - bh;
  return { hi, lo: ah * bh - hi + ah * bl + al * bh + al * bl };
}

export function addPairs(a: Pair, b: Pair): Pair {
  const s = twoSum(a.hi, b.hi);
  const t = twoSum(a.lo, b.lo);
  const u = quickSum(s.hi, s.lo + t.hi);
  return quickSum(u.hi, u.lo + t.lo);
}

export function negate(a: Pair): Pair {
  return { hi: -a.hi, lo: -a.lo };
}

export function multiplyPairs(a: Pair, b: Pair): Pair {
  const p = twoProduct(a.hi, b.hi);
  return quickSum(p.hi, p.lo + a.hi * b.lo + a.lo * b.hi);
}

export function dividePairs(a: Pair, b: Pair): Pair {
  const q1 = a.hi / b.hi;
  let r = addPairs(a, negate(multiplyPairs(b, { hi: q1, lo: 0 })));
  const q2 = r.hi / b.hi;
  r = addPairs(r, negate(multiplyPairs(b, { hi: q2, lo: 0 })));
  const q3 = r.hi / b.hi;
  return addPairs(quickSum(q1, q2), { hi: q3, lo: 0 });
}

export function sqrtPair(a: Pair): Pair {
  if (a.hi <= 0) return { hi: 0, lo: 0 };
  const x = Math.sqrt(a.hi);
  const rest = addPairs(a, negate(twoProduct(x, x)));
  return quickSum(x, rest.hi / (2 * x));
}

export const pair = (v: number): Pair => ({ hi: v, lo: 0 });

export const LN2: Pair = { hi: Math.LN2, lo: 2.3190468138462996e-17 };
export const PI: Pair = { hi: Math.PI, lo: 1.2246467991473532e-16 };
