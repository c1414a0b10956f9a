import { allocate, charge } from '../budget.ts';
import {
  type Definition,
  defineClassMethods,
  defineMethods,
  defineStaticMethods,
  exact,
  keywords,
  parseArguments,
  parsed,
  range,
} from '../builtins/define.ts';
import { bytesOfText, textOfBytes } from '../format/bytesText.ts';
import { withData } from '../ops/arithmetic.ts';
import { payloadOf } from '../ops/equal.ts';
import { indexOf, toIndex, toInt } from '../ops/integer.ts';
import { iterateAll, tryIterator } from '../ops/iterate.ts';
import { callSpecial } from '../ops/special.ts';
import { raise, typeError, valueError } from '../values/exceptions.ts';
import { argumentTypeName, bytearrayType, bytesType, NotImplemented, strType, typeName } from '../values/types.ts';
import { type Kwargs, PyBuiltin, PyBytes, PyList, PyTuple, type PyType, type Value } from '../values/value.ts';
import { decodeBytes, encodeText } from './strings/codecs.ts';

/**
 * Methods of `bytes` and `bytearray`. Those that treat the bytes as text run the method of `str` on one character a
 * byte, in lower-ASCII terms.
 */

function argumentText(value: Value): Value {
  const inner = payloadOf(value);
  if (inner instanceof PyBytes) return textOfBytes(inner.data);
  typeError(`a bytes-like object is required, not '${typeName(value)}'`);
}

function back(self: PyBytes, value: Value): Value {
  if (typeof value === 'string') return withData(self, bytesOfText(value));
  if (value instanceof PyList) return new PyList(value.items.map((item) => back(self, item)));
  if (value instanceof PyTuple) return new PyTuple(value.items.map((item) => back(self, item)));
  return value;
}

function strMethod(name: string): NonNullable<PyBuiltin['native']> {
  const method = strType.attributes.get(name);
  if (!(method instanceof PyBuiltin) || method.native === null) throw new Error(`no str method ${name}`);
  return method.native;
}

/** A method that takes no text: only the bytes change. */
function plain(name: string): Definition {
  return exact(1, (self: PyBytes) => {
    const text = textOfBytes(self.data);
    // Bytes above 127 are no letters.
    const safe = text.replace(/[\x80-\xff]/g, HIGH_AS_SYMBOL);
    const result = strMethod(name)(safe);
    if (typeof result !== 'string') return result;
    let out = '';
    for (let i = 0; i < result.length; i++) out += text.charCodeAt(i) > 127 ? text[i] : result[i];
    return back(self, out);
  });
}

const HIGH_AS_SYMBOL = '!';

function checkBound(bound: Value = null): void {
  if (bound !== null && indexOf(bound) === undefined) {
    typeError('slice indices must be integers or None or have an __index__ method');
  }
}

/** Places of a search as `str` has them; a number stands for the byte. */
function search(name: string): Definition {
  return parsed(2, 4, (self: PyBytes, sub: Value, start?: Value, end?: Value) => {
    checkBound(start);
    checkBound(end);
    const byte = indexOf(sub);
    if (byte !== undefined && (byte < 0 || byte > 255)) valueError('byte must be in range(0, 256)');
    if (byte === undefined && !(payloadOf(sub) instanceof PyBytes)) {
      typeError(`argument should be integer or bytes-like object, not '${typeName(sub)}'`);
    }
    const text = byte === undefined ? argumentText(sub) : String.fromCharCode(Number(byte));
    const find = strMethod(name === 'index' ? 'find' : name === 'rindex' ? 'rfind' : name);
    const place = find(textOfBytes(self.data), text, start, end);
    if ((name === 'index' || name === 'rindex') && place === -1) valueError('subsection not found');
    return place;
  });
}

function affix(name: string): Definition {
  return parsed(2, 4, (self: PyBytes, affixes: Value, start?: Value, end?: Value) => {
    checkBound(start);
    checkBound(end);
    const inner = payloadOf(affixes);
    if (!(inner instanceof PyBytes) && !(inner instanceof PyTuple)) {
      typeError(`${name} first arg must be bytes or a tuple of bytes, not ${typeName(affixes)}`);
    }
    const converted = inner instanceof PyTuple ? new PyTuple(inner.items.map(argumentText)) : argumentText(inner);
    return strMethod(name)(textOfBytes(self.data), converted, start, end);
  });
}

/** What is white space in a str but not in bytes. */
const STR_BLANKS = '\u001c\u001d\u001e\u001f\u0085\u00a0';

function split(name: string): Definition {
  return keywords(['sep', 'maxsplit'], 0, (self: PyBytes, separator: Value = null, limit: Value = -1) => {
    const text = separator === null ? null : argumentText(separator);
    // What only str counts as white space is set apart by characters that become the same bytes again.
    const whole = textOfBytes(self.data);
    const source =
      text === null
        ? Array.from(whole, (c) => (STR_BLANKS.includes(c) ? String.fromCharCode(0xe000 + c.charCodeAt(0)) : c)).join(
            '',
          )
        : whole;
    return back(self, strMethod(name)(source, text, limit));
  });
}

function strip(name: string): Definition {
  return range(1, 2, (self: PyBytes, chars: Value = null) => {
    return back(self, strMethod(name)(textOfBytes(self.data), chars === null ? ' \t\n\r\f\v' : argumentText(chars)));
  });
}

function align(name: string): Definition {
  return range(2, 3, (self: PyBytes, width: Value, fill?: Value) => {
    toIndex(width);
    let text: Value = ' ';
    if (fill !== undefined) {
      const inner = payloadOf(fill);
      if (!(inner instanceof PyBytes) || inner.data.length !== 1) {
        typeError(`${name}() argument 2 must be a byte string of length 1, not ${argumentTypeName(fill)}`);
      }
      text = argumentText(inner);
    }
    return back(self, strMethod(name)(textOfBytes(self.data), width, text));
  });
}

const shared: Record<string, Definition> = {
  decode: keywords(['encoding', 'errors'], 0, (self: PyBytes, encoding: Value = 'utf-8', errors: Value = 'strict') => {
    if (typeof encoding !== 'string')
      typeError(`decode() argument 'encoding' must be str, not ${argumentTypeName(encoding)}`);
    if (typeof errors !== 'string')
      typeError(`decode() argument 'errors' must be str, not ${argumentTypeName(errors)}`);
    charge(self.data.length >> 4);
    return decodeBytes(self.data, encoding, errors);
  }),
  hex: keywords(['sep', 'bytes_per_sep'], 0, (self: PyBytes, separator?: Value, group: Value = 1) => {
    charge(self.data.length >> 2);
    allocate(self.data.length * 3);
    const size = toInt(group);
    const text = separator === undefined ? '' : hexSeparator(separator);
    const pairs = Array.from(self.data, (byte) => byte.toString(16).padStart(2, '0'));
    if (size === 0 || text === '') return pairs.join('');
    // Groups are counted from the right, with a negative size from the left.
    const width = Math.abs(size);
    const shift = size > 0 ? pairs.length % width : 0;
    return pairs.map((pair, i) => (i > 0 && (i - shift) % width === 0 ? text + pair : pair)).join('');
  }),
  translate: keywords(['', 'delete'], 1, (self: PyBytes, table: Value, remove?: Value) => {
    const map = table === null ? null : (argumentText(table) as string);
    if (map !== null && map.length !== 256) valueError('translation table must be 256 characters long');
    const removed = new Set(remove === undefined ? '' : (argumentText(remove) as string));
    const kept = Array.from(textOfBytes(self.data)).filter((c) => !removed.has(c));
    return back(self, map === null ? kept.join('') : kept.map((c) => map[c.charCodeAt(0)]).join(''));
  }),
  count: search('count'),
  find: search('find'),
  rfind: search('rfind'),
  index: search('index'),
  rindex: search('rindex'),
  startswith: affix('startswith'),
  endswith: affix('endswith'),
  split: split('split'),
  rsplit: split('rsplit'),
  splitlines: keywords(['keepends'], 0, (self: PyBytes, keep: Value = false) => {
    const lines = textOfBytes(self.data).match(/[^\n\r]*(?:\r\n|[\n\r]|$)/g) ?? [];
    if (lines[lines.length - 1] === '') lines.pop();
    return back(self, new PyList(toIndex(keep) !== 0 ? lines : lines.map((line) => line.replace(/\r?\n$|\r$/, ''))));
  }),
  strip: strip('strip'),
  lstrip: strip('lstrip'),
  rstrip: strip('rstrip'),
  center: align('center'),
  ljust: align('ljust'),
  rjust: align('rjust'),
  zfill: exact(2, (self: PyBytes, width: Value) =>
    back(self, strMethod('zfill')(textOfBytes(self.data), toIndex(width))),
  ),
  expandtabs: keywords(['tabsize'], 0, (self: PyBytes, size: Value = 8) =>
    back(self, strMethod('expandtabs')(textOfBytes(self.data), size)),
  ),
  replace: range(3, 4, (self: PyBytes, old: Value, by: Value, limit: Value = -1) =>
    back(self, strMethod('replace')(textOfBytes(self.data), argumentText(old), argumentText(by), limit)),
  ),
  partition: exact(2, (self: PyBytes, separator: Value) =>
    back(self, strMethod('partition')(textOfBytes(self.data), argumentText(separator))),
  ),
  rpartition: exact(2, (self: PyBytes, separator: Value) =>
    back(self, strMethod('rpartition')(textOfBytes(self.data), argumentText(separator))),
  ),
  removeprefix: exact(2, (self: PyBytes, prefix: Value) =>
    back(self, strMethod('removeprefix')(textOfBytes(self.data), argumentText(prefix))),
  ),
  removesuffix: exact(2, (self: PyBytes, suffix: Value) =>
    back(self, strMethod('removesuffix')(textOfBytes(self.data), argumentText(suffix))),
  ),
  join: exact(2, join),
};
for (const name of [
  'upper',
  'lower',
  'capitalize',
  'title',
  'swapcase',
  'isalpha',
  'isdigit',
  'isalnum',
  'isspace',
  'islower',
  'isupper',
  'istitle',
]) {
  shared[name] = plain(name);
}
shared.isascii = exact(1, (self: PyBytes) => self.data.every((byte) => byte < 128));

/** Separator of `hex()`: one ASCII character. */
function hexSeparator(separator: Value): string {
  const inner = payloadOf(separator);
  if (typeof inner !== 'string' && !(inner instanceof PyBytes)) {
    typeError(`object of type '${typeName(separator)}' has no len()`);
  }
  const text = typeof inner === 'string' ? inner : textOfBytes(inner.data);
  if (text.length !== 1) valueError('sep must be length 1.');
  if (text.charCodeAt(0) > 127) valueError('sep must be ASCII.');
  return text;
}

function join(self: PyBytes, values: Value): Value {
  if (tryIterator(values) === undefined) typeError('can only join an iterable');
  const parts: string[] = [];
  iterateAll(values, (item) => {
    if (!(item instanceof PyBytes)) {
      typeError(`sequence item ${parts.length}: expected a bytes-like object, ${typeName(item)} found`);
    }
    allocate(item.data.length + self.data.length);
    parts.push(textOfBytes(item.data));
  });
  return back(self, parts.join(textOfBytes(self.data)));
}

defineMethods(bytesType, shared);
defineMethods(bytearrayType, {
  ...shared,
  append: exact(2, (self: PyBytes, byte: Value) => {
    const grown = new Uint8Array(self.data.length + 1);
    allocate(1 + (grown.length >> 4));
    grown.set(self.data);
    grown[self.data.length] = byteOf(byte);
    self.data = grown;
    return null;
  }),
  extend: exact(2, (self: PyBytes, values: Value) => {
    const added = collect(values);
    const grown = new Uint8Array(self.data.length + added.length);
    allocate(grown.length);
    grown.set(self.data);
    grown.set(added, self.data.length);
    self.data = grown;
    return null;
  }),
  pop: range(1, 2, (self: PyBytes, place: Value = -1) => {
    if (self.data.length === 0) raise('IndexError', 'pop from empty bytearray');
    const n = toIndex(place);
    const at = n < 0 ? n + self.data.length : n;
    if (at < 0 || at >= self.data.length) raise('IndexError', 'pop index out of range');
    const byte = self.data[at];
    self.data = self.data.filter((_, i) => i !== at);
    return byte;
  }),
  clear: exact(1, (self: PyBytes) => {
    self.data = new Uint8Array(0);
    return null;
  }),
  reverse: exact(1, (self: PyBytes) => {
    self.data.reverse();
    return null;
  }),
  copy: exact(1, (self: PyBytes) => withData(self, self.data.slice())),
});

function byteOf(value: Value): number {
  const n = indexOf(value);
  if (n === undefined) typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  if (n < 0 || n > 255) valueError('byte must be in range(0, 256)');
  return Number(n);
}

/** The bytes of an iterable of small ints. */
export function collect(values: Value): Uint8Array {
  const inner = payloadOf(values);
  if (inner instanceof PyBytes) return inner.data.slice();
  const bytes: number[] = [];
  iterateAll(values, (item) => {
    const n = indexOf(item);
    if (n === undefined) typeError(`'${typeName(item)}' object cannot be interpreted as an integer`);
    if (n < 0 || n > 255) valueError('bytes must be in range(0, 256)');
    allocate(1);
    bytes.push(Number(n));
  });
  return Uint8Array.from(bytes);
}

function construct(name: string): NonNullable<PyType['construct']> {
  return (args: Value[], kwargs: Kwargs | null) => {
    const [source, encoding, errors] = parseArguments(name, ['source', 'encoding', 'errors'], args, kwargs);
    return withType(name, dataOf(name, source, encoding, errors));
  };
}

function withType(name: string, data: Uint8Array): PyBytes {
  const bytes = new PyBytes(data);
  if (name === 'bytearray') bytes.cls = bytearrayType;
  return bytes;
}

function dataOf(
  name: string,
  source: Value | undefined,
  encoding: Value | undefined,
  errors: Value | undefined,
): Uint8Array {
  if (encoding !== undefined && typeof encoding !== 'string') {
    typeError(`${name}() argument 'encoding' must be str, not ${argumentTypeName(encoding)}`);
  }
  if (errors !== undefined && typeof errors !== 'string') {
    typeError(`${name}() argument 'errors' must be str, not ${argumentTypeName(errors)}`);
  }
  if (source === undefined) {
    if (encoding !== undefined) typeError('encoding without a string argument');
    if (errors !== undefined) typeError('errors without a string argument');
    return new Uint8Array(0);
  }
  const inner = payloadOf(source);
  if (typeof inner === 'string') {
    if (encoding === undefined) typeError('string argument without an encoding');
    return encodeText(inner, encoding, errors ?? 'strict');
  }
  if (encoding !== undefined) typeError('encoding without a string argument');
  if (errors !== undefined) typeError('errors without a string argument');
  const own = callSpecial(source, '__bytes__');
  if (own !== NotImplemented) {
    const made = payloadOf(own);
    return made instanceof PyBytes ? made.data : typeError(`__bytes__ returned non-bytes (type ${typeName(own)})`);
  }
  const count = indexOf(source);
  if (count !== undefined) {
    if (typeof count === 'bigint') raise('OverflowError', "cannot fit 'int' into an index-sized integer");
    if (count < 0) valueError('negative count');
    allocate(count);
    charge(count >> 6);
    return new Uint8Array(count);
  }
  if (tryIterator(source) === undefined) typeError(`cannot convert '${typeName(source)}' object to bytes`);
  return collect(source);
}

bytesType.construct = construct('bytes');
bytearrayType.construct = construct('bytearray');

for (const type of [bytesType, bytearrayType]) {
  defineClassMethods(type, {
    fromhex: exact(2, (_cls: Value, text: Value) => {
      if (typeof text !== 'string') typeError(`fromhex() argument must be str, not ${argumentTypeName(text)}`);
      const digits = text.replace(/\s+/g, '');
      const wrong = /[^0-9a-fA-F]/.exec(digits);
      if (wrong !== null || digits.length % 2 === 1) {
        const place = wrong === null ? text.length : text.indexOf(wrong[0]);
        valueError(`non-hexadecimal number found in fromhex() arg at position ${place}`);
      }
      return withType(
        type.name,
        Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
      );
    }),
  });
}
defineStaticMethods(bytesType, {
  maketrans: range(2, 2, (from: Value, to: Value) => {
    const [a, b] = [argumentText(from) as string, argumentText(to) as string];
    if (a.length !== b.length) valueError('maketrans arguments must have same length');
    const table = Uint8Array.from({ length: 256 }, (_, i) => i);
    for (let i = 0; i < a.length; i++) table[a.charCodeAt(i)] = b.charCodeAt(i);
    return new PyBytes(table);
  }),
});
