import type { Expression, Module, Node } from '../ast.ts';
import { childrenOf } from '../childrenOf.ts';
import { constantLiteral, literalKey } from '../literal.ts';

/** Halstead's measures of a program, named as radon names them. */
export interface Halstead {
  /** Distinct operators and operands. */
  h1: number;
  h2: number;
  /** Total operators and operands. */
  N1: number;
  N2: number;
  volume: number;
  difficulty: number;
  effort: number;
}

interface Count {
  operators: number;
  operands: number;
  distinctOperators: Set<string>;
  distinctOperands: Set<unknown>;
}

/**
 * Halstead's measures as radon counts them (https://radon.readthedocs.io): operators are the arithmetic, boolean and comparison
 * operators, operands what they are applied to. Equal names and constants of one function are one operand; every other
 * expression is an operand of its own.
 */
export function halstead(module: Module): Halstead {
  const count: Count = { operators: 0, operands: 0, distinctOperators: new Set(), distinctOperands: new Set() };
  for (const statement of module.body) visit(statement, '', count);
  const h1 = count.distinctOperators.size;
  const h2 = count.distinctOperands.size;
  const N1 = count.operators;
  const N2 = count.operands;
  const vocabulary = h1 + h2;
  const volume = vocabulary === 0 ? 0 : (N1 + N2) * (Math.log(vocabulary) / Math.log(2));
  const difficulty = h2 === 0 ? 0 : (h1 * N2) / (2 * h2);
  return { h1, h2, N1, N2, volume, difficulty, effort: difficulty * volume };
}

/** @param scope name of the function that the node stands in */
function visit(node: Node, scope: string, count: Count): void {
  switch (node.kind) {
    case 'FunctionDef':
      // radon looks at bodies only, not at defaults, annotations and decorators.
      for (const statement of node.body) visit(statement, `${node.name}()`, count);
      return;
    case 'BinOp':
      add(count, scope, [node.op], [node.left, node.right]);
      break;
    case 'UnaryOp':
      add(count, scope, [node.op], [node.operand]);
      break;
    case 'BoolOp':
      add(count, scope, [node.op], node.values);
      break;
    case 'AugAssign':
      add(count, scope, [node.op], [node.target, node.value]);
      break;
    case 'Compare':
      add(count, scope, node.ops, [node.left, ...node.comparators]);
      break;
    default:
  }
  for (const child of childrenOf(node)) visit(child, scope, count);
}

function add(count: Count, scope: string, operators: string[], operands: Expression[]): void {
  count.operators += operators.length;
  count.operands += operands.length;
  for (const operator of operators) count.distinctOperators.add(operator);
  for (const operand of operands) count.distinctOperands.add(operandKey(operand, scope));
}

/** A name, an attribute's name and a string of the same text are one operand; so are equal numbers. */
function operandKey(operand: Expression, scope: string): unknown {
  if (operand.kind === 'Name') return `${scope} ${JSON.stringify(operand.id)}`;
  if (operand.kind === 'Attribute') return `${scope} ${JSON.stringify(operand.attr)}`;
  if (operand.kind === 'Constant') return `${scope} ${literalKey(constantLiteral(operand))}`;
  return operand;
}
