import type { BinaryOperator } from '../../ast.ts';
import { charge, unsupported } from '../../budget.ts';
import { pad } from '../../format/formatValue.ts';
import { parseSpecification } from '../../format/specification.ts';
import { integerRatio } from '../../methods/numbers.ts';
import { plainRatio } from '../../numeric/plainRatio.ts';
import * as integer from '../../ops/integer.ts';
import { Raised, raise, valueError } from '../../values/exceptions.ts';
import { makeType } from '../../values/types.ts';
import { type OrderOperator, PyException, PyFloat, PyObject, type PyType, type Value } from '../../values/value.ts';
import { gcdOfTwo } from '../mathIntegers.ts';
import { context, roundDigits } from './context.ts';

export const decimalType = makeType('Decimal');
decimalType.module = 'decimal';
decimalType.shownName = 'decimal.Decimal';

/** Classes of signals, put in by the module. */
export const signals: {
  invalidOperation: PyType | null;
  divisionByZero: PyType | null;
  divisionUndefined: PyType | null;
} = {
  invalidOperation: null,
  divisionByZero: null,
  divisionUndefined: null,
};

export function invalidOperation(detail = 'InvalidOperation'): never {
  throw new Raised(new PyException(signals.invalidOperation!, [new SignalList(detail)]));
}

/** The argument of a signal: shows as `[<class 'decimal.X'>]`. */
class SignalList extends PyObject {
  constructor(private readonly name: string) {
    super();
  }

  override represent(): string {
    return `[<class 'decimal.${this.name}'>]`;
  }
}
SignalList.prototype.cls = makeType('list');

/** `decimal.Decimal`: ±coefficient · 10^exponent, or infinity, or NaN. */
export class PyDecimal extends PyObject {
  constructor(
    readonly negative: boolean,
    readonly coefficient: bigint,
    readonly exponent: number,
    readonly special: '' | 'Infinity' | 'NaN' = '',
  ) {
    super();
  }

  /** Digits of the coefficient. */
  get digits(): string {
    return this.coefficient.toString();
  }

  get isZero(): boolean {
    return this.special === '' && this.coefficient === 0n;
  }

  private get signed(): bigint {
    return this.negative ? -this.coefficient : this.coefficient;
  }

  /** Exact numerator and denominator of a finite number. */
  ratio(): [number | bigint, number | bigint] {
    if (this.special === 'NaN') valueError('cannot convert NaN to integer ratio');
    if (this.special === 'Infinity') raise('OverflowError', 'cannot convert Infinity to integer ratio');
    if (this.exponent >= 0) {
      integer.reserveBits(this.exponent * 3.33);
      return [integer.normalizeInteger(this.signed * 10n ** BigInt(this.exponent)), 1];
    }
    return [integer.normalizeInteger(this.signed), integer.normalizeInteger(10n ** BigInt(-this.exponent))];
  }

  /** Rounded to the context's precision. */
  rounded(): PyDecimal {
    if (this.special !== '') return this;
    const drop = this.digits.length - context.precision;
    if (drop <= 0) return this;
    let coefficient = roundDigits(this.coefficient, drop, context.rounding, this.negative);
    let exponent = this.exponent + drop;
    if (coefficient.toString().length > context.precision) {
      coefficient /= 10n;
      exponent++;
    }
    return new PyDecimal(this.negative, coefficient, exponent);
  }

  /** −1, 0 or 1; `undefined` where one is NaN. */
  compare(other: PyDecimal): number | undefined {
    if (this.special === 'NaN' || other.special === 'NaN') return undefined;
    const size = (d: PyDecimal): number => (d.special === 'Infinity' ? (d.negative ? -1 : 1) : 0);
    if (this.special !== '' || other.special !== '') return Math.sign(size(this) - size(other));
    const [a, b] = align(this, other);
    return a < b ? -1 : a > b ? 1 : 0;
  }

  /** As `compare`, with a fraction: exact, unlike arithmetic, which CPython does not offer. */
  private compareRational([top, bottom]: [bigint, bigint]): number | undefined {
    if (this.special === 'NaN') return undefined;
    if (this.special !== '') return this.negative ? -1 : 1;
    const [mine, unit] = this.ratio();
    const [a, b] = [BigInt(mine) * bottom, top * BigInt(unit)];
    return a < b ? -1 : a > b ? 1 : 0;
  }

  override equals(other: Value): boolean {
    const right = asDecimal(other, true);
    if (right !== undefined) return this.compare(right) === 0;
    const rational = rationalOf(other);
    return rational !== undefined && this.special === '' && this.compareRational(rational) === 0;
  }

  override isOrdered(other: Value, op: OrderOperator): boolean | undefined {
    const right = asDecimal(other, true);
    const rational = right === undefined ? rationalOf(other) : undefined;
    if (right === undefined && rational === undefined) return undefined;
    const sign = right === undefined ? this.compareRational(rational!) : this.compare(right);
    if (sign === undefined) invalidOperation();
    return op === 'Lt' ? sign < 0 : op === 'LtE' ? sign <= 0 : op === 'Gt' ? sign > 0 : sign >= 0;
  }

  override operate(op: BinaryOperator, other: Value, reflected: boolean): Value | undefined {
    const theirs = asDecimal(other, false);
    if (theirs === undefined) return undefined;
    charge(4 + ((this.digits.length + theirs.digits.length) >> 3));
    return reflected ? combine(op, theirs, this) : combine(op, this, theirs);
  }

  override applyUnary(op: 'USub' | 'UAdd' | 'Invert'): Value | undefined {
    if (op === 'Invert') return undefined;
    if (this.special === 'NaN') return this;
    const negative = op === 'USub' ? !this.negative : this.negative;
    return new PyDecimal(this.isZero ? false : negative, this.coefficient, this.exponent, this.special).rounded();
  }

  override isTrue(): boolean {
    return !this.isZero;
  }

  override toFloat(): number {
    if (this.special === 'NaN') return Number.NaN;
    if (this.special === 'Infinity') return this.negative ? -Infinity : Infinity;
    return Number(`${this.negative ? '-' : ''}${this.digits}e${this.exponent}`);
  }

  override toInteger(): Value {
    if (this.special === 'NaN') valueError('cannot convert NaN to integer');
    if (this.special === 'Infinity') raise('OverflowError', 'cannot convert Infinity to integer');
    if (this.exponent >= 0) integer.reserveBits(this.exponent * 3.33);
    const size =
      this.exponent >= 0
        ? this.coefficient * 10n ** BigInt(this.exponent)
        : this.coefficient / 10n ** BigInt(-this.exponent);
    return integer.normalizeInteger(this.negative ? -size : size);
  }

  override hashAs(): Value {
    if (this.special !== '') return new PyFloat(this.toFloat());
    const [top, bottom] = this.ratio();
    return rationalHash(BigInt(top), BigInt(bottom));
  }

  override plainNumber(): Value | undefined {
    if (this.special !== '') return this.special === 'NaN' ? undefined : new PyFloat(this.toFloat());
    const [top, bottom] = this.ratio();
    const divisor = gcdOfTwo(top, bottom);
    return plainRatio(integer.floorDivide(top, divisor), integer.floorDivide(bottom, divisor));
  }

  override represent(): string {
    return `Decimal('${this.toText()}')`;
  }

  /** As `str`: scientific notation where the exponent asks for it. */
  override toText(): string {
    const sign = this.negative ? '-' : '';
    if (this.special !== '') return sign + this.special;
    const { digits } = this;
    const leftDigits = this.exponent + digits.length;
    let point: number;
    if (this.exponent <= 0 && leftDigits > -6) point = leftDigits;
    else point = 1;
    let whole: string;
    let fraction: string;
    if (point <= 0) {
      whole = '0';
      fraction = `.${'0'.repeat(-point)}${digits}`;
    } else if (point >= digits.length) {
      whole = digits + '0'.repeat(point - digits.length);
      fraction = '';
    } else {
      whole = digits.slice(0, point);
      fraction = `.${digits.slice(point)}`;
    }
    const power = leftDigits - point;
    return sign + whole + fraction + (power === 0 ? '' : `E${power > 0 ? '+' : ''}${power}`);
  }

  override format(spec: string): string {
    const parsed = parseSpecification(spec, 'decimal.Decimal');
    if (parsed.grouping === '_') valueError('invalid format string');
    if (this.special !== '') {
      const sign = this.negative ? '' : parsed.sign === '+' || parsed.sign === ' ' ? parsed.sign : '';
      return pad(
        sign + this.toText() + (parsed.type === '%' ? '%' : ''),
        { ...parsed, fill: parsed.zero ? ' ' : parsed.fill },
        '>',
      );
    }
    let value: PyDecimal = this;
    const kind = parsed.type;
    if (kind === '%') value = new PyDecimal(this.negative, this.coefficient, this.exponent + 2);
    let body: string;
    if (kind === 'f' || kind === 'F' || kind === '%') {
      if (parsed.precision >= 0) value = rescale(value, -parsed.precision, context.rounding);
      else if (value.exponent > 0) value = rescale(value, 0, context.rounding);
      body = plain(value) + (kind === '%' ? '%' : '');
    } else if (kind === '') {
      if (parsed.precision >= 0) value = limitDigits(value, Math.max(1, parsed.precision));
      body = new PyDecimal(false, value.coefficient, value.exponent).toText();
    } else if (kind === 'e' || kind === 'E') {
      if (parsed.precision >= 0) value = limitDigits(value, parsed.precision + 1);
      const power = value.isZero
        ? value.exponent + Math.max(0, parsed.precision)
        : value.exponent + value.digits.length - 1;
      const digits = value.digits.padEnd(parsed.precision + 1, '0');
      body = `${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ''}${kind}${power < 0 ? '-' : '+'}${Math.abs(power)}`;
    } else if (kind === 'g' || kind === 'G') {
      if (parsed.precision >= 0) value = limitDigits(value, Math.max(1, parsed.precision));
      body = new PyDecimal(false, value.coefficient, value.exponent).toText().replace('E', kind === 'g' ? 'e' : 'E');
    } else valueError('invalid format string');
    const [whole, rest = ''] =
      body.split(/(?=[.eE%])/, 2).length > 1
        ? [body.slice(0, body.search(/[.eE%]/)), body.slice(body.search(/[.eE%]/))]
        : [body];
    const grouped = parsed.grouping === '' ? whole : whole.replace(/\B(?=(\d{3})+(?!\d))/g, parsed.grouping);
    const sign = value.negative ? '-' : parsed.sign === '+' || parsed.sign === ' ' ? parsed.sign : '';
    if (parsed.align === '=') {
      const missing = parsed.width - sign.length - grouped.length - rest.length;
      return sign + (missing > 0 ? (parsed.fill || ' ').repeat(missing) : '') + grouped + rest;
    }
    return pad(sign + grouped + rest, parsed, '>');
  }
}
PyDecimal.prototype.cls = decimalType;

const HASH_PRIME = (1n << 61n) - 1n;

/** The hash that CPython gives equal numbers of every type: top / bottom modulo 2^61 − 1. An int with that hash. */
export function rationalHash(top: bigint, bottom: bigint): Value {
  let inverse = 1n;
  let base = bottom % HASH_PRIME;
  if (base === 0n) return top < 0n ? -314159 : 314159;
  for (let exponent = HASH_PRIME - 2n; exponent > 0n; exponent >>= 1n) {
    if ((exponent & 1n) === 1n) inverse = (inverse * base) % HASH_PRIME;
    base = (base * base) % HASH_PRIME;
  }
  const size = ((top < 0n ? -top : top) * inverse) % HASH_PRIME;
  return integer.normalizeInteger(top < 0n ? -size : size);
}

/** Digits with a point, no exponent, no sign. */
function plain(value: PyDecimal): string {
  if (value.exponent >= 0) return value.digits + '0'.repeat(value.exponent);
  const digits = value.digits.padStart(1 - value.exponent, '0');
  return `${digits.slice(0, value.exponent)}.${digits.slice(value.exponent)}`;
}

function limitDigits(value: PyDecimal, count: number): PyDecimal {
  const drop = value.digits.length - count;
  if (drop <= 0) return value;
  return rescale(value, value.exponent + drop, context.rounding);
}

/** The value with another exponent, rounded where digits are lost. */
export function rescale(value: PyDecimal, exponent: number, rounding: string): PyDecimal {
  if (exponent <= value.exponent) {
    integer.reserveBits((value.exponent - exponent) * 3.33);
    return new PyDecimal(value.negative, value.coefficient * 10n ** BigInt(value.exponent - exponent), exponent);
  }
  return new PyDecimal(
    value.negative,
    roundDigits(value.coefficient, exponent - value.exponent, rounding, value.negative),
    exponent,
  );
}

/** Signed coefficients at the smaller of the two exponents. */
function align(a: PyDecimal, b: PyDecimal): [bigint, bigint] {
  const low = Math.min(a.exponent, b.exponent);
  integer.reserveBits(Math.max(a.exponent - low, b.exponent - low) * 3.33);
  const scaled = (d: PyDecimal): bigint => (d.negative ? -1n : 1n) * d.coefficient * 10n ** BigInt(d.exponent - low);
  return [scaled(a), scaled(b)];
}

/** An int or Decimal (for comparisons also a float) as a Decimal. */
export function asDecimal(value: Value, floatsToo: boolean): PyDecimal | undefined {
  if (value instanceof PyDecimal) return value;
  const n = value instanceof PyFloat ? undefined : integer.indexOf(value);
  if (n !== undefined) return new PyDecimal(n < 0, BigInt(n < 0 ? -n : n), 0);
  return floatsToo && value instanceof PyFloat ? fromFloat(value.v) : undefined;
}

/** Numerator and denominator of a `Fraction`. */
function rationalOf(value: Value): [bigint, bigint] | undefined {
  if (!(value instanceof PyObject) || !('numerator' in value) || !('denominator' in value)) return undefined;
  return [BigInt(value.numerator as number | bigint), BigInt(value.denominator as number | bigint)];
}

/** The exact value of a float. */
export function fromFloat(v: number): PyDecimal {
  if (Number.isNaN(v)) return new PyDecimal(false, 0n, 0, 'NaN');
  if (!Number.isFinite(v)) return new PyDecimal(v < 0, 0n, 0, 'Infinity');
  if (v === 0) return new PyDecimal(Object.is(v, -0), 0n, 0);
  const [top, bottom] = integerRatio(Math.abs(v));
  let power = 0;
  for (let rest = BigInt(bottom); rest > 1n; rest >>= 1n) power++;
  // n / 2^k = n · 5^k / 10^k.
  return new PyDecimal(v < 0, BigInt(top) * 5n ** BigInt(power), -power);
}

function combine(op: BinaryOperator, a: PyDecimal, b: PyDecimal): Value | undefined {
  if (a.special === 'NaN' || b.special === 'NaN') {
    return ['Add', 'Sub', 'Mult', 'Div', 'FloorDiv', 'Mod', 'Pow'].includes(op)
      ? new PyDecimal(false, 0n, 0, 'NaN')
      : undefined;
  }
  switch (op) {
    case 'Add':
      return sum(a, b);
    case 'Sub':
      return sum(a, new PyDecimal(!b.negative, b.coefficient, b.exponent, b.special));
    case 'Mult': {
      const negative = a.negative !== b.negative;
      if (a.special !== '' || b.special !== '') {
        if (a.isZero || b.isZero) invalidOperation();
        return new PyDecimal(negative, 0n, 0, 'Infinity');
      }
      return new PyDecimal(negative, a.coefficient * b.coefficient, a.exponent + b.exponent).rounded();
    }
    case 'Div':
      return divide(a, b);
    case 'FloorDiv':
    case 'Mod':
      return divideWhole(op, a, b);
    case 'Pow':
      return power(a, b);
    default:
      return undefined;
  }
}

function sum(a: PyDecimal, b: PyDecimal): PyDecimal {
  if (a.special !== '' || b.special !== '') {
    if (a.special !== '' && b.special !== '' && a.negative !== b.negative) invalidOperation();
    return a.special !== '' ? a : b;
  }
  const low = Math.min(a.exponent, b.exponent);
  const [x, y] = align(a, b);
  const total = x + y;
  const negative =
    total < 0n ||
    (total === 0n && ((a.negative && b.negative) || (context.rounding === 'ROUND_FLOOR' && a.negative !== b.negative)));
  return new PyDecimal(negative, total < 0n ? -total : total, low).rounded();
}

function divide(a: PyDecimal, b: PyDecimal): PyDecimal {
  const negative = a.negative !== b.negative;
  if (a.special !== '') {
    if (b.special !== '') invalidOperation();
    return new PyDecimal(negative, 0n, 0, 'Infinity');
  }
  if (b.special !== '') unsupported('dividing by a decimal infinity');
  if (b.isZero) divisionByZero(a);
  if (a.isZero) return new PyDecimal(negative, 0n, a.exponent - b.exponent);
  const shift = Math.max(0, b.digits.length - a.digits.length + context.precision + 1);
  let exponent = a.exponent - b.exponent - shift;
  const top = a.coefficient * 10n ** BigInt(shift);
  let quotient = top / b.coefficient;
  if (top % b.coefficient !== 0n) {
    // A sticky last digit rounds as the digits that are left out would.
    if (quotient % 5n === 0n) quotient += 1n;
  } else {
    const ideal = a.exponent - b.exponent;
    while (exponent < ideal && quotient % 10n === 0n) {
      quotient /= 10n;
      exponent++;
    }
  }
  return new PyDecimal(negative, quotient, exponent).rounded();
}

function divisionByZero(a: PyDecimal): never {
  if (a.isZero) throw new Raised(new PyException(signals.invalidOperation!, [new SignalList('DivisionUndefined')]));
  throw new Raised(new PyException(signals.divisionByZero!, [new SignalList('DivisionByZero')]));
}

/** Integer quotient and remainder truncate towards zero, unlike those of int. */
function divideWhole(op: 'FloorDiv' | 'Mod', a: PyDecimal, b: PyDecimal): PyDecimal {
  if (a.special !== '' && op === 'FloorDiv') unsupported('// of a decimal infinity');
  if (a.special !== '') invalidOperation();
  if (b.special !== '') return op === 'Mod' ? a.rounded() : new PyDecimal(a.negative !== b.negative, 0n, 0);
  if (b.isZero) {
    if (op === 'Mod')
      throw new Raised(
        new PyException(signals.invalidOperation!, [
          new SignalList(a.isZero ? 'DivisionUndefined' : 'InvalidOperation'),
        ]),
      );
    divisionByZero(a);
  }
  const [x, y] = align(a, b);
  const low = Math.min(a.exponent, b.exponent);
  if (op === 'FloorDiv') {
    const quotient = x / y;
    const size = quotient < 0n ? -quotient : quotient;
    if (size.toString().length > context.precision) invalidOperation('DivisionImpossible');
    return new PyDecimal(a.negative !== b.negative, size, 0);
  }
  const quotient = x / y;
  if ((quotient < 0n ? -quotient : quotient).toString().length > context.precision)
    invalidOperation('DivisionImpossible');
  const rest = x % y;
  return new PyDecimal(a.negative, rest < 0n ? -rest : rest, low).rounded();
}

function power(a: PyDecimal, b: PyDecimal): PyDecimal {
  if (a.special !== '' || b.special !== '') unsupported('powers of decimal infinities');
  const whole = b.exponent >= 0 || b.coefficient % 10n ** BigInt(-b.exponent) === 0n;
  if (b.isZero) {
    if (a.isZero) invalidOperation();
    return new PyDecimal(false, 1n, 0);
  }
  if (a.isZero) {
    const odd = whole && a.negative && BigInt(b.toInteger() as number) % 2n !== 0n;
    return b.negative ? new PyDecimal(odd, 0n, 0, 'Infinity') : new PyDecimal(odd, 0n, 0);
  }
  if (!whole) {
    if (a.negative) invalidOperation();
    unsupported('Decimal powers with fractional exponents');
  }
  const n = Number(b.toInteger());
  if (Math.abs(n) > 100_000) unsupported('Decimal powers beyond 100,000');
  integer.reserveBits(a.digits.length * 3.33 * Math.abs(n));
  const negative = a.negative && n % 2 !== 0;
  const raised = new PyDecimal(negative, a.coefficient ** BigInt(Math.abs(n)), a.exponent * Math.abs(n));
  return n > 0 ? raised.rounded() : divide(new PyDecimal(false, 1n, 0), raised);
}

/** √a to the context's precision. */
export function squareRoot(a: PyDecimal): PyDecimal {
  if (a.special === 'NaN') return a;
  if (a.negative && !a.isZero) invalidOperation();
  if (a.special !== '') return a;
  if (a.isZero) return new PyDecimal(a.negative, 0n, Math.floor(a.exponent / 2));
  const ideal = Math.floor(a.exponent / 2);
  const digits = context.precision + 1;
  let { coefficient } = a;
  let exponent = a.exponent;
  if (exponent % 2 !== 0) {
    coefficient *= 10n;
    exponent--;
  }
  const shift = Math.max(0, digits - Math.ceil(coefficient.toString().length / 2));
  const scaled = coefficient * 100n ** BigInt(shift);
  let root = integerSquareRoot(scaled);
  let power = exponent / 2 - shift;
  if (root * root === scaled) {
    while (power < ideal && root % 10n === 0n) {
      root /= 10n;
      power++;
    }
  } else if (root % 5n === 0n) root += 1n;
  const { rounding } = context;
  context.rounding = 'ROUND_HALF_EVEN';
  const result = new PyDecimal(false, root, power).rounded();
  context.rounding = rounding;
  return result;
}

function integerSquareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(16).length * 4 + 1) >> 1);
  for (;;) {
    charge(1);
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}
