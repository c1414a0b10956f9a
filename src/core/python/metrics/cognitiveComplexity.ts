import type { Expression, If, Module, Statement } from '../ast.ts';

/**
 * Cognitive complexity of a program as complexipy 3 counts it (https://github.com/rohaquinlop/complexipy, the version of
 * mid-2025 that the reference implementation of Absolute Zero installs): each `if`, `for` and `while` costs 1 and its nesting,
 * each `except` 1, each run of `and` or `or` 1, each conditional expression 1 and its nesting. `elif` and `else` cost
 * nothing of their own.
 */
export function cognitiveComplexity(module: Module): number {
  let total = 0;
  for (const statement of module.body) {
    if (statement.kind !== 'ClassDef') total += statementCost(statement, 0);
    else for (const member of statement.body) if (member.kind === 'FunctionDef') total += statementCost(member, 0);
  }
  return total;
}

function bodyCost(body: Statement[], nesting: number): number {
  let total = 0;
  for (const statement of body) total += statementCost(statement, nesting);
  return total;
}

function statementCost(node: Statement, nesting: number): number {
  const cost = (expression: Expression | null): number => expressionCost(expression, nesting);
  switch (node.kind) {
    case 'FunctionDef': {
      const [first, second, ...others] = node.body;
      // A function that holds one function and returns is a decorator: only what it wraps counts.
      const decorator = first.kind === 'FunctionDef' && second?.kind === 'Return' && others.length === 0;
      if (decorator) return statementCost(first, nesting);
      let total = 0;
      for (const inner of node.body)
        total += statementCost(inner, inner.kind === 'FunctionDef' ? nesting + 1 : nesting);
      return total;
    }
    case 'ClassDef': {
      let total = 0;
      for (const member of node.body) if (member.kind === 'FunctionDef') total += statementCost(member, nesting);
      return total;
    }
    case 'Assign':
    case 'AnnAssign':
    case 'AugAssign':
    case 'Return':
      return cost(node.value);
    case 'Raise':
      return cost(node.exc) + cost(node.cause);
    case 'Assert':
      return cost(node.test) + cost(node.msg);
    case 'For':
      return 1 + nesting + bodyCost(node.body, nesting + 1) + bodyCost(node.orelse, nesting + 1);
    case 'While':
      return 1 + nesting + cost(node.test) + bodyCost(node.body, nesting + 1) + bodyCost(node.orelse, nesting + 1);
    case 'If':
      return 1 + nesting + ifCost(node, nesting);
    case 'Try': {
      let total = bodyCost(node.body, nesting + 1);
      for (const { body } of node.handlers) total += 1 + bodyCost(body, nesting + 1);
      return total + bodyCost(node.orelse, nesting + 1) + bodyCost(node.finalbody, nesting + 1);
    }
    case 'Match': {
      let total = 0;
      for (const { body } of node.cases) total += bodyCost(body, nesting + 1);
      return total;
    }
    case 'With': {
      let total = bodyCost(node.body, nesting + 1);
      for (const { context_expr } of node.items) total += cost(context_expr);
      return total;
    }
    default:
      return 0;
  }
}

/** The conditions and bodies of an `if` and its `elif`s and `else`. */
function ifCost(node: If, nesting: number): number {
  let total = 0;
  for (let clause = node; ; ) {
    total += expressionCost(clause.test, nesting) + bodyCost(clause.body, nesting + 1);
    const [only, ...others] = clause.orelse;
    // `elif` starts where its `if` does; an `if` under `else` is indented.
    if (only?.kind !== 'If' || others.length > 0 || only.column !== node.column) {
      return total + bodyCost(clause.orelse, nesting + 1);
    }
    clause = only;
  }
}

function expressionCost(node: Expression | null, nesting: number): number {
  if (node === null) return 0;
  const all = (expressions: Expression[]): number => {
    let total = 0;
    for (const expression of expressions) total += expressionCost(expression, nesting);
    return total;
  };
  switch (node.kind) {
    case 'BoolOp':
      return 1 + all(node.values);
    case 'UnaryOp':
      return expressionCost(node.operand, nesting);
    case 'Compare':
      return expressionCost(node.left, nesting) + all(node.comparators);
    case 'IfExp':
      return 1 + nesting + all([node.test, node.body, node.orelse]);
    case 'Call':
      return all(node.args);
    case 'Tuple':
    case 'List':
    case 'Set':
      return all(node.elts);
    case 'Dict':
      return all(node.values);
    default:
      return 0;
  }
}
