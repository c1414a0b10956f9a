import { charge } from '../../budget.ts';
import { defineMethods, exact, parsed } from '../../builtins/define.ts';
import { payloadOf } from '../../ops/equal.ts';
import { indexOf, toIndex } from '../../ops/integer.ts';
import { codePoints } from '../../ops/iterate.ts';
import { hasSurrogates } from '../../ops/surrogates.ts';
import { ownText } from '../../ownText.ts';
import { typeError, valueError } from '../../values/exceptions.ts';
import { argumentTypeName, strType, typeName } from '../../values/types.ts';
import { PyTuple, type Value } from '../../values/value.ts';

/** Methods of `str` that look for something in it. */
defineMethods(strType, {
  find: parsed(2, 4, (self: string, sub: Value, start?: Value, end?: Value) => locate(self, sub, start, end, 'first')),
  rfind: parsed(2, 4, (self: string, sub: Value, start?: Value, end?: Value) => locate(self, sub, start, end, 'last')),
  index: parsed(2, 4, (self: string, sub: Value, start?: Value, end?: Value) =>
    found(locate(self, sub, start, end, 'first')),
  ),
  rindex: parsed(2, 4, (self: string, sub: Value, start?: Value, end?: Value) =>
    found(locate(self, sub, start, end, 'last')),
  ),
  count: parsed(2, 4, count),
  startswith: parsed(2, 4, (self: string, prefix: Value, start?: Value, end?: Value) =>
    affix(self, prefix, start, end, 'startswith'),
  ),
  endswith: parsed(2, 4, (self: string, suffix: Value, start?: Value, end?: Value) =>
    affix(self, suffix, start, end, 'endswith'),
  ),
  removeprefix: exact(2, (self: string, prefix: Value) => {
    const text = argument(prefix, 'removeprefix');
    return text !== '' && self.startsWith(text) ? ownText(self.slice(text.length)) : self;
  }),
  removesuffix: exact(2, (self: string, suffix: Value) => {
    const text = argument(suffix, 'removesuffix');
    return text !== '' && self.endsWith(text) ? ownText(self.slice(0, -text.length)) : self;
  }),
  partition: exact(2, (self: string, separator: Value) => {
    const text = separatorOf(separator);
    const at = self.indexOf(text);
    return new PyTuple(
      at < 0 ? [self, '', ''] : [ownText(self.slice(0, at)), text, ownText(self.slice(at + text.length))],
    );
  }),
  rpartition: exact(2, (self: string, separator: Value) => {
    const text = separatorOf(separator);
    const at = self.lastIndexOf(text);
    return new PyTuple(
      at < 0 ? ['', '', self] : [ownText(self.slice(0, at)), text, ownText(self.slice(at + text.length))],
    );
  }),
});

function argument(value: Value, name: string): string {
  const text = payloadOf(value);
  if (typeof text !== 'string') typeError(`${name}() argument must be str, not ${argumentTypeName(value)}`);
  return text;
}

function separatorOf(value: Value): string {
  const text = payloadOf(value);
  if (typeof text !== 'string') typeError(`must be str, not ${typeName(value)}`);
  if (text === '') valueError('empty separator');
  return text;
}

function found(place: number): number {
  return place < 0 ? valueError('substring not found') : place;
}

/** Code unit positions of a part given in code points, clamped as slices are; `null` where it is empty by its bounds. */
function window(
  text: string,
  start: Value | undefined,
  end: Value | undefined,
): { from: number; to: number; valid: boolean } {
  const astral = hasSurrogates(text);
  const points = astral ? codePoints(text) : null;
  const length = points === null ? text.length : points.length;
  const clamp = (value: Value | undefined, fallback: number): number => {
    if (value === undefined || value === null) return fallback;
    if (indexOf(value) === undefined) {
      typeError('slice indices must be integers or None or have an __index__ method');
    }
    const n = toIndex(value);
    return n < 0 ? Math.max(0, n + length) : n;
  };
  const from = clamp(start, 0);
  const to = Math.min(clamp(end, length), length);
  if (points === null) return { from, to, valid: from <= to };
  const unit = (point: number): number => points.slice(0, point).join('').length;
  return { from: unit(from), to: unit(to), valid: from <= to };
}

function locate(
  self: string,
  sub: Value,
  start: Value | undefined,
  end: Value | undefined,
  which: 'first' | 'last',
): number {
  const text = payloadOf(sub);
  if (self.length > 64) charge(self.length >> 6);
  if (typeof text === 'string' && start === undefined && end === undefined && !hasSurrogates(self)) {
    return which === 'first' ? self.indexOf(text) : self.lastIndexOf(text);
  }
  const { from, to, valid } = window(self, start, end);
  if (typeof text !== 'string') typeError(`must be str, not ${typeName(sub)}`);
  if (!valid) return -1;
  const part = self.slice(from, to);
  const at = which === 'first' ? part.indexOf(text) : part.lastIndexOf(text);
  if (at < 0) return -1;
  return hasSurrogates(self) ? codePoints(self.slice(0, from + at)).length : from + at;
}

function count(self: string, sub: Value, start?: Value, end?: Value): Value {
  const text = payloadOf(sub);
  if (self.length > 64) charge(self.length >> 6);
  const { from, to, valid } = window(self, start, end);
  if (typeof text !== 'string') typeError(`must be str, not ${typeName(sub)}`);
  if (!valid) return 0;
  const part = self.slice(from, to);
  if (text === '') return codePoints(part).length + 1;
  let total = 0;
  for (let at = part.indexOf(text); at >= 0; at = part.indexOf(text, at + text.length)) total++;
  return total;
}

function affix(self: string, affixes: Value, start: Value | undefined, end: Value | undefined, name: string): boolean {
  const inner = payloadOf(affixes);
  const { from, to, valid } =
    start === undefined && end === undefined ? { from: 0, to: self.length, valid: true } : window(self, start, end);
  const part = self.slice(from, to);
  const test = (text: string): boolean =>
    valid && (name === 'startswith' ? part.startsWith(text) : part.endsWith(text));
  if (typeof inner === 'string') return test(inner);
  if (inner instanceof PyTuple) {
    return inner.items.some((item) => {
      if (typeof item !== 'string') typeError(`tuple for ${name} must only contain str, not ${typeName(item)}`);
      return test(item);
    });
  }
  typeError(`${name} first arg must be str or a tuple of str, not ${typeName(affixes)}`);
}
