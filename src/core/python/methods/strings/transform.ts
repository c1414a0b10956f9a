import { allocate, charge } from '../../budget.ts';
import { defineMethods, defineStaticMethods, exact, keywords, range, variadic } from '../../builtins/define.ts';
import { isPrintable } from '../../format/printable.ts';
import { formatTemplate, keywordLookup } from '../../format/strFormat.ts';
import { payloadOf } from '../../ops/equal.ts';
import { indexOf, toIndex, toSize } from '../../ops/integer.ts';
import { codePoints } from '../../ops/iterate.ts';
import { getItem, stringLength } from '../../ops/subscript.ts';
import { ownText } from '../../ownText.ts';
import { PyDict } from '../../values/dict.ts';
import { isException, Raised, typeError, valueError } from '../../values/exceptions.ts';
import { argumentTypeName, strType, typeName } from '../../values/types.ts';
import { PyBytes, type Value } from '../../values/value.ts';
import {
  caseFold,
  isAlpha,
  isAlphanumericCharacter,
  isDecimal,
  isDigit,
  isIdentifier,
  isLowerCharacter,
  isNumeric,
  isSpace,
  isTitleCharacter,
  isUpperCharacter,
  titleCharacter,
} from './characters.ts';
import { encodeText } from './codecs.ts';

const pay = (text: string): string => {
  if (text.length > 64) {
    charge(text.length >> 6);
    allocate(text.length);
  }
  return text;
};

/** Methods of `str` that ask for its characters' classes, change them, pad or replace. */
defineMethods(strType, {
  lower: exact(1, (self: string) => pay(self).toLowerCase()),
  upper: exact(1, (self: string) => pay(self).toUpperCase()),
  casefold: exact(1, (self: string) => caseFold(pay(self))),
  capitalize: exact(1, (self: string) => {
    if (self === '') return '';
    const [first] = self;
    return titleCharacter(first) + pay(self).toLowerCase().slice(first.toLowerCase().length);
  }),
  title: exact(1, title),
  swapcase: exact(1, (self: string) => {
    let out = '';
    // Only the whole text tells a final sigma.
    const lowered = self.toLowerCase();
    let at = 0;
    for (const c of pay(self)) {
      const lower = c.toLowerCase();
      if (isUpperCharacter(c)) out += lowered.slice(at, at + lower.length);
      else out += isLowerCharacter(c) ? c.toUpperCase() : c;
      at += lower.length;
    }
    return out;
  }),
  isalpha: exact(1, (self: string) => isAlpha(pay(self))),
  isdigit: exact(1, (self: string) => isDigit(pay(self))),
  isdecimal: exact(1, (self: string) => isDecimal(pay(self))),
  isnumeric: exact(1, (self: string) => isNumeric(pay(self))),
  isspace: exact(1, (self: string) => isSpace(pay(self))),
  isalnum: exact(1, (self: string) => {
    if (self === '') return false;
    for (const c of pay(self)) if (!isAlphanumericCharacter(c)) return false;
    return true;
  }),
  isascii: exact(1, (self: string) => /^[\0-\x7f]*$/.test(pay(self))),
  isidentifier: exact(1, (self: string) => isIdentifier(pay(self))),
  isprintable: exact(1, (self: string) => codePoints(pay(self)).every(isPrintable)),
  islower: exact(1, (self: string) => isCased(pay(self), isLowerCharacter, isUpperCharacter)),
  isupper: exact(1, (self: string) => isCased(pay(self), isUpperCharacter, isLowerCharacter)),
  istitle: exact(1, isTitle),
  replace: range(3, 4, replace),
  expandtabs: keywords(['tabsize'], 0, expandTabs),
  center: range(2, 3, (self: string, width: Value, fill?: Value) => align(self, width, fill, 'center')),
  ljust: range(2, 3, (self: string, width: Value, fill?: Value) => align(self, width, fill, 'ljust')),
  rjust: range(2, 3, (self: string, width: Value, fill?: Value) => align(self, width, fill, 'rjust')),
  zfill: exact(2, (self: string, width: Value) => {
    const missing = toIndex(width) - stringLength(self);
    if (missing <= 0) return self;
    allocate(missing);
    const sign = self.startsWith('-') || self.startsWith('+') ? self[0] : '';
    return sign + '0'.repeat(missing) + self.slice(sign.length);
  }),
  translate: exact(2, translate),
  encode: keywords(['encoding', 'errors'], 0, (self: string, encoding: Value = 'utf-8', errors: Value = 'strict') => {
    if (typeof encoding !== 'string')
      typeError(`encode() argument 'encoding' must be str, not ${argumentTypeName(encoding)}`);
    if (typeof errors !== 'string')
      typeError(`encode() argument 'errors' must be str, not ${argumentTypeName(errors)}`);
    return new PyBytes(encodeText(pay(self), encoding, errors));
  }),
  format: variadic((args, kwargs) =>
    formatTemplate(args[0] as string, { positional: args.slice(1), named: keywordLookup(kwargs) }),
  ),
  format_map: exact(2, (self: string, mapping: Value) =>
    formatTemplate(self, { positional: null, named: (name) => getItem(mapping, name) }),
  ),
});

defineStaticMethods(strType, { maketrans: range(1, 3, makeTranslation) });

function isCased(text: string, wanted: (c: string) => boolean, other: (c: string) => boolean): boolean {
  let cased = false;
  for (const c of text) {
    if (other(c) || isTitleCharacter(c)) return false;
    if (!cased && wanted(c)) cased = true;
  }
  return cased;
}

function title(self: string): string {
  let out = '';
  let inside = false;
  const lowered = self.toLowerCase();
  let at = 0;
  for (const c of pay(self)) {
    const { length } = c.toLowerCase();
    out += inside ? lowered.slice(at, at + length) : titleCharacter(c);
    at += length;
    inside = isUpperCharacter(c) || isLowerCharacter(c) || isTitleCharacter(c);
  }
  return out;
}

function isTitle(self: string): boolean {
  let cased = false;
  let inside = false;
  for (const c of pay(self)) {
    if (isUpperCharacter(c) || isTitleCharacter(c)) {
      if (inside) return false;
      inside = true;
      cased = true;
    } else if (isLowerCharacter(c)) {
      if (!inside) return false;
      cased = true;
    } else inside = false;
  }
  return cased;
}

function replace(self: string, old: Value, by: Value, limit: Value = -1): Value {
  const from = payloadOf(old);
  const to = payloadOf(by);
  if (typeof from !== 'string') typeError(`replace() argument 1 must be str, not ${argumentTypeName(old)}`);
  if (typeof to !== 'string') typeError(`replace() argument 2 must be str, not ${argumentTypeName(by)}`);
  const most = indexOf(limit);
  if (most === undefined) typeError(`'${typeName(limit)}' object cannot be interpreted as an integer`);
  const count = most < 0 ? Number.MAX_SAFE_INTEGER : Number(most);
  if (self.length > 64) charge(self.length >> 6);
  if (from === '') return insertBetween(self, to, count);
  const parts = self.split(from);
  const places = Math.min(parts.length - 1, count);
  const growth = places * (to.length - from.length);
  if (growth > 64) {
    charge(growth >> 6);
    allocate(self.length + growth);
  }
  if (places === parts.length - 1) return ownText(parts.join(to));
  return ownText(parts.slice(0, places + 1).join(to) + from + parts.slice(places + 1).join(from));
}

/** Replacing the empty string puts `text` before every character and at the end. */
function insertBetween(self: string, text: string, count: number): string {
  const points = codePoints(self);
  const places = Math.min(points.length + 1, count);
  allocate(self.length + places * text.length);
  charge(places);
  let out = '';
  for (let i = 0; i < points.length; i++) out += i < places ? text + points[i] : points[i];
  return places > points.length ? out + text : out;
}

function expandTabs(self: string, size: Value = 8): Value {
  const width = toIndex(size);
  let out = '';
  let column = 0;
  for (const c of pay(self)) {
    if (c === '\t') {
      if (width > 0) {
        const blanks = width - (column % width);
        allocate(blanks);
        charge(blanks >> 6);
        out += ' '.repeat(blanks);
        column += blanks;
      }
    } else {
      out += c;
      column = c === '\n' || c === '\r' ? 0 : column + 1;
    }
  }
  return out;
}

function align(self: string, width: Value, fill: Value | undefined, name: 'center' | 'ljust' | 'rjust'): Value {
  const total = indexOf(width);
  if (total === undefined) typeError(`'${typeName(width)}' object cannot be interpreted as an integer`);
  if (typeof total === 'bigint') toSize(width);
  let pad = ' ';
  if (fill !== undefined) {
    const text = payloadOf(fill);
    if (typeof text !== 'string') {
      typeError(`The fill character must be a unicode character, not ${typeName(fill)}`);
    }
    if (codePoints(text).length !== 1) typeError('The fill character must be exactly one character long');
    pad = text;
  }
  const length = stringLength(self);
  const missing = toIndex(total) - length;
  if (missing <= 0) return self;
  allocate(missing);
  charge(missing >> 6);
  if (name === 'ljust') return self + pad.repeat(missing);
  if (name === 'rjust') return pad.repeat(missing) + self;
  // CPython's rule: the odd blank goes left where the width is odd.
  const left = Math.floor(missing / 2) + (missing & (missing + length) & 1);
  return pad.repeat(left) + self + pad.repeat(missing - left);
}

function makeTranslation(from: Value, to?: Value, removed?: Value): Value {
  const table = new PyDict();
  if (to === undefined) {
    if (!(from instanceof PyDict)) typeError('if you give only one argument to maketrans it must be a dict');
    for (const [key, value] of from.entries()) {
      if (typeof key === 'string') {
        if (codePoints(key).length !== 1) valueError('string keys in translate table must be of length 1');
        table.set(key.codePointAt(0)!, value);
      } else if (typeof key === 'number') table.set(key, value);
      else typeError('keys in translate table must be strings or integers');
    }
    return table;
  }
  if (typeof to !== 'string') typeError(`maketrans() argument 2 must be str, not ${argumentTypeName(to)}`);
  if (removed !== undefined && typeof removed !== 'string') {
    typeError(`maketrans() argument 3 must be str, not ${argumentTypeName(removed)}`);
  }
  if (typeof from !== 'string') typeError('first maketrans argument must be a string if there is a second argument');
  const sources = codePoints(from);
  const targets = codePoints(to);
  if (sources.length !== targets.length) valueError('the first two maketrans arguments must have equal length');
  sources.forEach((c, i) => {
    table.set(c.codePointAt(0)!, targets[i].codePointAt(0)!);
  });
  if (removed !== undefined) {
    for (const c of removed) table.set(c.codePointAt(0)!, null);
  }
  return table;
}

function translate(self: string, table: Value): Value {
  let out = '';
  for (const c of self) {
    charge(1);
    const target = lookUp(table, c.codePointAt(0)!);
    if (target === undefined) out += c;
    else if (typeof target === 'number') {
      if (target < 0 || target > 0x10ffff) valueError('character mapping must be in range(0x110000)');
      out += String.fromCodePoint(target);
    } else if (typeof target === 'string') {
      allocate(target.length);
      out += target;
    } else if (target !== null) typeError('character mapping must return integer, None or str');
  }
  return out;
}

function lookUp(table: Value, point: number): Value | undefined {
  if (table instanceof PyDict && table.missing === undefined) return table.get(point);
  try {
    return getItem(table, point);
  } catch (error) {
    if (error instanceof Raised && isException(error.exception, 'LookupError')) return undefined;
    throw error;
  }
}
