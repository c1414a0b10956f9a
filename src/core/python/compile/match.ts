import type { Match, MatchClass, MatchMapping, MatchSequence, Pattern } from '../ast.ts';
import { allocate, charge } from '../budget.ts';
import { chargeItems } from '../ops/arithmetic.ts';
import { findAttribute, optionalAttribute } from '../ops/attributes.ts';
import { equal, payloadOf } from '../ops/equal.ts';
import { PyDict } from '../values/dict.ts';
import { raise, typeError } from '../values/exceptions.ts';
import type { Frame } from '../values/frame.ts';
import { typeName, typeOf } from '../values/types.ts';
import { PyList, PyObject, PyRange, PyTuple, PyType, type Value } from '../values/value.ts';
import { compileExpression, compileTest } from './expressions.ts';
import { locate } from './locate.ts';
import { compileStoreName } from './names.ts';
import type { Scope } from './scope.ts';
import { compileBlock } from './statements.ts';
import type { Execute } from './types.ts';

/** A pattern, compiled: whether a value fits; captures are stored on the way. */
type Fits = (frame: Frame, value: Value) => boolean;

/** Compiles `match`. */
export function compileMatch(node: Match, scope: Scope): Execute {
  const subject = compileExpression(node.subject, scope);
  const cases = node.cases.map((c) => ({
    line: c.pattern.line,
    fits: compilePattern(c.pattern, scope),
    guard: c.guard === null ? null : compileTest(c.guard, scope),
    body: compileBlock(c.body, scope),
  }));
  const { tracer } = scope.context;
  return (f) => {
    const value = subject(f);
    for (const { line, fits, guard, body } of cases) {
      charge(1);
      tracer?.atLine(f, line, scope);
      let chosen: boolean;
      try {
        chosen = fits(f, value) && (guard === null || guard(f));
      } catch (error) {
        throw locate(error, line);
      }
      if (chosen) return body(f);
    }
    return undefined;
  };
}

function compilePattern(pattern: Pattern, scope: Scope): Fits {
  switch (pattern.kind) {
    case 'MatchValue': {
      const expected = compileExpression(pattern.value, scope);
      return (f, value) => equal(value, expected(f));
    }
    case 'MatchSingleton':
      return (_f, value) => value === pattern.value;
    case 'MatchAs': {
      const inner = pattern.pattern === null ? null : compilePattern(pattern.pattern, scope);
      const store = pattern.name === null ? null : compileStoreName(scope, pattern.name);
      return (f, value) => {
        if (inner !== null && !inner(f, value)) return false;
        store?.(f, value);
        return true;
      };
    }
    case 'MatchOr': {
      const alternatives = pattern.patterns.map((p) => compilePattern(p, scope));
      return (f, value) => alternatives.some((fits) => fits(f, value));
    }
    case 'MatchSequence':
      return compileSequence(pattern, scope);
    case 'MatchMapping':
      return compileMapping(pattern, scope);
    case 'MatchClass':
      return compileClassPattern(pattern, scope);
    case 'MatchStar':
      throw new Error('a star pattern stands inside a sequence pattern only');
  }
}

/** Items of a value that sequence patterns match: not those of strings. */
function sequenceItems(value: Value): readonly Value[] | undefined {
  const inner = payloadOf(value);
  if (inner instanceof PyList || inner instanceof PyTuple) return inner.items;
  if (inner instanceof PyRange) {
    chargeItems(inner.length);
    allocate(inner.length * 8);
    return Array.from({ length: inner.length }, (_, i) => inner.start + i * inner.step);
  }
  if (inner instanceof PyObject && 'matchItems' in inner) return (inner.matchItems as () => Value[])();
  return undefined;
}

function compileSequence(pattern: MatchSequence, scope: Scope): Fits {
  const star = pattern.patterns.findIndex((p) => p.kind === 'MatchStar');
  const parts = pattern.patterns.map((p) => (p.kind === 'MatchStar' ? null : compilePattern(p, scope)));
  const starred = pattern.patterns[star];
  const storeRest =
    starred?.kind === 'MatchStar' && starred.name !== null ? compileStoreName(scope, starred.name) : null;
  return (f, value) => {
    const items = sequenceItems(value);
    if (items === undefined) return false;
    charge(items.length >> 2);
    if (star < 0) return items.length === parts.length && parts.every((fits, i) => fits!(f, items[i]));
    const after = parts.length - star - 1;
    if (items.length < star + after) return false;
    for (let i = 0; i < star; i++) if (!parts[i]!(f, items[i])) return false;
    const end = items.length - after;
    storeRest?.(f, new PyList(items.slice(star, end)));
    for (let i = 0; i < after; i++) if (!parts[star + 1 + i]!(f, items[end + i])) return false;
    return true;
  };
}

function compileMapping(pattern: MatchMapping, scope: Scope): Fits {
  const keys = pattern.keys.map((key) => compileExpression(key, scope));
  const parts = pattern.patterns.map((p) => compilePattern(p, scope));
  const storeRest = pattern.rest === null ? null : compileStoreName(scope, pattern.rest);
  return (f, value) => {
    const dict = payloadOf(value);
    if (!(dict instanceof PyDict)) return false;
    const wanted = keys.map((key) => key(f));
    for (let i = 0; i < wanted.length; i++) {
      const item = dict.get(wanted[i]);
      if (item === undefined || !parts[i](f, item)) return false;
    }
    if (storeRest !== null) {
      const rest = new PyDict();
      rest.setAll(dict);
      for (const key of wanted) rest.delete(key);
      storeRest(f, rest);
    }
    return true;
  };
}

/** Built-in classes whose single positional sub-pattern matches the value itself. */
const SELF_MATCHING = new Set([
  'bool',
  'bytearray',
  'bytes',
  'dict',
  'float',
  'frozenset',
  'int',
  'list',
  'set',
  'str',
  'tuple',
]);

function compileClassPattern(pattern: MatchClass, scope: Scope): Fits {
  const cls = compileExpression(pattern.cls, scope);
  const positional = pattern.patterns.map((p) => compilePattern(p, scope));
  const named = pattern.kwd_patterns.map((p) => compilePattern(p, scope));
  return (f, value) => {
    const type = cls(f);
    if (!(type instanceof PyType)) typeError('called match pattern must be a type');
    if (!typeOf(value).isSubclassOf(type)) return false;
    if (positional.length > 0) {
      if (
        type.mro.some((t) => !t.isHeap && SELF_MATCHING.has(t.name)) &&
        findAttribute(type, '__match_args__') === undefined
      ) {
        if (positional.length > 1) tooManyPatterns(type, 1, positional.length);
        if (!positional[0](f, value)) return false;
      } else {
        const names = matchArguments(type);
        if (positional.length > names.length) tooManyPatterns(type, names.length, positional.length);
        for (let i = 0; i < positional.length; i++) {
          const name = names[i];
          if (typeof name !== 'string') typeError(`__match_args__ elements must be strings (got ${typeName(name)})`);
          const item = optionalAttribute(value, name);
          if (item === undefined || !positional[i](f, item)) return false;
        }
      }
    }
    return pattern.kwd_attrs.every((name, i) => {
      const item = optionalAttribute(value, name);
      return item !== undefined && named[i](f, item);
    });
  };
}

function matchArguments(type: PyType): readonly Value[] {
  const names = findAttribute(type, '__match_args__');
  if (names === undefined) return [];
  if (!(names instanceof PyTuple)) typeError(`${type.name}.__match_args__ must be a tuple (got ${typeName(names)})`);
  return names.items;
}

function tooManyPatterns(type: PyType, allowed: number, given: number): never {
  raise(
    'TypeError',
    `${type.name}() accepts ${allowed} positional sub-pattern${allowed === 1 ? '' : 's'} (${given} given)`,
  );
}
