import type { Expression, Pattern, Statement } from '../ast.ts';
import { childExpressions } from './children.ts';
import type { Scope } from './scope.ts';

/**
 * Declares every name that `body` binds in `scope`: what an assignment, loop, import, definition, handler, `with`,
 * pattern or walrus stores is local, unless declared `global` or `nonlocal`.
 */
export function collectBindings(body: readonly Statement[], scope: Scope): void {
  if (scope.context.mayDeclare) for (const statement of body) collectDeclarations(statement, scope);
  for (const statement of body) collectStatement(statement, scope);
}

function collectDeclarations(statement: Statement, scope: Scope): void {
  switch (statement.kind) {
    case 'Global':
      if (scope.kind === 'module') return;
      for (const name of statement.names) {
        scope.globals.add(scope.mangle(name));
        scope.context.module.declare(scope.mangle(name));
      }
      return;
    case 'Nonlocal':
      for (const name of statement.names) scope.nonlocals.add(scope.mangle(name));
      return;
    case 'FunctionDef':
    case 'ClassDef':
      return;
  }
  for (const block of blocksOf(statement)) for (const inner of block) collectDeclarations(inner, scope);
}

/** Declares in the module the names that functions anywhere in it declare `global`. */
export function collectGlobalDeclarations(body: readonly Statement[], module: Scope): void {
  for (const statement of body) {
    if (statement.kind === 'Global') for (const name of statement.names) module.declare(name);
    if (statement.kind === 'FunctionDef' || statement.kind === 'ClassDef') {
      collectGlobalDeclarations(statement.body, module);
    }
    for (const block of blocksOf(statement)) collectGlobalDeclarations(block, module);
  }
}

/** The statement lists directly inside a compound statement other than a definition. */
export function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'For':
    case 'While':
    case 'If':
      return [statement.body, statement.orelse];
    case 'With':
      return [statement.body];
    case 'Match':
      return statement.cases.map((c) => c.body);
    case 'Try':
      return [statement.body, ...statement.handlers.map((h) => h.body), statement.orelse, statement.finalbody];
    default:
      return [];
  }
}

function bind(name: string, scope: Scope): void {
  const mangled = scope.mangle(name);
  if (!scope.globals.has(mangled) && !scope.nonlocals.has(mangled)) scope.declare(mangled);
}

function collectStatement(statement: Statement, scope: Scope): void {
  switch (statement.kind) {
    case 'FunctionDef':
    case 'ClassDef':
      bind(statement.name, scope);
      break;
    case 'Assign':
      for (const target of statement.targets) collectTarget(target, scope);
      break;
    case 'AugAssign':
    case 'AnnAssign':
      collectTarget(statement.target, scope);
      break;
    case 'For':
      collectTarget(statement.target, scope);
      break;
    case 'Delete':
      for (const target of statement.targets) collectTarget(target, scope);
      break;
    case 'With':
      for (const item of statement.items) if (item.optional_vars !== null) collectTarget(item.optional_vars, scope);
      break;
    case 'Import':
      for (const alias of statement.names) bind(alias.asname ?? alias.name.split('.')[0], scope);
      break;
    case 'ImportFrom':
      for (const alias of statement.names) if (alias.name !== '*') bind(alias.asname ?? alias.name, scope);
      break;
    case 'Try':
      for (const handler of statement.handlers) if (handler.name !== null) bind(handler.name, scope);
      break;
    case 'Match':
      for (const c of statement.cases) collectPattern(c.pattern, scope);
      break;
  }
  if (scope.context.mayWalrus) for (const e of childExpressions(statement)) collectWalrus(e, scope);
  for (const block of blocksOf(statement)) for (const inner of block) collectStatement(inner, scope);
}

/** Declares the names that an assignment target stores. */
export function collectTarget(target: Expression, scope: Scope): void {
  switch (target.kind) {
    case 'Name':
      bind(target.id, scope);
      return;
    case 'Tuple':
    case 'List':
      for (const element of target.elts) collectTarget(element, scope);
      return;
    case 'Starred':
      collectTarget(target.value, scope);
  }
}

function collectPattern(pattern: Pattern, scope: Scope): void {
  switch (pattern.kind) {
    case 'MatchAs':
      if (pattern.name !== null) bind(pattern.name, scope);
      if (pattern.pattern !== null) collectPattern(pattern.pattern, scope);
      return;
    case 'MatchStar':
      if (pattern.name !== null) bind(pattern.name, scope);
      return;
    case 'MatchMapping':
      if (pattern.rest !== null) bind(pattern.rest, scope);
      for (const inner of pattern.patterns) collectPattern(inner, scope);
      return;
    case 'MatchClass':
      for (const inner of [...pattern.patterns, ...pattern.kwd_patterns]) collectPattern(inner, scope);
      return;
    case 'MatchSequence':
    case 'MatchOr':
      for (const inner of pattern.patterns) collectPattern(inner, scope);
  }
}

/** Declares the targets of `:=` in an expression, also those inside comprehensions, but not inside lambdas. */
export function collectWalrus(expression: Expression, scope: Scope): void {
  if (expression.kind === 'NamedExpr') bind(expression.target.id, scope);
  if (expression.kind === 'Lambda') return;
  for (const child of childExpressions(expression)) collectWalrus(child, scope);
}
