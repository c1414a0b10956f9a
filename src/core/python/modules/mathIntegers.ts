import { charge } from '../budget.ts';
import { binary } from '../ops/arithmetic.ts';
import { payloadOf } from '../ops/equal.ts';
import * as integer from '../ops/integer.ts';
import { bitLength } from '../ops/repr.ts';
import { raise, typeError, valueError } from '../values/exceptions.ts';
import { typeName } from '../values/types.ts';
import { PyFloat, type Value } from '../values/value.ts';

/** The functions of `math` on whole numbers. */

function whole(value: Value): number | bigint {
  const n = payloadOf(value) instanceof PyFloat ? undefined : integer.indexOf(value);
  if (n === undefined) typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  return n;
}

/** `factorial(n)`. */
export function factorial(value: Value): Value {
  const n = whole(value);
  if (n < 0) valueError('factorial() not defined for negative values');
  if (n > Number.MAX_SAFE_INTEGER) raise('OverflowError', 'factorial() argument should not exceed 9223372036854775807');
  const count = Number(n);
  // Stirling's estimate of the result's bits, so that it is refused before it is computed.
  if (count > 20) integer.reserveBits((count * Math.log2(count / Math.E)) | 0);
  return productOfRange(2, count);
}

/** low · (low + 1) · … · high, by halves. */
function productOfRange(low: number, high: number): number | bigint {
  if (high < low) return 1;
  if (high - low < 8) {
    let product: number | bigint = low;
    for (let i = low + 1; i <= high; i++) product = integer.multiply(product, i);
    charge(1);
    return product;
  }
  const middle = Math.floor((low + high) / 2);
  return integer.multiply(productOfRange(low, middle), productOfRange(middle + 1, high));
}

/** `gcd(*values)`. */
export function gcd(values: readonly Value[]): Value {
  return values.map(whole).reduce((a, b) => gcdOfTwo(a, b), 0);
}

export function gcdOfTwo(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === 'number' && typeof b === 'number') {
    let [x, y] = [Math.abs(a), Math.abs(b)];
    while (y !== 0) [x, y] = [y, x % y];
    return x;
  }
  let x = BigInt(a);
  let y = BigInt(b);
  if (x < 0n) x = -x;
  if (y < 0n) y = -y;
  const cost = Math.ceil(bitLength(x > y ? x : y) / 256);
  while (y !== 0n) {
    charge(cost);
    [x, y] = [y, x % y];
  }
  return integer.normalizeInteger(x);
}

/** `lcm(*values)`. */
export function lcm(values: readonly Value[]): Value {
  let result: number | bigint = 1;
  for (const n of values.map(whole)) {
    if (n === 0 || result === 0) {
      result = 0;
      continue;
    }
    const quotient = integer.floorDivide(n, gcdOfTwo(result, n));
    const product = integer.multiply(result, quotient);
    result = product < 0 ? integer.subtract(0, product) : product;
  }
  return result;
}

/** `comb(n, k)`. */
export function combinations(a: Value, b: Value): Value {
  const n = whole(a);
  let k = whole(b);
  if (n < 0) valueError('n must be a non-negative integer');
  if (k < 0) valueError('k must be a non-negative integer');
  if (k > n) return 0;
  const other = integer.subtract(n, k);
  if (other < k) k = other;
  let result: Value = 1;
  for (let i = 0; i < Number(k); i++) {
    charge(1);
    result = binary('FloorDiv', binary('Mult', result, integer.subtract(n, i)), i + 1);
  }
  return result;
}

/** `perm(n, k)`. */
export function permutations(a: Value, b: Value = null): Value {
  if (b === null) return factorial(a);
  const n = whole(a);
  const k = whole(b);
  if (n < 0) valueError('n must be a non-negative integer');
  if (k < 0) valueError('k must be a non-negative integer');
  if (k > n) return 0;
  let result: number | bigint = 1;
  for (let i = 0; i < Number(k); i++) {
    charge(1);
    result = integer.multiply(result, integer.subtract(n, i));
  }
  return result;
}

/** `isqrt(n)`. */
export function integerSquareRoot(value: Value): Value {
  const n = whole(value);
  if (n < 0) valueError('isqrt() argument must be nonnegative');
  if (typeof n === 'number') {
    let root = Math.floor(Math.sqrt(n));
    while (root * root > n) root--;
    while ((root + 1) * (root + 1) <= n) root++;
    return root;
  }
  const cost = Math.ceil(bitLength(n) / 128);
  let x = 1n << BigInt((bitLength(n) + 1) >> 1);
  for (;;) {
    charge(cost);
    const y = (x + n / x) >> 1n;
    if (y >= x) return integer.normalizeInteger(x);
    x = y;
  }
}
