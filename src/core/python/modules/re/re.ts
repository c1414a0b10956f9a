import type { BinaryOperator } from '../../ast.ts';
import { allocate, charge, unsupported } from '../../budget.ts';
import {
  type Definition,
  defineGetters,
  defineMethods,
  exact,
  keywords,
  makeBuiltin,
  noKeywords,
  python,
} from '../../builtins/define.ts';
import { strRepr } from '../../format/strRepr.ts';
import { call, isCallable } from '../../ops/call.ts';
import { payloadOf } from '../../ops/equal.ts';
import { hashValue } from '../../ops/hash.ts';
import { indexOf, toIndex, toSize } from '../../ops/integer.ts';
import { codePoints } from '../../ops/iterate.ts';
import { ownText } from '../../ownText.ts';
import { PyDict } from '../../values/dict.ts';
import { exceptionTypes, indexError, Raised, typeError } from '../../values/exceptions.ts';
import { NativeIterator } from '../../values/iterators.ts';
import { makeType, typeName } from '../../values/types.ts';
import { PyBytes, PyException, PyList, PyObject, PyTuple, PyType, type Value } from '../../values/value.ts';
import { matchAt, type Points, searchFrom } from './matcher.ts';
import { parsePattern } from './parsePattern.ts';
import { compilePattern, type Program } from './program.ts';
import { Flag, PatternFault } from './syntax.ts';
import { parseTemplate, type Template } from './template.ts';

/** `re`, on a matcher of our own that pays fuel: JavaScript's cannot be stopped. */

const errorType = new PyType('error', [exceptionTypes.get('Exception')!]);
errorType.module = 're';
errorType.acceptableBase = true;
errorType.construct = (args, kwargs, cls) =>
  args.length === 1 && kwargs === null
    ? new PyException(cls, args)
    : unsupported('re.error() with a pattern or a position');

function patternError(fault: PatternFault, pattern: string): never {
  const { message, position } = fault;
  let text = message;
  if (position >= 0) {
    text += ` at position ${position}`;
    if (pattern.includes('\n')) {
      const before = codePoints(pattern).slice(0, position).join('');
      const line = before.split('\n').length;
      text += ` (line ${line}, column ${position - codePoints(before.slice(0, before.lastIndexOf('\n') + 1)).length + 1})`;
    }
  }
  const exception = new PyException(errorType, [text]);
  exception.attributes.set('msg', message);
  exception.attributes.set('pattern', pattern);
  exception.attributes.set('pos', position < 0 ? null : position);
  throw new Raised(exception);
}

/** Runs `build`, turning faults of patterns and templates into `re.error`. */
function orError<T>(pattern: string, build: () => T): T {
  try {
    return build();
  } catch (fault) {
    if (fault instanceof PatternFault) patternError(fault, pattern);
    throw fault;
  }
}

/** Estimated bytes of a subject and a match, besides five a character. */
const SUBJECT_BYTES = 256;

/** A subject as code points, and how to take parts of it. */
class Subject {
  readonly points: Points;
  private readonly chars: string[] | null;

  constructor(readonly text: string) {
    const astral = /[\ud800-\udfff]/.test(text);
    charge(1 + (text.length >> 4));
    allocate(SUBJECT_BYTES + text.length * 5);
    this.chars = astral ? codePoints(text) : null;
    const length = this.chars === null ? text.length : this.chars.length;
    this.points = new Int32Array(length);
    for (let i = 0; i < length; i++) {
      this.points[i] = this.chars === null ? text.charCodeAt(i) : this.chars[i].codePointAt(0)!;
    }
  }

  slice(from: number, to: number): string {
    return this.chars === null ? ownText(this.text.slice(from, to)) : this.chars.slice(from, to).join('');
  }
}

/** A flag of `re`, or several: an int that shows its names. */
class PyFlag extends PyObject {
  constructor(readonly bits: number) {
    super();
  }

  override operate(op: BinaryOperator, other: Value): Value | undefined {
    const theirs = other instanceof PyFlag ? other.bits : indexOf(other);
    if (typeof theirs !== 'number') return undefined;
    if (op === 'BitOr') return new PyFlag(this.bits | theirs);
    if (op === 'BitAnd') return new PyFlag(this.bits & theirs);
    return op === 'BitXor' ? new PyFlag(this.bits ^ theirs) : unsupported('arithmetic with re flags');
  }

  override equals(other: Value): boolean {
    return (other instanceof PyFlag ? other.bits : indexOf(other)) === this.bits;
  }

  override isTrue(): boolean {
    return this.bits !== 0;
  }

  override toInteger(): Value {
    return this.bits;
  }

  override hashAs(): Value {
    return this.bits;
  }

  override plainNumber(): Value {
    return this.bits;
  }

  override represent(): string {
    if (this.bits === 0) return 're.NOFLAG';
    const names = Object.keys(Flag).filter((name) => (this.bits & Flag[name as keyof typeof Flag]) !== 0);
    return names
      .sort((a, b) => FLAG_ORDER.indexOf(a) - FLAG_ORDER.indexOf(b))
      .map((name) => `re.${name}`)
      .join('|');
  }
}
PyFlag.prototype.cls = makeType('RegexFlag');
PyFlag.prototype.cls.module = 're';
PyFlag.prototype.cls.construct = () => unsupported('calling re.RegexFlag');

const FLAG_ORDER = ['ASCII', 'IGNORECASE', 'LOCALE', 'UNICODE', 'MULTILINE', 'DOTALL', 'VERBOSE', 'TEMPLATE', 'DEBUG'];

class PyPattern extends PyObject {
  constructor(
    readonly source: string,
    readonly program: Program,
  ) {
    super();
  }

  override represent(): string {
    const names = Object.entries(Flag).filter(([name, bit]) => name !== 'UNICODE' && (this.program.flags & bit) !== 0);
    const flags = names.length === 0 ? '' : `, ${names.map(([name]) => `re.${name}`).join('|')}`;
    return `re.compile(${strRepr(this.source).slice(0, 200)}${flags})`;
  }

  override equals(other: Value): boolean {
    return other instanceof PyPattern && other.source === this.source && other.program.flags === this.program.flags;
  }
}
const patternType = makeType('Pattern');
patternType.module = 're';
patternType.shownName = 're.Pattern';
PyPattern.prototype.cls = patternType;

class PyMatch extends PyObject {
  constructor(
    readonly pattern: PyPattern,
    readonly subject: Subject,
    readonly slots: Int32Array,
    readonly position: number,
    readonly end: number,
  ) {
    super();
  }

  /** The text of a group, `null` where it took no part. */
  text(index: number): string | null {
    const from = this.slots[index * 2];
    const to = this.slots[index * 2 + 1];
    return from < 0 || to < 0 ? null : this.subject.slice(from, to);
  }

  index(group: Value): number {
    if (typeof group === 'string') {
      const index = this.pattern.program.names.get(group);
      return index === undefined ? indexError('no such group') : index;
    }
    const index = indexOf(group);
    if (index === undefined || index < 0 || index >= this.pattern.program.groups) indexError('no such group');
    return Number(index);
  }

  override getItem(key: Value): Value {
    return this.text(this.index(key));
  }

  override represent(): string {
    return `<re.Match object; span=(${this.slots[0]}, ${this.slots[1]}), match=${strRepr(this.text(0)!)}>`;
  }
}
const matchType = makeType('Match');
matchType.module = 're';
matchType.shownName = 're.Match';
PyMatch.prototype.cls = matchType;

const cache = new Map<string, PyPattern>();

function compile(pattern: Value, flags: Value): PyPattern {
  // CPython looks both up in a cache first, and asks whether the flags have TEMPLATE.
  hashValue(pattern);
  hashValue(flags);
  const source = payloadOf(pattern);
  if (source instanceof PyPattern) {
    if (flags !== 0 && !(flags instanceof PyFlag && flags.bits === 0)) {
      throw new Raised(
        new PyException(exceptionTypes.get('ValueError')!, ['cannot process flags argument with a compiled pattern']),
      );
    }
    return source;
  }
  if (source instanceof PyBytes) unsupported('re on bytes');
  if (typeof source !== 'string') typeError('first argument must be string or compiled pattern');
  if (!(flags instanceof PyFlag) && indexOf(flags) === undefined)
    unsupported(`re with flags that are a ${typeName(flags)}`);
  const bits = flags instanceof PyFlag ? flags.bits : toIndex(flags);
  const both = Flag.ASCII | Flag.UNICODE;
  if ((bits & both) === both) {
    throw new Raised(new PyException(exceptionTypes.get('ValueError')!, ['ASCII and UNICODE flags are incompatible']));
  }
  if ((bits & (Flag.LOCALE | Flag.DEBUG)) !== 0) unsupported('re.LOCALE and re.DEBUG');
  const key = `${bits}:${source}`;
  const known = cache.get(key);
  charge(1 + source.length);
  if (known !== undefined) return known;
  const program = orError(source, () => compilePattern(parsePattern(source, bits)));
  const compiled = new PyPattern(source, program);
  if (cache.size >= 256) cache.clear();
  cache.set(key, compiled);
  return compiled;
}

function subjectOf(value: Value): Subject {
  const text = payloadOf(value);
  if (text instanceof PyBytes) typeError('cannot use a string pattern on a bytes-like object');
  if (typeof text !== 'string') typeError(`expected string or bytes-like object, got '${typeName(value)}'`);
  return new Subject(text);
}

function bounds(subject: Subject, position: Value, end: Value): [number, number] {
  const { length } = subject.points;
  const last = Math.max(0, Math.min(toIndex(end), length));
  return [Math.max(0, Math.min(toIndex(position), length)), last];
}

type Mode = 'match' | 'search' | 'fullmatch';

function find(
  pattern: PyPattern,
  text: Value,
  mode: Mode,
  position: Value = 0,
  end: Value = Number.MAX_SAFE_INTEGER,
): Value {
  toSize(position);
  toSize(end);
  const subject = subjectOf(text);
  const [from, to] = bounds(subject, position, end);
  if (from > to) return null;
  const { program } = pattern;
  const slots =
    mode === 'search'
      ? searchFrom(program, subject.points, from, to, false)
      : matchAt(program, subject.points, from, to, { endAt: mode === 'fullmatch' ? to : -1, mustAdvance: false });
  return slots === null ? null : new PyMatch(pattern, subject, slots, from, to);
}

/** All matches from left to right, empty ones included, as CPython 3.7 and later find them. */
function* scan(pattern: PyPattern, subject: Subject, from: number, to: number): Generator<PyMatch> {
  let start = from;
  let mustAdvance = false;
  while (start <= to) {
    const slots = searchFrom(pattern.program, subject.points, start, to, mustAdvance);
    if (slots === null) return;
    yield new PyMatch(pattern, subject, slots, from, to);
    mustAdvance = slots[0] === slots[1];
    start = slots[1];
  }
}

function findAll(pattern: PyPattern, text: Value, position: Value = 0, end: Value = Number.MAX_SAFE_INTEGER): Value {
  toSize(position);
  toSize(end);
  const subject = subjectOf(text);
  const found: Value[] = [];
  const { groups } = pattern.program;
  for (const match of scan(pattern, subject, ...bounds(subject, position, end))) {
    allocate(32);
    if (groups === 1) found.push(match.text(0));
    else if (groups === 2) found.push(match.text(1) ?? '');
    else found.push(new PyTuple(Array.from({ length: groups - 1 }, (_, i) => match.text(i + 1) ?? '')));
  }
  return new PyList(found);
}

function substitute(pattern: PyPattern, by: Value, text: Value, limit: Value): { text: string; count: number } {
  toSize(limit);
  const subject = subjectOf(text);
  const most = toIndex(limit);
  const replacement = payloadOf(by);
  let template: Template | null = null;
  if (typeof replacement === 'string') {
    const { groups, names } = pattern.program;
    template = orError(replacement, () => parseTemplate(replacement, groups, names));
  } else if (!isCallable(by)) typeError(`decoding to str: need a bytes-like object, ${typeName(by)} found`);
  let out = '';
  let last = 0;
  let count = 0;
  const { length } = subject.points;
  for (const match of scan(pattern, subject, 0, length)) {
    if (most > 0 && count >= most) break;
    count++;
    let piece: string;
    if (template !== null) piece = expand(template, match);
    else {
      const result = payloadOf(call(by, [match]));
      if (typeof result !== 'string' && result !== null) {
        typeError(`expected str instance, ${typeName(result)} found`);
      }
      piece = result ?? '';
    }
    out += subject.slice(last, match.slots[0]) + piece;
    charge(piece.length >> 6);
    allocate(piece.length + 16);
    last = match.slots[1];
  }
  return { text: out + subject.slice(last, length), count };
}

function expand(template: Template, match: PyMatch): string {
  return template.map((part) => (typeof part === 'number' ? (match.text(part) ?? '') : part)).join('');
}

function split(pattern: PyPattern, text: Value, limit: Value): Value {
  toSize(limit);
  const subject = subjectOf(text);
  const most = toIndex(limit);
  const parts: Value[] = [];
  let last = 0;
  let count = 0;
  const { length } = subject.points;
  for (const match of scan(pattern, subject, 0, length)) {
    if (most > 0 && count >= most) break;
    count++;
    allocate(48);
    parts.push(subject.slice(last, match.slots[0]));
    for (let i = 1; i < pattern.program.groups; i++) parts.push(match.text(i));
    last = match.slots[1];
  }
  parts.push(subject.slice(last, length));
  return new PyList(parts);
}

function iterate(pattern: PyPattern, text: Value, position: Value = 0, end: Value = Number.MAX_SAFE_INTEGER): Value {
  const subject = subjectOf(text);
  const matches = scan(pattern, subject, ...bounds(subject, position, end));
  const next = (): Value | undefined => {
    const match = matches.next();
    return match.done === true ? undefined : match.value;
  };
  return new NativeIterator('callable_iterator', { next, holds: () => [pattern, subject] });
}

/** The functions on a text, as methods of a pattern: `self` first. */
const searching = (mode: Mode): Definition =>
  keywords(['string', 'pos', 'endpos'], 1, (self: PyPattern, text: Value, position?: Value, end?: Value) =>
    find(self, text, mode, position, end),
  );

defineMethods(patternType, {
  match: searching('match'),
  search: searching('search'),
  fullmatch: searching('fullmatch'),
  findall: keywords(['string', 'pos', 'endpos'], 1, findAll),
  finditer: keywords(['string', 'pos', 'endpos'], 1, iterate),
  sub: keywords(
    ['repl', 'string', 'count'],
    2,
    (self: PyPattern, by: Value, text: Value, count: Value = 0) => substitute(self, by, text, count).text,
  ),
  subn: keywords(['repl', 'string', 'count'], 2, (self: PyPattern, by: Value, text: Value, count: Value = 0) => {
    const result = substitute(self, by, text, count);
    return new PyTuple([result.text, result.count]);
  }),
  split: keywords(['string', 'maxsplit'], 1, (self: PyPattern, text: Value, limit: Value = 0) =>
    split(self, text, limit),
  ),
});
defineGetters(patternType, {
  pattern: (self: PyPattern) => self.source,
  flags: (self: PyPattern) => self.program.flags,
  groups: (self: PyPattern) => self.program.groups - 1,
  groupindex: () => unsupported('Pattern.groupindex'),
});

defineMethods(matchType, {
  group: noKeywords(([self, ...groups]) => {
    const match = self as PyMatch;
    if (groups.length === 0) return match.text(0);
    const texts = groups.map((group) => match.text(match.index(group)));
    return texts.length === 1 ? texts[0] : new PyTuple(texts);
  }),
  groups: keywords(['default'], 0, (self: PyMatch, fallback: Value = null) => {
    const { groups } = self.pattern.program;
    return new PyTuple(Array.from({ length: groups - 1 }, (_, i) => self.text(i + 1) ?? fallback));
  }),
  groupdict: keywords(['default'], 0, (self: PyMatch, fallback: Value = null) => {
    const dict = new PyDict();
    for (const [name, index] of self.pattern.program.names) dict.set(name, self.text(index) ?? fallback);
    return dict;
  }),
  start: {
    ...exact(2, (self: PyMatch, group: Value = 0) => self.slots[self.index(group) * 2]),
    min: 1,
    convention: 'range',
  },
  end: {
    ...exact(2, (self: PyMatch, group: Value = 0) => self.slots[self.index(group) * 2 + 1]),
    min: 1,
    convention: 'range',
  },
  span: {
    ...exact(2, (self: PyMatch, group: Value = 0) => {
      const index = self.index(group);
      return new PyTuple([self.slots[index * 2], self.slots[index * 2 + 1]]);
    }),
    min: 1,
    convention: 'range',
  },
  expand: exact(2, (self: PyMatch, template: Value) => {
    if (typeof template !== 'string') {
      typeError(`decoding to str: need a bytes-like object, ${typeName(template)} found`);
    }
    const { groups, names } = self.pattern.program;
    return expand(
      orError(template, () => parseTemplate(template, groups, names)),
      self,
    );
  }),
});
defineGetters(matchType, {
  re: (self: PyMatch) => self.pattern,
  string: (self: PyMatch) => self.subject.text,
  pos: (self: PyMatch) => self.position,
  endpos: (self: PyMatch) => self.end,
  lastindex: (self: PyMatch) => {
    const last = lastIndex(self);
    return last === 0 ? null : last;
  },
  lastgroup: (self: PyMatch) => {
    const last = lastIndex(self);
    for (const [name, index] of self.pattern.program.names) if (index === last) return name;
    return null;
  },
});

/** The group that closed last, 0 when none did. */
function lastIndex(match: PyMatch): number {
  return Math.max(0, match.slots[match.pattern.program.groups * 2]);
}

const SPECIAL = new Set('()[]{}?*+-|^$\\.&~# \t\n\r\v\f');

/** A function of the module: the pattern first, flags last. */
function moduleFunction(
  names: readonly string[],
  required: number,
  run: (pattern: PyPattern, values: (Value | undefined)[]) => Value,
): Definition {
  const withPattern = ['pattern', ...names, 'flags'];
  return python(withPattern, required + 1, (...values: (Value | undefined)[]) => {
    const flags = values[withPattern.length - 1];
    return run(
      compile(values[0] as Value, flags === undefined ? 0 : flags),
      names.map((_, i) => values[i + 1]),
    );
  });
}

const LETTERS = {
  A: 'ASCII',
  I: 'IGNORECASE',
  L: 'LOCALE',
  M: 'MULTILINE',
  S: 'DOTALL',
  T: 'TEMPLATE',
  U: 'UNICODE',
  X: 'VERBOSE',
} as const;

/** `re`. */
export function reModule(): Record<string, Value> {
  const functions: Record<string, Definition> = {
    match: moduleFunction(['string'], 1, (pattern, [text]) => find(pattern, text!, 'match')),
    search: moduleFunction(['string'], 1, (pattern, [text]) => find(pattern, text!, 'search')),
    fullmatch: moduleFunction(['string'], 1, (pattern, [text]) => find(pattern, text!, 'fullmatch')),
    findall: moduleFunction(['string'], 1, (pattern, [text]) => findAll(pattern, text!)),
    finditer: moduleFunction(['string'], 1, (pattern, [text]) => iterate(pattern, text!)),
    sub: moduleFunction(
      ['repl', 'string', 'count'],
      2,
      (pattern, [by, text, count]) => substitute(pattern, by!, text!, count === undefined ? 0 : count).text,
    ),
    subn: moduleFunction(['repl', 'string', 'count'], 2, (pattern, [by, text, count]) => {
      const result = substitute(pattern, by!, text!, count === undefined ? 0 : count);
      return new PyTuple([result.text, result.count]);
    }),
    split: moduleFunction(['string', 'maxsplit'], 1, (pattern, [text, limit]) =>
      split(pattern, text!, limit === undefined ? 0 : limit),
    ),
    compile: python(['pattern', 'flags'], 1, (pattern: Value, flags: Value = 0) => compile(pattern, flags)),
    escape: python(['pattern'], 1, (text: Value) => {
      if (text instanceof PyBytes) unsupported('re.escape() of bytes');
      if (typeof text !== 'string') typeError(`decoding to str: need a bytes-like object, ${typeName(text)} found`);
      charge(text.length);
      return codePoints(text)
        .map((c) => (SPECIAL.has(c) ? `\\${c}` : c))
        .join('');
    }),
    purge: python([], 0, () => null),
  };
  const members: Record<string, Value> = { error: errorType, Pattern: patternType, Match: matchType };
  for (const [name, definition] of Object.entries(functions)) members[name] = makeBuiltin(name, definition);
  for (const [name, bit] of Object.entries(Flag)) members[name] = new PyFlag(bit);
  for (const [letter, name] of Object.entries(LETTERS)) members[letter] = new PyFlag(Flag[name]);
  members.NOFLAG = new PyFlag(0);
  members.RegexFlag = PyFlag.prototype.cls;
  return members;
}
