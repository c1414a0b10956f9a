import type { Alias, Expression, Statement } from '../ast.ts';
import type { Cursor } from './cursor.ts';
import {
  adviseOnEqual,
  parseExpression,
  parseStarExpressions,
  parseStarred,
  parseYield,
  startsExpression,
} from './expressions.ts';
import { asTarget, describeExpression, invalidTarget, isSingleTarget, setContext } from './targets.ts';
import * as kind from './tokenKinds.ts';

/** One statement without a block of its own; what ends it (`;` or the line) is left to the caller. */
export function parseSimpleStatement(c: Cursor): Statement {
  const start = c.at;
  switch (c.kind) {
    case kind.RETURN: {
      if (c.functionDepth === 0) c.suspicious = true;
      c.advance();
      const value = startsExpression(c.kind) ? parseStarExpressions(c) : null;
      return {
        kind: 'Return',
        value,
        line: c.lines[start],
        column: c.columns[start],
        endLine: c.endLines[c.at - 1],
        endColumn: c.endColumns[c.at - 1],
      };
    }
    case kind.IMPORT:
      return parseImport(c);
    case kind.FROM:
      return parseImportFrom(c);
    case kind.RAISE: {
      c.advance();
      let exc: Expression | null = null;
      let cause: Expression | null = null;
      if (c.kind !== kind.NEWLINE && c.kind !== kind.SEMICOLON) {
        exc = parseExpression(c);
        if (c.kind === kind.FROM) {
          c.advance();
          cause = parseExpression(c);
        }
      }
      return {
        kind: 'Raise',
        exc,
        cause,
        line: c.lines[start],
        column: c.columns[start],
        endLine: c.endLines[c.at - 1],
        endColumn: c.endColumns[c.at - 1],
      };
    }
    case kind.PASS:
      c.advance();
      return {
        kind: 'Pass',
        line: c.lines[start],
        column: c.columns[start],
        endLine: c.endLines[c.at - 1],
        endColumn: c.endColumns[c.at - 1],
      };
    case kind.BREAK:
      if (c.loopDepth === 0) c.suspicious = true;
      c.advance();
      return {
        kind: 'Break',
        line: c.lines[start],
        column: c.columns[start],
        endLine: c.endLines[c.at - 1],
        endColumn: c.endColumns[c.at - 1],
      };
    case kind.CONTINUE:
      if (c.loopDepth === 0) c.suspicious = true;
      c.advance();
      return {
        kind: 'Continue',
        line: c.lines[start],
        column: c.columns[start],
        endLine: c.endLines[c.at - 1],
        endColumn: c.endColumns[c.at - 1],
      };
    case kind.DEL:
      return parseDelete(c);
    case kind.ASSERT: {
      c.advance();
      const test = parseExpression(c);
      let msg: Expression | null = null;
      if (c.kind === kind.COMMA) {
        c.advance();
        msg = parseExpression(c);
      }
      return {
        kind: 'Assert',
        test,
        msg,
        line: c.lines[start],
        column: c.columns[start],
        endLine: c.endLines[c.at - 1],
        endColumn: c.endColumns[c.at - 1],
      };
    }
    case kind.GLOBAL:
    case kind.NONLOCAL: {
      const statement = c.kind === kind.GLOBAL ? 'Global' : 'Nonlocal';
      c.suspicious = true;
      c.advance();
      const names = [c.expectName()];
      while (c.kind === kind.COMMA) {
        c.advance();
        names.push(c.expectName());
      }
      return {
        kind: statement,
        names,
        line: c.lines[start],
        column: c.columns[start],
        endLine: c.endLines[c.at - 1],
        endColumn: c.endColumns[c.at - 1],
      };
    }
    default:
      return parseExpressionStatement(c);
  }
}

/** Position from token `start` to the token before the cursor. */
export function span(c: Cursor, start: number): { line: number; column: number; endLine: number; endColumn: number } {
  const last = c.at - 1;
  return { line: c.lines[start], column: c.columns[start], endLine: c.endLines[last], endColumn: c.endColumns[last] };
}

/** An expression alone, or an assignment of any kind. */
function parseExpressionStatement(c: Cursor): Statement {
  const start = c.at;
  const first = c.kind === kind.YIELD ? parseYield(c) : parseStarExpressions(c);
  if (c.kind === kind.EQUAL) return parseAssignment(c, start, first);
  if (c.kind === kind.COLON) return parseAnnotation(c, start, first);
  const op = kind.AUGMENTED_OPERATOR[c.kind];
  if (op !== undefined) {
    c.advance();
    const value = c.kind === kind.YIELD ? parseYield(c) : parseStarExpressions(c);
    if (!isSingleTarget(first)) {
      c.failNode(first, `'${describeExpression(first)}' is an illegal expression for augmented assignment`);
    }
    setContext(first, 'Store', c);
    return {
      kind: 'AugAssign',
      target: first,
      op,
      value,
      line: c.lines[start],
      column: c.columns[start],
      endLine: c.endLines[c.at - 1],
      endColumn: c.endColumns[c.at - 1],
    };
  }
  if (c.kind === kind.COLON_EQUAL && first.kind !== 'Name') adviseOnEqual(c, start, first);
  return {
    kind: 'Expr',
    value: first,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

function parseAssignment(c: Cursor, start: number, first: Expression): Statement {
  const firstEqual = c.at;
  const targets: Expression[] = [];
  let value = first;
  let valueStart = start;
  while (c.kind === kind.EQUAL) {
    if (invalidTarget(value, 'Store') !== undefined) failAssignment(c, start, firstEqual, value, valueStart);
    setContext(value, 'Store', c);
    targets.push(value);
    c.advance();
    valueStart = c.at;
    value = c.kind === kind.YIELD ? parseYield(c) : parseStarExpressions(c);
  }
  return {
    kind: 'Assign',
    targets,
    value,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

/** `value` cannot stand before `=`: says why, as CPython does. */
function failAssignment(c: Cursor, start: number, firstEqual: number, value: Expression, valueStart: number): never {
  const here = c.at;
  c.goTo(start);
  const last = c.attempt(lastElement);
  c.goTo(firstEqual);
  if (last !== undefined) adviseOnEqual(c, last.start, last.element);
  c.goTo(here);
  if (c.kinds[valueStart] === kind.YIELD) {
    c.failNode(value, 'assignment to yield expression not possible');
  }
  asTarget(c, value);
  return c.fail();
}

/** The last of the expressions with commas at the cursor, and the token it starts at; undefined after a last comma. */
function lastElement(c: Cursor): { start: number; element: Expression } | undefined {
  for (;;) {
    const start = c.at;
    const element = c.kind === kind.STAR ? parseStarred(c) : parseExpression(c);
    if (c.kind !== kind.COMMA) return element.kind === 'Starred' ? undefined : { start, element };
    c.advance();
    if (!startsExpression(c.kind)) return undefined;
  }
}

function parseAnnotation(c: Cursor, start: number, target: Expression): Statement {
  c.advance();
  if (!isSingleTarget(target)) {
    const annotation = c.attempt(parseExpression);
    if (annotation !== undefined) {
      if (target.kind === 'List' || target.kind === 'Tuple') {
        c.failNode(target, `only single target (not ${describeExpression(target)}) can be annotated`);
      }
      if (target.kind !== 'Starred' && target.kind !== 'Yield' && target.kind !== 'YieldFrom') {
        c.failNode(target, 'illegal target for annotation');
      }
    }
    c.goTo(c.at - 1);
    c.fail();
  }
  const annotation = parseExpression(c);
  let value: Expression | null = null;
  if (c.kind === kind.EQUAL) {
    c.advance();
    value = c.kind === kind.YIELD ? parseYield(c) : parseStarExpressions(c);
  }
  const simple = target.kind === 'Name' && c.kinds[start] === kind.NAME ? 1 : 0;
  setContext(target, 'Store', c);
  return {
    kind: 'AnnAssign',
    target,
    annotation,
    value,
    simple,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

function parseDelete(c: Cursor): Statement {
  const start = c.at;
  c.advance();
  const targets: Expression[] = [];
  do {
    if (targets.length > 0) {
      c.advance();
      if (!startsExpression(c.kind)) break;
    }
    targets.push(c.kind === kind.STAR ? parseStarred(c) : parseExpression(c));
  } while (c.kind === kind.COMMA);
  for (const target of targets) {
    const invalid = invalidTarget(target, 'Del');
    if (invalid !== undefined) c.failNode(invalid, `cannot delete ${describeExpression(invalid)}`);
  }
  if (c.kind !== kind.NEWLINE && c.kind !== kind.SEMICOLON) c.fail();
  for (const target of targets) setContext(target, 'Del', c);
  return {
    kind: 'Delete',
    targets,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

function parseDottedName(c: Cursor): string {
  let name = c.expectName();
  while (c.kind === kind.DOT) {
    c.advance();
    name += `.${c.expectName()}`;
  }
  return name;
}

function parseAlias(c: Cursor, dotted: boolean): Alias {
  const start = c.at;
  const name = dotted ? parseDottedName(c) : c.expectName();
  let asname: string | null = null;
  if (c.kind === kind.AS) {
    c.advance();
    asname = c.expectName();
  }
  return {
    kind: 'alias',
    name,
    asname,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

function parseImport(c: Cursor): Statement {
  const start = c.at;
  c.advance();
  const names = [parseAlias(c, true)];
  while (c.kind === kind.COMMA) {
    c.advance();
    names.push(parseAlias(c, true));
  }
  return {
    kind: 'Import',
    names,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}

function parseImportFrom(c: Cursor): Statement {
  const start = c.at;
  c.advance();
  let level = 0;
  while (c.kind === kind.DOT || c.kind === kind.ELLIPSIS) {
    level += c.kind === kind.DOT ? 1 : 3;
    c.advance();
  }
  const module = level > 0 && c.kind === kind.IMPORT ? null : parseDottedName(c);
  if (module === '__future__') c.suspicious = true;
  c.expect(kind.IMPORT);
  const names: Alias[] = [];
  if (c.kind === kind.STAR) {
    if (c.functionDepth > 0) c.suspicious = true;
    const star = c.at;
    c.advance();
    names.push({
      kind: 'alias',
      name: '*',
      asname: null,
      line: c.lines[star],
      column: c.columns[star],
      endLine: c.endLines[c.at - 1],
      endColumn: c.endColumns[c.at - 1],
    });
  } else if (c.kind === kind.LEFT_PAREN) {
    c.advance();
    do {
      if (names.length > 0) {
        c.advance();
        if (c.kind === kind.RIGHT_PAREN) break;
      }
      names.push(parseAlias(c, false));
    } while (c.kind === kind.COMMA);
    c.expect(kind.RIGHT_PAREN);
  } else {
    names.push(parseAlias(c, false));
    while (c.kind === kind.COMMA) {
      c.advance();
      if (c.kind === kind.NEWLINE) {
        c.failAt(c.at, 'trailing comma not allowed without surrounding parentheses');
      }
      names.push(parseAlias(c, false));
    }
  }
  return {
    kind: 'ImportFrom',
    module,
    names,
    level,
    line: c.lines[start],
    column: c.columns[start],
    endLine: c.endLines[c.at - 1],
    endColumn: c.endColumns[c.at - 1],
  };
}
