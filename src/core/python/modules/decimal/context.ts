/** The arithmetic context: 28 digits, half to even, until the program sets something else. Reset for each run. */
export const context = { precision: 28, rounding: 'ROUND_HALF_EVEN' };

export function resetContext(): void {
  context.precision = 28;
  context.rounding = 'ROUND_HALF_EVEN';
}

export const ROUNDINGS = [
  'ROUND_HALF_EVEN',
  'ROUND_HALF_UP',
  'ROUND_HALF_DOWN',
  'ROUND_UP',
  'ROUND_DOWN',
  'ROUND_FLOOR',
  'ROUND_CEILING',
  'ROUND_05UP',
];

/** |n| / 10^drop rounded to an integer. */
export function roundDigits(n: bigint, drop: number, rounding: string, negative: boolean): bigint {
  const unit = 10n ** BigInt(drop);
  const quotient = n / unit;
  const rest = n % unit;
  if (rest === 0n) return quotient;
  const twice = rest * 2n;
  let up: boolean;
  switch (rounding) {
    case 'ROUND_UP':
      up = true;
      break;
    case 'ROUND_DOWN':
      up = false;
      break;
    case 'ROUND_FLOOR':
      up = negative;
      break;
    case 'ROUND_CEILING':
      up = !negative;
      break;
    case 'ROUND_HALF_UP':
      up = twice >= unit;
      break;
    case 'ROUND_HALF_DOWN':
      up = twice > unit;
      break;
    case 'ROUND_05UP':
      up = quotient % 5n === 0n;
      break;
    default:
      up = twice > unit || (twice === unit && quotient % 2n === 1n);
  }
  return up ? quotient + 1n : quotient;
}
