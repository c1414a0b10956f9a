const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });

/** A count for a narrow place: 950, 1.23K, 4.5M. */
export function shortCount(count: number): string {
  return compact.format(count);
}

/** A whole count with separators: 205,000. */
export function wholeCount(count: number): string {
  return plain.format(count);
}

export function percentage(share: number): string {
  return percent.format(share);
}

/** A reward or advantage with its sign, a true minus and two decimals at most: +0.75, −1, 0. */
export function signed(value: number): string {
  const text = String(Math.abs(Math.round(value * 100) / 100));
  if (text === '0') return '0';
  return `${value < 0 ? '−' : '+'}${text}`;
}
