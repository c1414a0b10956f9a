/** Mean, standard deviation with n - 1, and how many. */
export interface Spread {
  mean: number;
  sd: number;
  n: number;
}

/** @returns undefined for no values; sd is 0 for one. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const n = values.length;
  if (n === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = n > 1 ? values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) : 0;
  return { mean, sd: Math.sqrt(variance), n };
}

/** Student's t at 97.5 % for 1 … 9 degrees of freedom; beyond, the normal value with the usual correction is near enough. */
const T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

/** Half the width of the 95 % confidence interval of a mean; infinite for fewer than two values. */
export function halfWidth({ sd, n }: Spread): number {
  if (n < 2) return Number.POSITIVE_INFINITY;
  const t = T[n - 2] ?? 1.96 + 2.4 / (n - 1);
  return (t * sd) / Math.sqrt(n);
}

/** What is said of a difference that has no sure sign. */
export const NO_EVIDENCE = 'no evidence at this budget';

/** The sign of a difference, where it is more than chance over seeds explains (its 95 % interval leaves out 0); else 0. */
export function surelyAbove(difference: Spread): -1 | 0 | 1 {
  if (Math.abs(difference.mean) <= halfWidth(difference)) return 0;
  return difference.mean > 0 ? 1 : -1;
}

/** Mean ± deviation with so many decimals, or the mean where there is one value or no spread. */
export function spreadText({ mean, sd, n }: Spread, decimals: number): string {
  const deviation = n > 1 ? sd.toFixed(decimals) : '';
  return `${plain(mean, decimals)}${Number(deviation) > 0 ? ` ± ${deviation}` : ''}`;
}

/** A difference, with its sign: +0.8 ± 0.2, −0.5, 0.0. */
export function signedText({ mean, sd, n }: Spread, decimals: number): string {
  const text = spreadText({ mean: Math.abs(mean), sd, n }, decimals);
  const sign = Number(plain(Math.abs(mean), decimals)) === 0 ? '' : mean < 0 ? '−' : '+';
  return `${sign}${text}`;
}

/** A share in percent: 43 ± 5, or 43 where there is one value or no spread. */
export function percentText(share: Spread): string {
  return spreadText(inPercent(share), 0);
}

/** A difference of shares in points, with its sign: +8 ± 2, −5, 0. */
export function pointsText(difference: Spread): string {
  return signedText(inPercent(difference), 0);
}

const inPercent = ({ mean, sd, n }: Spread): Spread => ({ mean: mean * 100, sd: sd * 100, n });

function plain(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return text.replace('-', Number(text) === 0 ? '' : '−');
}
