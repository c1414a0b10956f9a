import { allocate, budget, charge } from '../../budget.ts';
import { defineMethods, exact, keywords } from '../../builtins/define.ts';
import { iterateItems } from '../../builtins/functions.ts';
import { BLANKS, LINE_ENDS } from '../../format/blanks.ts';
import { payloadOf } from '../../ops/equal.ts';
import { indexOf, integerFlag } from '../../ops/integer.ts';
import { tryIterator } from '../../ops/iterate.ts';
import { ownText } from '../../ownText.ts';
import { typeError, valueError } from '../../values/exceptions.ts';
import { strType, typeName } from '../../values/types.ts';
import { PyList, type Value } from '../../values/value.ts';

const GAP = new RegExp(`[${BLANKS}]+`);
const LEADING = new RegExp(`^[${BLANKS}]+`);
const WORD = new RegExp(`[^${BLANKS}]+`, 'g');

/** Methods of `str` that take it apart and put it together. */
defineMethods(strType, {
  split: keywords(['sep', 'maxsplit'], 0, (self: string, separator: Value = null, limit: Value = -1) =>
    pay(splitText(self, separator, limit)),
  ),
  rsplit: keywords(['sep', 'maxsplit'], 0, (self: string, separator: Value = null, limit: Value = -1) =>
    pay(splitRight(self, separator, limit)),
  ),
  splitlines: keywords(['keepends'], 0, (self: string, keep: Value = false) =>
    pay(splitLines(self, integerFlag(keep))),
  ),
  join: exact(2, join),
  strip: stripper('strip'),
  lstrip: stripper('lstrip'),
  rstrip: stripper('rstrip'),
});

function stripper(name: 'strip' | 'lstrip' | 'rstrip') {
  return {
    ...exact(2, (self: string, chars: Value = null) => strip(self, chars, name)),
    min: 1,
    convention: 'range' as const,
  };
}

function pay(parts: string[]): PyList {
  charge(parts.length >> 1);
  allocate(parts.length * 24);
  return new PyList(budget.live === null ? parts : parts.map(ownText));
}

function splitArguments(separator: Value, limit: Value): { text: string | null; most: number } {
  const text = payloadOf(separator);
  if (text !== null && typeof text !== 'string') typeError(`must be str or None, not ${typeName(separator)}`);
  const most = indexOf(limit);
  if (most === undefined) typeError(`'${typeName(limit)}' object cannot be interpreted as an integer`);
  if (text === '') valueError('empty separator');
  return { text, most: most < 0 ? Number.MAX_SAFE_INTEGER : Number(most) };
}

function splitText(self: string, separator: Value, limit: Value): string[] {
  const { text, most } = splitArguments(separator, limit);
  if (self.length > 64) charge(self.length >> 6);
  if (text === null) {
    if (most === Number.MAX_SAFE_INTEGER) return self.match(WORD) ?? [];
    const parts: string[] = [];
    let rest = self.replace(LEADING, '');
    while (rest !== '' && parts.length < most) {
      const blank = GAP.exec(rest);
      if (blank === null) break;
      charge(rest.length >> 6);
      parts.push(rest.slice(0, blank.index));
      rest = rest.slice(blank.index + blank[0].length);
    }
    if (rest !== '') parts.push(rest);
    return parts;
  }
  if (most === Number.MAX_SAFE_INTEGER) return self.split(text);
  const parts: string[] = [];
  let from = 0;
  while (parts.length < most) {
    const at = self.indexOf(text, from);
    if (at < 0) break;
    parts.push(self.slice(from, at));
    from = at + text.length;
  }
  parts.push(self.slice(from));
  return parts;
}

function splitRight(self: string, separator: Value, limit: Value): string[] {
  const { text, most } = splitArguments(separator, limit);
  if (most === Number.MAX_SAFE_INTEGER) return splitText(self, separator, limit);
  if (self.length > 64) charge(self.length >> 6);
  const parts: string[] = [];
  if (text === null) {
    let rest = trimEnd(self);
    while (rest !== '' && parts.length < most) {
      let at = rest.length;
      while (at > 0 && !GAP.test(rest[at - 1])) at--;
      if (at === 0) break;
      parts.unshift(rest.slice(at));
      rest = trimEnd(rest.slice(0, at));
    }
    if (rest !== '') parts.unshift(rest);
    return parts;
  }
  let to = self.length;
  while (parts.length < most) {
    const at = to - text.length < 0 ? -1 : self.lastIndexOf(text, to - text.length);
    if (at < 0) break;
    parts.unshift(self.slice(at + text.length, to));
    to = at;
  }
  parts.unshift(self.slice(0, to));
  return parts;
}

const LINE = new RegExp(`[^${LINE_ENDS}]*(?:\\r\\n|[${LINE_ENDS}]|$)`, 'g');
const LINE_END = new RegExp(`(?:\\r\\n|[${LINE_ENDS}])$`);

function splitLines(self: string, keep: boolean): string[] {
  charge(self.length >> 6);
  const lines = self.match(LINE) ?? [];
  if (lines[lines.length - 1] === '') lines.pop();
  return keep ? lines : lines.map((line) => line.replace(LINE_END, ''));
}

function join(self: string, values: Value): Value {
  if (tryIterator(values) === undefined) typeError('can only join an iterable');
  const parts: string[] = [];
  let length = 0;
  let place = 0;
  const add = (item: Value): void => {
    const text = payloadOf(item);
    if (typeof text !== 'string') {
      typeError(`sequence item ${place}: expected str instance, ${typeName(item)} found`);
    }
    place++;
    length += text.length + self.length;
    parts.push(text);
  };
  if (values instanceof PyList) {
    charge(values.items.length);
    for (const item of values.items) add(item);
  } else iterateItems(values, add);
  charge(length >> 6);
  allocate(length);
  return parts.join(self);
}

function strip(self: string, chars: Value, name: 'strip' | 'lstrip' | 'rstrip'): string {
  const set = payloadOf(chars);
  if (set !== null && typeof set !== 'string') typeError(`${name} arg must be None or str`);
  if (self.length > 64) charge(self.length >> 6);
  if (set === null) {
    let text = self;
    if (name !== 'rstrip') text = text.replace(LEADING, '');
    if (name !== 'lstrip') text = trimEnd(text);
    return ownText(text);
  }
  const members = new Set(set);
  const all = Array.from(self);
  let from = 0;
  let to = all.length;
  if (name !== 'rstrip') while (from < to && members.has(all[from])) from++;
  if (name !== 'lstrip') while (to > from && members.has(all[to - 1])) to--;
  return all.slice(from, to).join('');
}

const ONE_BLANK = new RegExp(`^[${BLANKS}]$`);

/** Drops trailing blanks, in time linear in their number (a regular expression would look at every blank inside). */
function trimEnd(text: string): string {
  let to = text.length;
  while (to > 0 && ONE_BLANK.test(text[to - 1])) to--;
  return text.slice(0, to);
}
