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

/** A share in percent: 43 ± 5, or 43 where there is one value or no spread. */
export function percentText({ mean, sd, n }: Spread): string {
  const rounded = Math.round(mean * 100);
  return n > 1 && sd >= 0.005 ? `${rounded} ± ${Math.round(sd * 100)}` : String(rounded);
}

/** A difference of shares in points, with its sign: +8 ± 2, −5, 0. */
export function pointsText({ mean, sd, n }: Spread): string {
  const text = percentText({ mean: Math.abs(mean), sd, n });
  const sign = Math.round(Math.abs(mean) * 100) === 0 ? '' : mean < 0 ? '−' : '+';
  return `${sign}${text}`;
}
