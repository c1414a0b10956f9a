import { unsupported } from '../../budget.ts';
import {
  argument,
  type Definition,
  defineClassMethods,
  defineMethods,
  exact,
  keywords,
  makeBuiltin,
  range,
  variadic,
} from '../../builtins/define.ts';
import { payloadOf } from '../../ops/equal.ts';
import * as integer from '../../ops/integer.ts';
import { toArray } from '../../ops/iterate.ts';
import { exceptionTypes, typeError, valueError } from '../../values/exceptions.ts';
import { makeType, typeName } from '../../values/types.ts';
import {
  type NativePositional,
  PyFloat,
  PyGetter,
  PyList,
  PyObject,
  PyTuple,
  PyType,
  type Value,
} from '../../values/value.ts';
import { makeNamedTupleType } from '../collections/namedtuple.ts';
import { context, ROUNDINGS } from './context.ts';
import {
  asDecimal,
  decimalType,
  fromFloat,
  invalidOperation,
  PyDecimal,
  rescale,
  signals,
  squareRoot,
} from './pyDecimal.ts';

/** `decimal`: what programs use of it. The context can be set for precision and rounding. */

const decimalException = signal('DecimalException', exceptionTypes.get('ArithmeticError')!);
signals.invalidOperation = signal('InvalidOperation', decimalException);
signals.divisionByZero = signal('DivisionByZero', decimalException, exceptionTypes.get('ZeroDivisionError')!);

function signal(name: string, ...bases: PyType[]): PyType {
  const type = new PyType(name, bases);
  type.module = 'decimal';
  type.acceptableBase = true;
  type.construct = bases[0].construct;
  return type;
}

const NUMBER = /^([-+])?(?:(\d+(?:_\d+)*)?(?:\.(\d*(?:_\d+)*))?(?:[eE]([-+]?\d+))?|(inf|infinity)|(s?nan)\d*)$/i;

function parse(original: string): PyDecimal {
  const text = original.trim().replaceAll('_', '');
  const parts = NUMBER.exec(text);
  if (parts === null) invalidOperation('ConversionSyntax');
  const [, sign, whole = '', fraction = '', exponent = '0', infinity, nan] = parts;
  const negative = sign === '-';
  if (infinity !== undefined) return new PyDecimal(negative, 0n, 0, 'Infinity');
  if (nan !== undefined && nan.length + (sign?.length ?? 0) < text.length) unsupported('NaN with digits');
  if (nan !== undefined && /^s/i.test(nan)) unsupported('signalling NaN');
  if (nan !== undefined) return new PyDecimal(negative, 0n, 0, 'NaN');
  if (whole === '' && fraction === '') invalidOperation('ConversionSyntax');
  if (Math.abs(Number(exponent)) > 100_000) unsupported('Decimal exponents beyond 100,000');
  return new PyDecimal(negative, BigInt(whole + fraction), Number(exponent) - fraction.length);
}

/** The one context, as `getcontext()` gives it. */
class PyContext extends PyObject {}
const contextType = makeType('Context');
contextType.module = 'decimal';
contextType.shownName = 'decimal.Context';
contextType.construct = () => unsupported('decimal.Context()');
PyContext.prototype.cls = contextType;
decimalType.construct = (args, kwargs) => {
  if (args.length > 2) typeError(`function takes at most 2 arguments (${args.length} given)`);
  const names = ['value', 'context'];
  for (const keyword of kwargs?.names ?? []) {
    const place = names.indexOf(keyword);
    if (place < 0) typeError(`'${keyword}' is an invalid keyword argument for this function`);
    if (place < args.length)
      typeError(`argument for function given by name ('${keyword}') and position (${place + 1})`);
  }
  const given = argument(args, 1, kwargs, 'context', null);
  if (given !== null && !(given instanceof PyContext)) typeError('optional argument must be a context');
  const value = payloadOf(argument(args, 0, kwargs, 'value', '0'));
  if (value instanceof PyDecimal) return value;
  if (typeof value === 'string') return parse(value);
  if (value instanceof PyFloat) return fromFloat(value.v);
  const whole = asDecimal(value, false);
  if (whole !== undefined) return whole;
  if (value instanceof PyTuple || value instanceof PyList) return fromSequence(value);
  typeError(`conversion from ${typeName(value)} to Decimal is not supported`);
};

function fromSequence(value: PyTuple | PyList): PyDecimal {
  if (value.items.length !== 3) valueError('argument must be a sequence of length 3');
  const [sign, digits, exponent] = value.items;
  if (sign !== 0 && sign !== 1) valueError('sign must be an integer with the value 0 or 1');
  const text = toArray(digits)
    .map((digit) => {
      const isDigit = typeof digit === 'number' && digit >= 0 && digit <= 9;
      return isDigit ? String(digit) : valueError('coefficient must be a tuple of digits');
    })
    .join('');
  return new PyDecimal(sign === 1, BigInt(text === '' ? '0' : text), integer.toIndex(exponent));
}

const toDecimal = (value: Value): PyDecimal => {
  const decimal = asDecimal(value, false);
  return decimal === undefined ? typeError(`conversion from ${typeName(value)} to Decimal is not supported`) : decimal;
};

function roundingOf(value: Value | undefined): string {
  if (value === undefined || value === null) return context.rounding;
  if (typeof value !== 'string' || !ROUNDINGS.includes(value)) {
    typeError(
      'valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]',
    );
  }
  return value;
}

function quantize(self: PyDecimal, other: Value, rounding?: Value): Value {
  const pattern = toDecimal(other);
  if (self.special === 'NaN' || pattern.special === 'NaN') return new PyDecimal(false, 0n, 0, 'NaN');
  if (self.special !== '' || pattern.special !== '') {
    if (self.special !== pattern.special) invalidOperation();
    return self;
  }
  const result = rescale(self, pattern.exponent, roundingOf(rounding));
  if (result.digits.length > context.precision) invalidOperation();
  return result;
}

function toIntegral(self: PyDecimal, rounding?: Value): Value {
  const mode = roundingOf(rounding);
  return self.exponent >= 0 || self.special !== '' ? self : rescale(self, 0, mode);
}

const DecimalTuple = makeNamedTupleType('DecimalTuple', ['sign', 'digits', 'exponent'], []);
DecimalTuple.module = 'decimal';

/** A method whose last argument is a context: the current one, if any. */
function inContext(names: readonly string[], required: number, native: NativePositional['call']): Definition {
  return keywords([...names, 'context'], required, (self?: Value, ...args: (Value | undefined)[]) => {
    const given = args[names.length] ?? null;
    if (given !== null && !(given instanceof PyContext)) typeError('optional argument must be a context');
    return native(self, ...(args.slice(0, names.length) as [Value]));
  });
}

const test = (ask: (self: PyDecimal) => boolean) => exact(1, (self: PyDecimal) => ask(self));

defineMethods(decimalType, {
  quantize: inContext(['exp', 'rounding'], 1, quantize),
  sqrt: inContext([], 0, (self: PyDecimal) => squareRoot(self)),
  to_integral_value: inContext(['rounding'], 0, toIntegral),
  to_integral: inContext(['rounding'], 0, toIntegral),
  to_integral_exact: inContext(['rounding'], 0, toIntegral),
  normalize: inContext([], 0, (self: PyDecimal) => {
    const rounded = self.rounded();
    if (rounded.special !== '') return rounded;
    if (rounded.isZero) return new PyDecimal(rounded.negative, 0n, 0);
    let { coefficient, exponent } = rounded;
    while (coefficient % 10n === 0n) {
      coefficient /= 10n;
      exponent++;
    }
    return new PyDecimal(rounded.negative, coefficient, exponent);
  }),
  as_tuple: exact(1, (self: PyDecimal) =>
    DecimalTuple.construct!(
      [
        self.negative ? 1 : 0,
        new PyTuple(self.special === 'NaN' ? [] : Array.from(self.digits, Number)),
        self.special === '' ? self.exponent : self.special === 'NaN' ? 'n' : 'F',
      ],
      null,
      DecimalTuple,
    ),
  ),
  as_integer_ratio: exact(1, (self: PyDecimal) => {
    const [top, bottom] = self.ratio();
    const shared = gcd(BigInt(top), BigInt(bottom));
    return new PyTuple([
      integer.normalizeInteger(BigInt(top) / shared),
      integer.normalizeInteger(BigInt(bottom) / shared),
    ]);
  }),
  is_nan: test((self) => self.special === 'NaN'),
  is_infinite: test((self) => self.special === 'Infinity'),
  is_finite: test((self) => self.special === ''),
  is_zero: test((self) => self.isZero),
  is_signed: test((self) => self.negative),
  copy_abs: exact(1, (self: PyDecimal) => new PyDecimal(false, self.coefficient, self.exponent, self.special)),
  copy_negate: exact(
    1,
    (self: PyDecimal) => new PyDecimal(!self.negative, self.coefficient, self.exponent, self.special),
  ),
  compare: inContext(['other'], 1, (self: PyDecimal, other: Value) => {
    const sign = self.compare(toDecimal(other));
    return sign === undefined ? new PyDecimal(false, 0n, 0, 'NaN') : new PyDecimal(sign < 0, BigInt(Math.abs(sign)), 0);
  }),
  max: inContext(['other'], 1, (self: PyDecimal, other: Value) =>
    (self.compare(toDecimal(other))! >= 0 ? self : toDecimal(other)).rounded(),
  ),
  min: inContext(['other'], 1, (self: PyDecimal, other: Value) =>
    (self.compare(toDecimal(other))! <= 0 ? self : toDecimal(other)).rounded(),
  ),
  adjusted: exact(1, (self: PyDecimal) => (self.special === '' ? self.exponent + self.digits.length - 1 : 0)),
  scaleb: keywords(
    ['other', 'context'],
    1,
    (self: PyDecimal, other: Value) =>
      new PyDecimal(self.negative, self.coefficient, self.exponent + integer.toIndex(toDecimal(other).toInteger())),
  ),
  __abs__: exact(1, (self: PyDecimal) => new PyDecimal(false, self.coefficient, self.exponent, self.special).rounded()),
  __round__: range(1, 2, (self: PyDecimal, digits: Value = null) => {
    if (digits === null) return rescaleTo(self, 0, 'ROUND_HALF_EVEN').toInteger();
    return quantize(self, new PyDecimal(false, 1n, -integer.toIndex(digits)), 'ROUND_HALF_EVEN');
  }),
  __floor__: exact(1, (self: PyDecimal) => rescaleTo(self, 0, 'ROUND_FLOOR').toInteger()),
  __ceil__: exact(1, (self: PyDecimal) => rescaleTo(self, 0, 'ROUND_CEILING').toInteger()),
  __trunc__: exact(1, (self: PyDecimal) => self.toInteger()),
});

function rescaleTo(self: PyDecimal, exponent: number, rounding: string): PyDecimal {
  return self.special !== '' || self.exponent >= exponent ? self : rescale(self, exponent, rounding);
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}

defineClassMethods(decimalType, {
  from_float: exact(2, (_cls: Value, value: Value) => {
    if (value instanceof PyFloat) return fromFloat(value.v);
    if (integer.indexOf(payloadOf(value)) === undefined) typeError('argument must be int or float');
    return toDecimal(value);
  }),
});
decimalType.attributes.set('real', new PyGetter('real', (self) => self));
decimalType.attributes.set('imag', new PyGetter('imag', () => new PyDecimal(false, 0n, 0)));

contextType.attributes.set(
  'prec',
  new PyGetter(
    'prec',
    () => context.precision,
    (_self, value) => {
      const n = integer.indexOf(value);
      if (n === undefined) typeError('prec must be an integer');
      if (n < 1 || n > 999_999_999_999_999_999n) valueError('valid range for prec is [1, MAX_PREC]');
      if (n > 10_000) unsupported('a decimal precision above 10,000 digits');
      context.precision = Number(n);
    },
  ),
);
contextType.attributes.set(
  'rounding',
  new PyGetter(
    'rounding',
    () => context.rounding,
    (_self, value) => {
      context.rounding = roundingOf(value);
    },
  ),
);

/** `decimal`. */
export function decimalModule(): Record<string, Value> {
  const theContext = new PyContext();
  const members: Record<string, Value> = {
    Decimal: decimalType,
    DecimalException: decimalException,
    InvalidOperation: signals.invalidOperation!,
    DivisionByZero: signals.divisionByZero!,
    DecimalTuple,
    Context: contextType,
    getcontext: makeBuiltin(
      'getcontext',
      exact(0, () => theContext),
    ),
    localcontext: makeBuiltin(
      'localcontext',
      variadic(() => unsupported('decimal.localcontext()')),
    ),
    setcontext: makeBuiltin(
      'setcontext',
      exact(1, () => unsupported('decimal.setcontext()')),
    ),
  };
  for (const rounding of ROUNDINGS) members[rounding] = rounding;
  return members;
}
