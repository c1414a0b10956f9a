import type { Expression, Keyword, Module, Node, Position } from '../ast.ts';
import { childrenOf } from '../childrenOf.ts';
import { PythonSyntaxError } from '../pythonSyntaxError.ts';
import { checkMatch } from './matchChecks.ts';
import { checkScopes } from './scopeChecks.ts';

/** CPython's limit on loops, `try` and `with` inside one another in one function. */
export const MAX_BLOCKS = 20;

const FUTURE_FEATURES = new Set([
  'nested_scopes',
  'generators',
  'division',
  'absolute_import',
  'with_statement',
  'print_function',
  'unicode_literals',
  'barry_as_FLUFL',
  'generator_stop',
  'annotations',
]);

/** What stands around a node, as far as it decides what may stand there. */
interface Surroundings {
  inFunction: boolean;
  inLoop: boolean;
  blocks: number;
}

const MODULE: Surroundings = { inFunction: false, inLoop: false, blocks: 0 };
const FUNCTION: Surroundings = { inFunction: true, inLoop: false, blocks: 0 };

export function failAt(message: string, { line, column, endLine, endColumn }: Position): never {
  throw new PythonSyntaxError(message, line, column, 'SyntaxError', 'syntax', endLine, endColumn);
}

/**
 * What CPython's compiler refuses in a program that its parser has accepted: statements outside of where they belong,
 * starred expressions and patterns that make no sense, and the faults of scopes. @throws PythonSyntaxError
 */
export function checkModule(module: Module): void {
  checkFutureImports(module);
  checkScopes(module);
  checkAll(module.body, MODULE);
}

function checkAll(nodes: readonly (Node | null)[], around: Surroundings): void {
  for (const node of nodes) if (node !== null) check(node, around);
}

function check(node: Node, around: Surroundings): void {
  switch (node.kind) {
    case 'FunctionDef':
      checkAll(node.decorator_list, around);
      forbidDebug(node.name, node);
      check(node.args, around);
      if (node.returns !== null) check(node.returns, around);
      checkAll(node.body, FUNCTION);
      return;
    case 'Lambda':
      check(node.args, around);
      check(node.body, FUNCTION);
      return;
    case 'ClassDef':
      checkAll(node.decorator_list, around);
      checkAll(node.body, MODULE);
      for (const base of node.bases) check(base.kind === 'Starred' ? base.value : base, around);
      checkKeywords(node.keywords, around);
      return;
    case 'Return':
      if (!around.inFunction) failAt("'return' outside function", node);
      if (node.value !== null) check(node.value, around);
      return;
    case 'Yield':
    case 'YieldFrom':
      if (!around.inFunction) failAt("'yield' outside function", node);
      if (node.value !== null) check(node.value, around);
      return;
    case 'Break':
      if (!around.inLoop) failAt("'break' outside loop", node);
      return;
    case 'Continue':
      if (!around.inLoop) failAt("'continue' not properly in loop", node);
      return;
    case 'For':
      check(node.iter, around);
      check(node.target, around);
      checkAll(node.body, enterBlock(around, node, true));
      checkAll(node.orelse, around);
      return;
    case 'While':
      check(node.test, around);
      checkAll(node.body, enterBlock(around, node, true));
      checkAll(node.orelse, around);
      return;
    case 'With':
      checkAll(node.items, around);
      checkAll(node.body, enterBlock(around, node, around.inLoop));
      return;
    case 'Try': {
      const inside = enterBlock(around, node, around.inLoop);
      checkAll(node.body, inside);
      node.handlers.forEach((handler, index) => {
        if (handler.type === null && index < node.handlers.length - 1) {
          failAt("default 'except:' must be last", handler);
        }
        check(handler, inside);
      });
      checkAll(node.orelse, around);
      checkAll(node.finalbody, around);
      return;
    }
    case 'Match':
      check(node.subject, around);
      checkMatch(node);
      for (const { guard, body } of node.cases) {
        if (guard !== null) check(guard, around);
        checkAll(body, around);
      }
      return;
    case 'ImportFrom':
      return;
    case 'Call':
      check(node.func, around);
      for (const argument of node.args) check(argument.kind === 'Starred' ? argument.value : argument, around);
      checkKeywords(node.keywords, around);
      return;
    case 'Starred':
      failAt(
        node.ctx === 'Store'
          ? 'starred assignment target must be in a list or tuple'
          : "can't use starred expression here",
        node,
      );
      return;
    case 'Tuple':
    case 'List':
    case 'Set':
      checkElements(node, around);
      return;
    case 'Name':
      if (node.ctx !== 'Load') forbidDebug(node.id, node, node.ctx === 'Del');
      return;
    case 'Attribute':
      if (node.ctx !== 'Load') forbidDebug(node.attr, node, node.ctx === 'Del');
      check(node.value, around);
      return;
    case 'arg':
      forbidDebug(node.arg, node);
      if (node.annotation !== null)
        check(node.annotation.kind === 'Starred' ? node.annotation.value : node.annotation, around);
      return;
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      // Inside lies a function of its own; scopeChecks has refused `yield` there.
      checkAll(childrenOf(node), around);
      return;
    default:
      checkAll(childrenOf(node), around);
  }
}

function enterBlock(around: Surroundings, where: Position, inLoop: boolean): Surroundings {
  if (around.blocks >= MAX_BLOCKS) failAt('too many statically nested blocks', where);
  return { inFunction: around.inFunction, inLoop, blocks: around.blocks + 1 };
}

function checkKeywords(keywords: Keyword[], around: Surroundings): void {
  const names = new Set<string>();
  for (const keyword of keywords) {
    if (keyword.arg === null) continue;
    forbidDebug(keyword.arg, keyword);
    if (names.has(keyword.arg)) failAt(`keyword argument repeated: ${keyword.arg}`, keyword);
    names.add(keyword.arg);
  }
  for (const { value } of keywords) check(value, around);
}

/** Starred elements belong in displays; as targets only one of them. */
function checkElements(node: Expression & { kind: 'Tuple' | 'List' | 'Set' }, around: Surroundings): void {
  let starred = false;
  for (const element of node.elts) {
    if (element.kind !== 'Starred') {
      check(element, around);
      continue;
    }
    if (node.kind !== 'Set' && node.ctx === 'Store') {
      if (starred) failAt('multiple starred expressions in assignment', node);
      starred = true;
    }
    check(element.value, around);
  }
}

function forbidDebug(name: string, where: Position, deleting = false): void {
  if (name === '__debug__') failAt(`cannot ${deleting ? 'delete' : 'assign to'} __debug__`, where);
}

function checkFutureImports(module: Module): void {
  let allowed = true;
  module.body.forEach((statement, index) => {
    if (statement.kind === 'ImportFrom' && statement.module === '__future__' && statement.level === 0) {
      if (!allowed) failAt('from __future__ imports must occur at the beginning of the file', statement);
      for (const { name } of statement.names) {
        if (name === 'braces') failAt('not a chance', statement);
        if (!FUTURE_FEATURES.has(name)) failAt(`future feature ${name} is not defined`, statement);
      }
      return;
    }
    const docstring =
      index === 0 && statement.kind === 'Expr' && statement.value.kind === 'Constant' && statement.value.type === 'str';
    if (!docstring) allowed = false;
  });
}
