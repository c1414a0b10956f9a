import type { FunctionDef, Module, Statement } from '../python/ast.ts';
import { nodesOf } from '../python/nodesOf.ts';
import { parseModule } from '../python/parser.ts';
import { unparse } from '../python/unparse.ts';

/** What tasks need to know of a program's text without running it. */
export interface ProgramFacts {
  /** Text as `ast.unparse` gives it. */
  normalized: string;
  /**
   * Normalised text with every name that the program binds renamed in order of appearance, so that two programs that differ in
   * names only are one. Novelty, leakage and uniqueness compare it.
   */
  readonly canonical: string;
  /** The entry `f`, when there is exactly one at top level. */
  entry?: FunctionDef;
  /** Source of the assignment statements directly in the entry's body, normalised. */
  statements: string[];
  /** Parameter names of the entry. */
  parameters: string[];
}

/** @throws PythonSyntaxError when the text is not Python. */
export function programFacts(source: string): ProgramFacts {
  const module = parseModule(source);
  const normalized = unparse(module);
  const entries = module.body.filter(
    (statement): statement is FunctionDef => statement.kind === 'FunctionDef' && statement.name === 'f',
  );
  const entry = entries.length === 1 ? entries[0] : undefined;
  let canonical: string | undefined;
  return {
    normalized,
    get canonical() {
      canonical ??= unparse(renameBound(module, (index) => `v${index}`));
      return canonical;
    },
    entry,
    statements: entry ? entry.body.filter(isAssignment).map((statement) => unparse(statement)) : [],
    parameters: entry ? entry.args.args.map(({ arg }) => arg) : [],
  };
}

const isAssignment = (statement: Statement) =>
  statement.kind === 'Assign' ||
  statement.kind === 'AugAssign' ||
  (statement.kind === 'AnnAssign' && statement.value !== null);

/** The name that a statement sets, where it assigns to one name and does nothing else. */
export function targetName(statement: Statement): string | undefined {
  if (statement.kind !== 'Assign' || statement.targets.length !== 1) return undefined;
  const [target] = statement.targets;
  return target.kind === 'Name' ? target.id : undefined;
}

/** The statement lists inside a compound statement. */
export function innerBodies(statement: Statement): Statement[][] {
  switch (statement.kind) {
    case 'If':
    case 'For':
    case 'While':
      return [statement.body, statement.orelse];
    case 'With':
      return [statement.body];
    case 'Try':
      return [statement.body, ...statement.handlers.map(({ body }) => body), statement.orelse, statement.finalbody];
    default:
      return [];
  }
}

/** A copy of the tree with bound names (parameters, assigned, loop and comprehension variables) renamed, in order of appearance. */
export function renameBound(module: Module, nameOf: (index: number) => string): Module {
  const names = new Map<string, string>();
  const bind = (name: string) => {
    if (name !== 'f' && !names.has(name)) names.set(name, nameOf(names.size));
  };
  for (const node of nodesOf([module])) {
    if (node.kind === 'Name' && node.ctx === 'Store') bind(node.id);
    if (node.kind === 'arg') bind(node.arg);
  }
  const copy = structuredClone(module);
  for (const node of nodesOf([copy])) {
    if (node.kind === 'Name') node.id = names.get(node.id) ?? node.id;
    if (node.kind === 'arg') node.arg = names.get(node.arg) ?? node.arg;
    if (node.kind === 'keyword' && node.arg !== null) node.arg = names.get(node.arg) ?? node.arg;
  }
  return copy;
}
