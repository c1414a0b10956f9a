import type { Expression, Match, Pattern } from '../ast.ts';
import { failAt } from './compilerChecks.ts';

/** What CPython's compiler refuses in the patterns of a `match`. @throws PythonSyntaxError */
export function checkMatch({ cases }: Match): void {
  cases.forEach(({ pattern, guard }, index) => {
    const names = new Set<string>();
    checkPattern(pattern, names, index === cases.length - 1 || guard !== null);
  });
}

/**
 * @param names captured so far in this case; gains those of `pattern`
 * @param mayMatchAll whether the pattern may match anything here
 */
function checkPattern(pattern: Pattern, names: Set<string>, mayMatchAll: boolean): void {
  switch (pattern.kind) {
    case 'MatchAs':
      if (pattern.pattern === null) {
        if (!mayMatchAll) {
          failAt(
            pattern.name === null
              ? 'wildcard makes remaining patterns unreachable'
              : `name capture '${pattern.name}' makes remaining patterns unreachable`,
            pattern,
          );
        }
      } else {
        checkPattern(pattern.pattern, names, mayMatchAll);
      }
      if (pattern.name !== null) capture(pattern.name, names, pattern);
      return;
    case 'MatchStar':
      if (pattern.name !== null) capture(pattern.name, names, pattern);
      return;
    case 'MatchOr':
      checkAlternatives(pattern, names, mayMatchAll);
      return;
    case 'MatchSequence':
      if (pattern.patterns.filter(({ kind }) => kind === 'MatchStar').length > 1) {
        failAt('multiple starred names in sequence pattern', pattern);
      }
      for (const part of pattern.patterns) checkPattern(part, names, true);
      return;
    case 'MatchMapping': {
      const keys = new Set<string>();
      for (const key of pattern.keys) {
        const text = keyText(key);
        if (text !== undefined && keys.has(text)) failAt(`mapping pattern checks duplicate key (${text})`, pattern);
        if (text !== undefined) keys.add(text);
      }
      for (const part of pattern.patterns) checkPattern(part, names, true);
      if (pattern.rest !== null) capture(pattern.rest, names, pattern);
      return;
    }
    case 'MatchClass': {
      const attributes = new Set<string>();
      pattern.kwd_attrs.forEach((attribute, index) => {
        if (attributes.has(attribute)) {
          failAt(`attribute name repeated in class pattern: ${attribute}`, pattern.kwd_patterns[index]);
        }
        attributes.add(attribute);
      });
      for (const part of [...pattern.patterns, ...pattern.kwd_patterns]) checkPattern(part, names, true);
      return;
    }
    case 'MatchValue':
      if (pattern.value.kind === 'JoinedStr') {
        failAt('patterns may only match literals and attribute lookups', pattern);
      }
      return;
    case 'MatchSingleton':
      return;
    default:
      pattern satisfies never;
  }
}

function checkAlternatives(pattern: Pattern & { kind: 'MatchOr' }, names: Set<string>, mayMatchAll: boolean): void {
  let first: string | undefined;
  const before = [...names];
  pattern.patterns.forEach((alternative, index) => {
    const own = new Set<string>();
    checkPattern(alternative, own, mayMatchAll && index === pattern.patterns.length - 1);
    const bound = [...own].sort().join(' ');
    if (first !== undefined && bound !== first) failAt('alternative patterns bind different names', pattern);
    first = bound;
    for (const name of own) names.add(name);
    for (const name of before) {
      if (own.has(name)) failAt(`multiple assignments to name '${name}' in pattern`, alternative);
    }
  });
}

function capture(name: string, names: Set<string>, pattern: Pattern): void {
  if (names.has(name)) failAt(`multiple assignments to name '${name}' in pattern`, pattern);
  names.add(name);
}

/** A literal key in words, to find one that is repeated. */
function keyText(key: Expression): string | undefined {
  if (key.kind === 'Constant') {
    if (key.type === 'str') return `'${key.value}'`;
    if (key.type === 'bool') return key.value ? 'True' : 'False';
    return String(key.value ?? key.type);
  }
  if (key.kind === 'UnaryOp') return `-${keyText(key.operand)}`;
  return undefined;
}
