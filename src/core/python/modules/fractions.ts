import type { BinaryOperator } from '../ast.ts';
import { charge, unsupported } from '../budget.ts';
import {
  argument,
  defineClassMethods,
  defineGetters,
  defineMethods,
  exact,
  python,
  range,
} from '../builtins/define.ts';
import { integerRatio } from '../methods/numbers.ts';
import { plainRatio } from '../numeric/plainRatio.ts';
import { tooManyPositional } from '../ops/argumentErrors.ts';
import { binary } from '../ops/arithmetic.ts';
import { order } from '../ops/compare.ts';
import { payloadOf } from '../ops/equal.ts';
import { floatPower } from '../ops/float.ts';
import * as integer from '../ops/integer.ts';
import { repr } from '../ops/repr.ts';
import { raise, typeError, valueError } from '../values/exceptions.ts';
import { makeType, typeOf } from '../values/types.ts';
import { type Kwargs, type OrderOperator, PyComplex, PyFloat, PyObject, PyTuple, type Value } from '../values/value.ts';
import { PyDecimal, rationalHash } from './decimal/pyDecimal.ts';
import { gcdOfTwo } from './mathIntegers.ts';

const fractionType = makeType('Fraction');
fractionType.writtenInPython = true;
fractionType.module = 'fractions';

type Integer = number | bigint;

/** `fractions.Fraction`: a numerator and a positive denominator without common divisor. */
export class PyFraction extends PyObject {
  constructor(
    readonly numerator: Integer,
    readonly denominator: Integer,
  ) {
    super();
  }

  override equals(other: Value): boolean {
    if (other instanceof PyFraction) {
      return other.numerator === this.numerator && other.denominator === this.denominator;
    }
    const n = integer.indexOf(other);
    if (n !== undefined) return this.denominator === 1 && this.numerator === n;
    if (other instanceof PyDecimal) return other.equals(this);
    if (other instanceof PyComplex && other.im === 0) return this.equals(new PyFloat(other.re));
    if (!(other instanceof PyFloat) || !Number.isFinite(other.v)) return false;
    const [top, bottom] = integerRatio(other.v);
    return this.numerator === top && this.denominator === bottom;
  }

  override isOrdered(other: Value, op: OrderOperator): boolean | undefined {
    const right = exactly(other);
    if (right === undefined) {
      if (!(other instanceof PyFloat)) return undefined;
      return order(new PyFloat(0), new PyFloat(other.v), op) as boolean;
    }
    const a = integer.multiply(this.numerator, right.denominator);
    const b = integer.multiply(right.numerator, this.denominator);
    return order(a, b, op) as boolean;
  }

  override operate(op: BinaryOperator, other: Value, reflected: boolean): Value | undefined {
    if (other instanceof PyFloat) {
      const mine = new PyFloat(this.toFloat());
      return reflected ? binary(op, other, mine) : binary(op, mine, other);
    }
    if (other instanceof PyComplex) {
      const mine = new PyComplex(this.toFloat(), 0);
      return reflected ? binary(op, other, mine) : binary(op, mine, other);
    }
    const n = integer.indexOf(other);
    const theirs = other instanceof PyFraction ? other : n === undefined ? undefined : new PyFraction(n, 1);
    if (theirs === undefined) return undefined;
    charge(4);
    return reflected ? combine(op, theirs, this) : combine(op, this, theirs);
  }

  override applyUnary(op: 'USub' | 'UAdd' | 'Invert'): Value | undefined {
    if (op === 'Invert') return undefined;
    return op === 'UAdd' ? this : new PyFraction(integer.subtract(0, this.numerator), this.denominator);
  }

  override isTrue(): boolean {
    return this.numerator !== 0;
  }

  override toFloat(): number {
    return integer.trueDivide(this.numerator, this.denominator);
  }

  override toInteger(): Value {
    const quotient = integer.floorDivide(
      this.numerator < 0 ? integer.subtract(0, this.numerator) : this.numerator,
      this.denominator,
    );
    return this.numerator < 0 ? integer.subtract(0, quotient) : quotient;
  }

  override hashAs(): Value {
    return rationalHash(BigInt(this.numerator), BigInt(this.denominator));
  }

  override plainNumber(): Value | undefined {
    return plainRatio(this.numerator, this.denominator);
  }

  override represent(): string {
    return `Fraction(${repr(this.numerator)}, ${repr(this.denominator)})`;
  }

  override toText(): string {
    return this.denominator === 1 ? repr(this.numerator) : `${repr(this.numerator)}/${repr(this.denominator)}`;
  }
}
PyFraction.prototype.cls = fractionType;

/** A fraction in lowest terms; raises ZeroDivisionError. */
export function makeFraction(numerator: Integer, denominator: Integer): PyFraction {
  if (denominator === 0) raise('ZeroDivisionError', `Fraction(${repr(numerator)}, 0)`);
  let divisor = gcdOfTwo(numerator, denominator);
  if (denominator < 0) divisor = integer.subtract(0, divisor);
  return new PyFraction(integer.floorDivide(numerator, divisor), integer.floorDivide(denominator, divisor));
}

function exactly(value: Value): PyFraction | undefined {
  if (value instanceof PyFraction) return value;
  const n = integer.indexOf(value);
  if (n !== undefined) return new PyFraction(n, 1);
  if (!(value instanceof PyFloat) || !Number.isFinite(value.v)) return undefined;
  return new PyFraction(...integerRatio(value.v));
}

function combine(op: BinaryOperator, a: PyFraction, b: PyFraction): Value | undefined {
  const { multiply, add, subtract } = integer;
  const cross = (x: PyFraction, y: PyFraction): Integer => multiply(x.numerator, y.denominator);
  switch (op) {
    case 'Add':
      return makeFraction(add(cross(a, b), cross(b, a)), multiply(a.denominator, b.denominator));
    case 'Sub':
      return makeFraction(subtract(cross(a, b), cross(b, a)), multiply(a.denominator, b.denominator));
    case 'Mult':
      return makeFraction(multiply(a.numerator, b.numerator), multiply(a.denominator, b.denominator));
    case 'Div':
      if (b.numerator === 0) divisionByZero(a, b);
      return makeFraction(cross(a, b), multiply(a.denominator, b.numerator));
    case 'FloorDiv':
      if (b.numerator === 0) raise('ZeroDivisionError', 'integer division or modulo by zero');
      return integer.floorDivide(cross(a, b), cross(b, a));
    case 'Mod': {
      if (b.numerator === 0) raise('ZeroDivisionError', 'integer modulo by zero');
      return makeFraction(integer.modulo(cross(a, b), cross(b, a)), multiply(a.denominator, b.denominator));
    }
    case 'Pow': {
      if (b.denominator !== 1) return floatPower(a.toFloat(), b.toFloat());
      const n = b.numerator;
      if (n >= 0) return new PyFraction(integer.power(a.numerator, n), integer.power(a.denominator, n));
      if (a.numerator === 0)
        raise('ZeroDivisionError', `Fraction(${repr(integer.power(a.denominator, integer.subtract(0, n)))}, 0)`);
      const m = integer.subtract(0, n);
      return makeFraction(integer.power(a.denominator, m), integer.power(a.numerator, m));
    }
    default:
      return undefined;
  }
}

/** CPython cancels common divisors before it fails, which its message shows. */
function divisionByZero(a: PyFraction, b: PyFraction): never {
  const sign = a.numerator < 0 ? -1 : a.numerator > 0 ? 1 : 0;
  const shown = integer.multiply(sign, integer.floorDivide(b.denominator, gcdOfTwo(b.denominator, a.denominator)));
  raise('ZeroDivisionError', `Fraction(${repr(shown)}, 0)`);
}

const RATIONAL =
  /^\s*([-+]?)(?=\d|\.\d)(\d*|\d+(?:_\d+)*)(?:(?:\/(\d+(?:_\d+)*))?|(?:\.(\d*|\d+(?:_\d+)*))?(?:[eE]([-+]?\d+(?:_\d+)*))?)\s*$/;

function parse(text: string): PyFraction {
  const parts = RATIONAL.exec(text);
  if (parts === null) valueError(`Invalid literal for Fraction: ${repr(text)}`);
  const [, sign, whole, bottom, decimals = '', exponent] = parts;
  const digits = (s: string | undefined): bigint => BigInt((s ?? '').replaceAll('_', '') || '0');
  let numerator = digits(whole);
  let denominator = 1n;
  if (bottom !== undefined) denominator = digits(bottom);
  else {
    const places = decimals.replaceAll('_', '');
    numerator = numerator * 10n ** BigInt(places.length) + digits(places);
    denominator = 10n ** BigInt(places.length);
    const power = Number(exponent ?? 0);
    if (Math.abs(power) > 10000) integer.reserveBits(Math.abs(power) * 4);
    if (power >= 0) numerator *= 10n ** BigInt(power);
    else denominator *= 10n ** BigInt(-power);
  }
  if (sign === '-') numerator = -numerator;
  return makeFraction(integer.normalizeInteger(numerator), integer.normalizeInteger(denominator));
}

function rational(value: Value): PyFraction | undefined {
  const inner = payloadOf(value);
  if (inner instanceof PyFraction) return inner;
  const n = integer.indexOf(inner);
  return n === undefined ? undefined : new PyFraction(n, 1);
}

/** Checks what is given by place and by name to `Fraction.__new__`, a function of Python. */
function checkArguments(args: readonly Value[], kwargs: Kwargs | null): void {
  const name = 'Fraction.__new__';
  const names = ['numerator', 'denominator'];
  for (const keyword of kwargs?.names ?? []) {
    const place = names.indexOf(keyword);
    if (keyword === '_normalize') unsupported('Fraction() with _normalize');
    if (place < 0) typeError(`${name}() got an unexpected keyword argument '${keyword}'`);
    if (place < args.length) typeError(`${name}() got multiple values for argument '${keyword}'`);
  }
  if (args.length > 2) tooManyPositional(name, 1, 3, args.length + 1, 0);
}

fractionType.construct = (args, kwargs) => {
  checkArguments(args, kwargs);
  const top = argument(args, 0, kwargs, 'numerator', 0);
  const bottom = argument(args, 1, kwargs, 'denominator', null);
  if (bottom === null) {
    const inner = payloadOf(top);
    const whole = rational(inner);
    if (whole !== undefined) return whole;
    if (inner instanceof PyFloat) return new PyFraction(...integerRatio(inner.v));
    if (inner instanceof PyDecimal) return makeFraction(...inner.ratio());
    if (typeof inner === 'string') return parse(inner);
    typeError('argument should be a string or a Rational instance');
  }
  const a = rational(top);
  const b = rational(bottom);
  if (a === undefined || b === undefined) typeError('both arguments should be Rational instances');
  return makeFraction(integer.multiply(a.numerator, b.denominator), integer.multiply(a.denominator, b.numerator));
};

function limitDenominator(self: PyFraction, limit: Value = 1000000): Value {
  if (order(limit, 1, 'Lt') === true) valueError('max_denominator should be at least 1');
  const most = integer.toIndex(limit);
  if (self.denominator <= most) return self;
  let [p0, q0, p1, q1] = [0n, 1n, 1n, 0n];
  let [n, d] = [BigInt(self.numerator), BigInt(self.denominator)];
  for (;;) {
    charge(1);
    const a = floorDivideBig(n, d);
    const q2 = q0 + a * q1;
    if (q2 > BigInt(most)) break;
    [p0, q0, p1, q1] = [p1, q1, p0 + a * p1, q2];
    [n, d] = [d, n - a * d];
  }
  const k = (BigInt(most) - q0) / q1;
  const make = (x: bigint, y: bigint): PyFraction =>
    makeFraction(integer.normalizeInteger(x), integer.normalizeInteger(y));
  const first = make(p0 + k * p1, q0 + k * q1);
  const second = make(p1, q1);
  const distance = (f: PyFraction): PyFraction => {
    const difference = combine('Sub', f, self) as PyFraction;
    return difference.numerator < 0 ? (difference.applyUnary('USub') as PyFraction) : difference;
  };
  return distance(second).isOrdered(distance(first), 'LtE') ? second : first;
}

function floorDivideBig(a: bigint, b: bigint): bigint {
  return BigInt(integer.floorDivide(a, b));
}

function round(self: PyFraction, digits: Value = null): Value {
  if (digits === null) {
    const floor = integer.floorDivide(self.numerator, self.denominator);
    const rest = integer.multiply(integer.modulo(self.numerator, self.denominator), 2);
    const up = rest > self.denominator || (rest === self.denominator && integer.modulo(floor, 2) === 1);
    return up ? integer.add(floor, 1) : floor;
  }
  const places = integer.toIndex(digits);
  const scale = integer.power(10, Math.abs(places));
  const scaled = combine(places > 0 ? 'Mult' : 'Div', self, new PyFraction(scale, 1)) as PyFraction;
  return combine(places > 0 ? 'Div' : 'Mult', new PyFraction(round(scaled) as Integer, 1), new PyFraction(scale, 1))!;
}

defineGetters(fractionType, {
  numerator: (self: PyFraction) => self.numerator,
  denominator: (self: PyFraction) => self.denominator,
  real: (self: PyFraction) => self,
  imag: () => 0,
});
defineMethods(fractionType, {
  limit_denominator: python(['max_denominator'], 0, limitDenominator, 1),
  as_integer_ratio: python([], 0, (self: PyFraction) => new PyTuple([self.numerator, self.denominator]), 1),
  conjugate: python([], 0, (self: PyFraction) => self, 1),
  __abs__: exact(1, (self: PyFraction) => (self.numerator < 0 ? (self.applyUnary('USub') as Value) : self)),
  __round__: range(1, 2, round),
  __floor__: exact(1, (self: PyFraction) => integer.floorDivide(self.numerator, self.denominator)),
  __ceil__: exact(1, (self: PyFraction) =>
    integer.subtract(0, integer.floorDivide(integer.subtract(0, self.numerator), self.denominator)),
  ),
  __trunc__: exact(1, (self: PyFraction) => self.toInteger()),
});
defineClassMethods(fractionType, {
  from_float: python(
    ['f'],
    1,
    (_cls: Value, value: Value) => {
      const isNumber = payloadOf(value) instanceof PyFloat || integer.indexOf(value) !== undefined;
      if (!isNumber) typeError(`Fraction.from_float() only takes floats, not ${repr(value)} (${typeOf(value).name})`);
      return fractionType.construct!([value], null, fractionType);
    },
    1,
  ),
  from_decimal: python(
    ['dec'],
    1,
    (_cls: Value, value: Value) => {
      const isNumber = payloadOf(value) instanceof PyDecimal || integer.indexOf(value) !== undefined;
      if (!isNumber)
        typeError(`Fraction.from_decimal() only takes Decimals, not ${repr(value)} (${typeOf(value).name})`);
      return fractionType.construct!([value], null, fractionType);
    },
    1,
  ),
});

/** `fractions`. */
export function fractionsModule(): Record<string, Value> {
  return { Fraction: fractionType };
}
