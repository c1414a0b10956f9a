import type { Arguments, Comprehension, Expression, Module, Node, Pattern, Position, Statement } from '../ast.ts';
import { unsupported } from '../budget.ts';
import { childrenOf } from '../childrenOf.ts';
import { PythonSyntaxError } from '../pythonSyntaxError.ts';

/** What a scope knows of a name, as CPython's symbol table keeps it. */
const PARAMETER = 1;
const ASSIGNED = 2;
const USED = 4;
const ANNOTATED = 8;
const GLOBAL = 16;
const NONLOCAL = 32;
const ITERATION = 64;

type ScopeType = 'module' | 'class' | 'function' | 'comprehension';

/** CPython's words for a comprehension as a place where `yield` cannot stand. */
const COMPREHENSION_NAMES = {
  ListComp: 'list comprehension',
  SetComp: 'set comprehension',
  DictComp: 'dict comprehension',
  GeneratorExp: 'generator expression',
} as const;

class Scope {
  readonly names = new Map<string, number>();
  readonly children: Scope[] = [];
  /** Where names were declared `global` or `nonlocal`. */
  readonly declarations: { name: string; where: Position }[] = [];
  /** Set while the iterable of a comprehension in this scope is read: walrus cannot stand there. */
  inIterable = 0;
  inIterationTarget = false;

  constructor(
    readonly type: ScopeType,
    readonly parent: Scope | undefined,
    readonly comprehension = '',
  ) {
    parent?.children.push(this);
  }

  flags(name: string): number {
    return this.names.get(name) ?? 0;
  }

  add(name: string, flag: number): void {
    this.names.set(name, this.flags(name) | flag);
  }
}

function fail(message: string, where: Position): never {
  throw new PythonSyntaxError(
    message,
    where.line,
    where.column,
    'SyntaxError',
    'syntax',
    where.endLine,
    where.endColumn,
  );
}

/**
 * The faults that CPython's symbol table finds: names declared `global` or `nonlocal` too late or in vain, parameters named
 * twice, walrus and `yield` where a comprehension forbids them. @throws PythonSyntaxError
 */
export function checkScopes(module: Module): void {
  const scope = new Scope('module', undefined);
  visitAll(module.body, scope);
  checkNonlocals(scope, undefined);
}

function visitAll(nodes: readonly (Node | null)[], scope: Scope): void {
  for (const node of nodes) if (node !== null) visit(node, scope);
}

function visit(node: Node, scope: Scope): void {
  switch (node.kind) {
    case 'FunctionDef': {
      assign(node.name, scope, node);
      visitDefaults(node.args, scope);
      visitAnnotations(node.args, scope);
      if (node.returns !== null) visit(node.returns, scope);
      visitAll(node.decorator_list, scope);
      const inner = new Scope('function', scope);
      addParameters(node.args, inner);
      visitAll(node.body, inner);
      return;
    }
    case 'Lambda': {
      visitDefaults(node.args, scope);
      const inner = new Scope('function', scope);
      addParameters(node.args, inner);
      visit(node.body, inner);
      return;
    }
    case 'ClassDef':
      assign(node.name, scope, node);
      visitAll(node.bases, scope);
      visitAll(node.keywords, scope);
      visitAll(node.decorator_list, scope);
      visitAll(node.body, new Scope('class', scope));
      return;
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      visitComprehension(node, node.generators, [node.elt], scope);
      return;
    case 'DictComp':
      visitComprehension(node, node.generators, [node.key, node.value], scope);
      return;
    case 'Global':
    case 'Nonlocal':
      declare(node, scope);
      return;
    case 'AnnAssign':
      visitAnnotatedAssignment(node, scope);
      return;
    case 'NamedExpr':
      if (scope.inIterable > 0) {
        fail('assignment expression cannot be used in a comprehension iterable expression', node);
      }
      if (scope.type === 'comprehension') assignFromComprehension(node.target.id, scope, node);
      visit(node.value, scope);
      visit(node.target, scope);
      return;
    case 'Yield':
    case 'YieldFrom':
      if (node.value !== null) visit(node.value, scope);
      if (scope.type === 'comprehension') fail(`'yield' inside ${scope.comprehension}`, node);
      return;
    case 'Name':
      if (node.ctx === 'Load') scope.add(node.id, USED);
      else assign(node.id, scope, node);
      return;
    case 'ExceptHandler':
      if (node.type !== null) visit(node.type, scope);
      if (node.name !== null) assign(node.name, scope, node);
      visitAll(node.body, scope);
      return;
    case 'alias':
      visitAlias(node.name, node.asname, scope, node);
      return;
    case 'MatchAs':
    case 'MatchStar':
    case 'MatchMapping':
      visitAll(childrenOf(node), scope);
      visitCapture(node, scope);
      return;
    default:
      visitAll(childrenOf(node), scope);
  }
}

function visitCapture(node: Pattern, scope: Scope): void {
  const name = node.kind === 'MatchMapping' ? node.rest : 'name' in node ? node.name : null;
  if (name !== null) assign(name, scope, node);
}

function visitAlias(name: string, asname: string | null, scope: Scope, where: Position): void {
  if (name === '*') {
    if (scope.type !== 'module') fail('import * only allowed at module level', where);
    return;
  }
  assign(asname ?? name.split('.')[0], scope, where);
}

function assign(name: string, scope: Scope, where: Position): void {
  if (scope.inIterationTarget) {
    if ((scope.flags(name) & (GLOBAL | NONLOCAL)) !== 0) {
      fail(`comprehension inner loop cannot rebind assignment expression target '${name}'`, where);
    }
    scope.add(name, ITERATION);
  }
  scope.add(name, ASSIGNED);
}

function visitDefaults(args: Arguments, scope: Scope): void {
  visitAll(args.defaults, scope);
  visitAll(args.kw_defaults, scope);
}

function visitAnnotations({ posonlyargs, args, vararg, kwonlyargs, kwarg }: Arguments, scope: Scope): void {
  for (const parameter of [...posonlyargs, ...args, vararg, ...kwonlyargs, kwarg]) {
    if (parameter?.annotation) visit(parameter.annotation, scope);
  }
}

function addParameters({ posonlyargs, args, kwonlyargs, vararg, kwarg }: Arguments, scope: Scope): void {
  for (const parameter of [...posonlyargs, ...args, ...kwonlyargs, vararg, kwarg]) {
    if (parameter === null) continue;
    if ((scope.flags(parameter.arg) & PARAMETER) !== 0) {
      fail(`duplicate argument '${parameter.arg}' in function definition`, parameter);
    }
    scope.add(parameter.arg, PARAMETER);
  }
}

function visitComprehension(
  node: Expression & { kind: keyof typeof COMPREHENSION_NAMES },
  generators: Comprehension[],
  results: Expression[],
  scope: Scope,
): void {
  // The first iterable is evaluated outside.
  scope.inIterable++;
  visit(generators[0].iter, scope);
  scope.inIterable--;
  const inner = new Scope('comprehension', scope, COMPREHENSION_NAMES[node.kind]);
  inner.inIterable = scope.inIterable;
  generators.forEach(({ target, iter, ifs }, index) => {
    if (index > 0) {
      inner.inIterable++;
      visit(iter, inner);
      inner.inIterable--;
    }
    inner.inIterationTarget = true;
    visit(target, inner);
    inner.inIterationTarget = false;
    visitAll(ifs, inner);
  });
  visitAll(results, inner);
}

/** `name := …` inside a comprehension binds in the function or module around it. */
function assignFromComprehension(name: string, scope: Scope, where: Position): void {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.type === 'comprehension') {
      if ((at.flags(name) & ITERATION) !== 0) {
        fail(`assignment expression cannot rebind comprehension iteration variable '${name}'`, where);
      }
    } else if (at.type === 'class') {
      fail('assignment expression within a comprehension cannot be used in a class body', where);
    } else {
      scope.add(name, at.type === 'module' ? GLOBAL : NONLOCAL);
      at.add(name, ASSIGNED);
      return;
    }
  }
}

function declare(node: Statement & { kind: 'Global' | 'Nonlocal' }, scope: Scope): void {
  const word = node.kind === 'Global' ? 'global' : 'nonlocal';
  for (const name of node.names) {
    const flags = scope.flags(name);
    if ((flags & PARAMETER) !== 0) fail(`name '${name}' is parameter and ${word}`, node);
    if ((flags & USED) !== 0) fail(`name '${name}' is used prior to ${word} declaration`, node);
    if ((flags & ANNOTATED) !== 0) fail(`annotated name '${name}' can't be ${word}`, node);
    if ((flags & ASSIGNED) !== 0) fail(`name '${name}' is assigned to before ${word} declaration`, node);
    scope.add(name, node.kind === 'Global' ? GLOBAL : NONLOCAL);
    scope.declarations.push({ name, where: node });
  }
}

function visitAnnotatedAssignment(node: Statement & { kind: 'AnnAssign' }, scope: Scope): void {
  const { target } = node;
  if (target.kind === 'Name') {
    const flags = scope.flags(target.id);
    if (node.simple === 1 && scope.type !== 'module' && (flags & (GLOBAL | NONLOCAL)) !== 0) {
      fail(`annotated name '${target.id}' can't be ${(flags & GLOBAL) !== 0 ? 'global' : 'nonlocal'}`, node);
    }
    if (node.simple === 1) scope.add(target.id, ANNOTATED | ASSIGNED);
    else if (node.value !== null) scope.add(target.id, ASSIGNED);
  } else {
    visit(target, scope);
  }
  visit(node.annotation, scope);
  if (node.value !== null) visit(node.value, scope);
}

/** Every `nonlocal` name must be bound in a function around it. `bound` is undefined at module level. */
function checkNonlocals(scope: Scope, bound: ReadonlySet<string> | undefined): void {
  for (const { name, where } of scope.declarations) {
    const flags = scope.flags(name);
    if ((flags & NONLOCAL) === 0) continue;
    if ((flags & GLOBAL) !== 0) fail(`name '${name}' is nonlocal and global`, where);
    if (bound === undefined) fail('nonlocal declaration not allowed at module level', where);
    if (name === '__class__') unsupported('nonlocal __class__');
    if (!bound.has(name)) fail(`no binding for nonlocal '${name}' found`, where);
  }
  const inner = new Set(bound);
  if (scope.type === 'function' || scope.type === 'comprehension') {
    for (const [name, flags] of scope.names) {
      if ((flags & GLOBAL) !== 0) inner.delete(name);
      else if ((flags & (PARAMETER | ASSIGNED)) !== 0) inner.add(name);
    }
  }
  for (const child of scope.children) checkNonlocals(child, inner);
}
