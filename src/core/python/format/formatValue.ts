import { allocate, charge } from '../budget.ts';
import { integerToFloat } from '../ops/integer.ts';
import { codePoints } from '../ops/iterate.ts';
import { integerText, str } from '../ops/repr.ts';
import { callSpecial } from '../ops/special.ts';
import { stringLength } from '../ops/subscript.ts';
import { raise, typeError, valueError } from '../values/exceptions.ts';
import { NotImplemented, typeName } from '../values/types.ts';
import { PyComplex, PyFloat, PyInstance, PyObject, type Value } from '../values/value.ts';
import { toDigitsExact, toFixedExact } from './decimal.ts';
import { floatRepr } from './floatRepr.ts';
import { parseSpecification, type Specification } from './specification.ts';

/** `format(value, spec)`; errors name the type `shown`, that of an instance around the value. */
export function formatValue(value: Value, spec: string, shown?: string): string {
  if (spec === '') return formatPlain(value);
  switch (typeof value) {
    case 'string':
      return formatString(value, parseSpecification(spec, shown ?? 'str'), shown ?? 'str');
    case 'number':
    case 'bigint':
      return formatInteger(value, parseSpecification(spec, shown ?? 'int'), shown ?? 'int');
    case 'boolean':
      return formatInteger(value ? 1 : 0, parseSpecification(spec, 'bool'), 'bool');
  }
  if (value instanceof PyFloat)
    return formatFloat(value.v, parseSpecification(spec, shown ?? 'float'), shown ?? 'float');
  if (value instanceof PyComplex) return formatComplex(value, parseSpecification(spec, 'complex'));
  if (value instanceof PyInstance) {
    const own = callSpecial(value, '__format__', spec);
    if (own !== NotImplemented) return ownFormat(own);
    if (value.payload !== undefined) return formatValue(value.payload, spec, typeName(value));
  }
  if (value instanceof PyObject && value.format !== undefined) return value.format(spec);
  typeError(`unsupported format string passed to ${shown ?? typeName(value)}.__format__`);
}

function formatPlain(value: Value): string {
  if (value instanceof PyInstance) {
    const own = callSpecial(value, '__format__', '');
    if (own !== NotImplemented) return ownFormat(own);
  }
  return str(value);
}

function ownFormat(result: Value): string {
  if (typeof result !== 'string') typeError(`__format__ must return a str, not ${typeName(result)}`);
  return result;
}

/** Pads `text` to the width of the specification. */
export function pad(text: string, spec: Specification, defaultAlign: '<' | '>'): string {
  const length = stringLength(text);
  const missing = spec.width - length;
  if (missing <= 0) return text;
  allocate(spec.width);
  charge(missing >> 6);
  const fill = spec.fill === '' ? ' ' : spec.fill;
  const align = spec.align === '' ? defaultAlign : spec.align;
  if (align === '<') return text + fill.repeat(missing);
  if (align === '>' || align === '=') return fill.repeat(missing) + text;
  const left = missing >> 1;
  return fill.repeat(left) + text + fill.repeat(missing - left);
}

function formatString(value: string, spec: Specification, type: string): string {
  if (spec.type !== '' && spec.type !== 's') unknownCode(spec.type, type);
  if (spec.sign !== '') {
    valueError(
      spec.sign === ' '
        ? 'Space not allowed in string format specifier'
        : 'Sign not allowed in string format specifier',
    );
  }
  if (spec.noNegativeZero) valueError('Negative zero coercion (z) not allowed in string format specifier');
  if (spec.alternate) valueError('Alternate form (#) not allowed in string format specifier');
  if (spec.grouping !== '') valueError(`Cannot specify '${spec.grouping}' with 's'.`);
  if (spec.align === '=' && !spec.zero) valueError("'=' alignment not allowed in string format specifier");
  const text = spec.precision >= 0 ? codePoints(value).slice(0, spec.precision).join('') : value;
  return pad(text, spec.align === '=' ? { ...spec, align: '<' } : spec, '<');
}

function unknownCode(code: string, type: string): never {
  const point = code.codePointAt(0)!;
  const shown = point > 32 && point < 128 ? `'${code}'` : `'\\x${point.toString(16)}'`;
  valueError(`Unknown format code ${shown} for object of type '${type}'`);
}

function formatInteger(value: number | bigint, spec: Specification, type: string): string {
  if (spec.type !== '' && 'eEfFgG%'.includes(spec.type)) return formatFloat(integerToFloat(value), spec, type);
  if (spec.type !== '' && !'bcdoxXn'.includes(spec.type)) unknownCode(spec.type, type);
  if (spec.precision >= 0) valueError('Precision not allowed in integer format specifier');
  if (spec.noNegativeZero) valueError('Negative zero coercion (z) not allowed in integer format specifier');
  if (spec.type === 'c') {
    if (spec.sign !== '') valueError("Sign not allowed with integer format specifier 'c'");
    if (spec.alternate) valueError("Alternate form (#) not allowed with integer format specifier 'c'");
    const point = Number(value);
    if (point < 0 || point > 0x10ffff) raise('OverflowError', '%c arg not in range(0x110000)');
    return pad(String.fromCodePoint(point), spec, '<');
  }
  const bases: Record<string, [number, string]> = { b: [2, '0b'], o: [8, '0o'], x: [16, '0x'], X: [16, '0X'] };
  const negative = value < 0;
  if (spec.type === '' || spec.type === 'd' || spec.type === 'n') {
    const digits = typeof value === 'number' ? String(Math.abs(value)) : integerText(negative ? -value : value);
    return assembleNumber(negative, '', digits, '', spec, 3);
  }
  const base = bases[spec.type];
  if (base === undefined) unknownCode(spec.type, type);
  let digits = integerDigits(negative ? -value : value, base[0]);
  if (spec.type === 'X') digits = digits.toUpperCase();
  return assembleNumber(negative, spec.alternate ? base[1] : '', digits, '', spec, 4);
}

/** |n| in a base that is a power of two. */
export function integerDigits(n: number | bigint, base: number): string {
  return n.toString(base);
}

/** Sign, prefix, grouped digits and rest, padded; the fill goes between sign and digits for `=`. */
function assembleNumber(
  negative: boolean,
  prefix: string,
  digits: string,
  rest: string,
  spec: Specification,
  group: number,
): string {
  const sign = negative ? '-' : spec.sign === '+' ? '+' : spec.sign === ' ' ? ' ' : '';
  const head = sign + prefix;
  let body = digits;
  if (spec.grouping !== '') {
    const zeros = spec.fill === '0' && spec.align === '=' ? spec.width - head.length - rest.length : 0;
    body = groupDigits(digits, spec.grouping, group, zeros);
  }
  const text = body + rest;
  if (spec.align === '=') {
    const missing = spec.width - head.length - text.length;
    if (missing > 0) {
      allocate(missing);
      return head + (spec.fill === '' ? ' ' : spec.fill).repeat(missing) + text;
    }
    return head + text;
  }
  return pad(head + text, spec, '>');
}

/** Digits with separators, filled with zeros up to `width` characters (separators included). */
function groupDigits(digits: string, separator: string, group: number, width: number): string {
  let source = digits;
  if (width > 0) {
    allocate(width);
    // The smallest number of digits whose grouped form is at least as wide.
    let count = digits.length;
    while (count + Math.floor((count - 1) / group) < width) count++;
    source = digits.padStart(count, '0');
  }
  const parts: string[] = [];
  for (let end = source.length; end > 0; end -= group) parts.unshift(source.slice(Math.max(0, end - group), end));
  return parts.join(separator);
}

function formatFloat(value: number, spec: Specification, type: string): string {
  if (spec.type !== '' && !'eEfFgGn%'.includes(spec.type)) unknownCode(spec.type, type);
  const { digits, rest } = floatParts(value, spec, type);
  let negative = value < 0 || Object.is(value, -0);
  if (spec.noNegativeZero && negative && !/[1-9a-z]/i.test(digits + rest.replace(/e.*/i, ''))) negative = false;
  if (!Number.isFinite(value)) {
    const text = Number.isNaN(value) ? 'nan' : 'inf';
    const shown =
      (spec.type === 'F' || spec.type === 'E' || spec.type === 'G' ? text.toUpperCase() : text) +
      (spec.type === '%' ? '%' : '');
    return assembleNumber(value === -Infinity, '', shown, '', { ...spec, grouping: '' }, 3);
  }
  return assembleNumber(negative, '', digits, rest, spec, 3);
}

/** Integer digits and the rest (point, decimals, exponent, percent sign) of |value|. */
function floatParts(value: number, spec: Specification, type: string): { digits: string; rest: string } {
  if (!Number.isFinite(value)) return { digits: '', rest: '' };
  const { alternate } = spec;
  let precision = spec.precision;
  switch (spec.type) {
    case 'f':
    case 'F':
    case '%': {
      if (precision < 0) precision = 6;
      allocate(precision);
      charge(precision >> 4);
      const scaled = spec.type === '%' ? value * 100 : value;
      const [whole, fraction = ''] = toFixedExact(scaled, precision).split('.');
      const point = fraction !== '' ? `.${fraction}` : alternate ? '.' : '';
      return { digits: whole, rest: point + (spec.type === '%' ? '%' : '') };
    }
    case 'e':
    case 'E': {
      if (precision < 0) precision = 6;
      return exponentForm(value, precision, alternate, spec.type);
    }
    case '':
      if (precision < 0) {
        const text = floatRepr(Math.abs(value));
        const split = text.search(/[.e]/);
        return { digits: text.slice(0, split), rest: text.slice(split) };
      }
      return generalForm(value, precision, alternate, 'r');
    case 'g':
    case 'G':
    case 'n':
      return generalForm(value, precision < 0 ? 6 : precision, alternate, spec.type === 'G' ? 'G' : 'g');
    default:
      unknownCode(spec.type, type);
  }
}

function exponentForm(
  value: number,
  precision: number,
  alternate: boolean,
  letter: string,
): { digits: string; rest: string } {
  allocate(precision);
  charge(precision >> 2);
  const { digits, exponent } = toDigitsExact(value, precision + 1);
  const fraction = digits.slice(1);
  const point = fraction !== '' ? `.${fraction}` : alternate ? '.' : '';
  return { digits: digits[0], rest: point + exponentText(exponent, letter) };
}

function exponentText(exponent: number, letter: string): string {
  return `${letter}${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** `g`: fixed or exponent form by size, trailing zeros dropped; `r` is the default form, which keeps one decimal. */
function generalForm(
  value: number,
  given: number,
  alternate: boolean,
  form: 'g' | 'G' | 'r',
): { digits: string; rest: string } {
  const precision = Math.max(1, given);
  allocate(precision);
  charge(precision >> 2);
  const { digits, exponent } = toDigitsExact(value, precision);
  const significant = alternate ? digits : digits.replace(/0+$/, '') || '0';
  // The default form turns to an exponent one digit earlier, because it adds a decimal.
  if (exponent < -4 || exponent >= (form === 'r' ? precision - 1 : precision)) {
    const fraction = significant.slice(1);
    const point = fraction !== '' ? `.${fraction}` : alternate ? '.' : '';
    return { digits: significant[0], rest: point + exponentText(exponent, form === 'G' ? 'E' : 'e') };
  }
  let whole: string;
  let fraction: string;
  if (exponent < 0) {
    whole = '0';
    fraction = '0'.repeat(-exponent - 1) + significant;
  } else {
    const padded = significant.padEnd(exponent + 1, '0');
    whole = padded.slice(0, exponent + 1);
    fraction = padded.slice(exponent + 1);
  }
  if (value === 0 && !alternate) fraction = '';
  if (form === 'r' && fraction === '') fraction = '0';
  const point = fraction !== '' ? `.${fraction}` : alternate ? '.' : '';
  return { digits: whole, rest: point };
}

function formatComplex(value: PyComplex, spec: Specification): string {
  if (spec.align === '=' || spec.fill === '0') {
    valueError(
      spec.fill === '0'
        ? 'Zero padding is not allowed in complex format specifier'
        : "'=' alignment flag is not allowed in complex format specifier",
    );
  }
  if (spec.type === '%') unknownCode(spec.type, 'complex');
  const part = { ...spec, width: 0, align: '' as const, fill: '' };
  const bare = spec.type === '' && spec.precision >= 0 ? { ...part, type: 'g' } : part;
  // As in its repr, a whole number has no decimal.
  const text = (v: number, format: Specification): string =>
    formatFloat(v, format, 'complex').replace(/\.0$/, bare.type === '' ? '' : '.0');
  const skipReal = spec.type === '' && value.re === 0 && !Object.is(value.re, -0);
  if (skipReal) return pad(`${text(value.im, bare)}j`, spec, '>');
  const real = text(value.re, bare);
  const imaginary = text(value.im, { ...bare, sign: '+' });
  return pad(spec.type === '' ? `(${real}${imaginary}j)` : `${real}${imaginary}j`, spec, '>');
}
