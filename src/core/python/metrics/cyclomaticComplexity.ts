import type { Module, Node } from '../ast.ts';
import { childrenOf } from '../childrenOf.ts';

/** A function, method or class and its cyclomatic complexity. */
export interface Block {
  name: string;
  complexity: number;
}

interface Count {
  complexity: number;
  functions: Block[];
  classes: Block[];
  /** Methods of the classes, which are blocks of their own. */
  methods: Block[];
}

const newCount = (): Count => ({ complexity: 0, functions: [], classes: [], methods: [] });

/**
 * Cyclomatic complexity of each function, class and method, as radon 6 counts it (https://radon.readthedocs.io): 1 and one more
 * for each `if`, conditional expression, loop and its `else`, `except` and its `else`, `case` but the wildcard, `and`/`or`,
 * `assert`, and each `for` and `if` of a comprehension. A function inside a function counts for neither. A class with methods
 * has their mean.
 */
export function cyclomaticComplexity(module: Module): Block[] {
  const count = newCount();
  for (const statement of module.body) visit(statement, count);
  return [...count.functions, ...count.classes, ...count.methods];
}

/** The largest of the module's blocks; 1 when it has none. */
export function maxCyclomaticComplexity(module: Module): number {
  return Math.max(1, ...cyclomaticComplexity(module).map(({ complexity }) => complexity));
}

function visit(node: Node, count: Count): void {
  switch (node.kind) {
    case 'FunctionDef': {
      let complexity = 1;
      for (const child of node.body) {
        const inner = newCount();
        visit(child, inner);
        complexity += inner.complexity;
      }
      count.functions.push({ name: node.name, complexity });
      return;
    }
    case 'ClassDef': {
      let complexity = 1;
      const methods: Block[] = [];
      for (const child of node.body) {
        const inner = newCount();
        visit(child, inner);
        complexity += inner.complexity;
        for (const method of inner.functions) {
          complexity += method.complexity;
          methods.push({ name: `${node.name}.${method.name}`, complexity: method.complexity });
        }
      }
      const mean = Math.trunc(complexity / methods.length) + (methods.length > 1 ? 1 : 0);
      count.classes.push({ name: node.name, complexity: methods.length === 0 ? complexity : mean });
      count.methods.push(...methods);
      return;
    }
    case 'Assert':
      count.complexity++;
      return;
    default:
      count.complexity += decisions(node);
      for (const child of childrenOf(node)) visit(child, count);
  }
}

/** Decision points of a node itself. */
function decisions(node: Node): number {
  switch (node.kind) {
    case 'Try':
      return node.handlers.length + (node.orelse.length > 0 ? 1 : 0);
    case 'BoolOp':
      return node.values.length - 1;
    case 'If':
    case 'IfExp':
      return 1;
    case 'Match': {
      const catchesAll = node.cases.some(({ pattern }) => pattern.kind === 'MatchAs' && pattern.pattern === null);
      return Math.max(0, node.cases.length - (catchesAll ? 1 : 0));
    }
    case 'For':
    case 'While':
      return node.orelse.length > 0 ? 2 : 1;
    case 'comprehension':
      return node.ifs.length + 1;
    default:
      return 0;
  }
}
