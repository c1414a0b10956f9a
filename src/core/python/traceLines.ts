import type { Expression, Statement } from './ast.ts';
import { childExpressions } from './compile/children.ts';

/**
 * Where CPython's line moves inside a statement that spans lines: a line for each expression after whose evaluation an
 * operation of another line runs (the call after its last argument, the sum after its right operand).
 */
export function operationLines(statement: Statement): Map<Expression, number> {
  const lines = new Map<Expression, number>();
  const value = storedValue(statement);
  if (value !== null) lines.set(value.expression, value.line);
  for (const expression of childExpressions(statement)) visit(expression, lines);
  return lines;
}

/** The value of a simple statement and the line of what is done with it. */
function storedValue(statement: Statement): { expression: Expression; line: number } | null {
  switch (statement.kind) {
    case 'Assign':
      return { expression: statement.value, line: statement.targets[0].line };
    case 'AugAssign':
      return { expression: statement.value, line: statement.line };
    case 'Return':
      return statement.value === null ? null : { expression: statement.value, line: statement.line };
    default:
      return null;
  }
}

function visit(node: Expression, lines: Map<Expression, number>): void {
  const last = lastOperand(node);
  if (last !== null && !lines.has(last)) lines.set(last, operationLine(node));
  for (const child of childExpressions(node)) visit(child, lines);
}

/** The line of a node's own operation: a method call on several lines stands where the method's name is. */
function operationLine(node: Expression): number {
  const named = node.kind === 'Call' ? node.func : node;
  if (named.kind === 'Attribute' && named.line !== named.endLine) return named.endLine;
  return node.line;
}

/** The operand evaluated right before a node's own operation, `null` where it has none. */
function lastOperand(node: Expression): Expression | null {
  switch (node.kind) {
    case 'BinOp':
      return node.right;
    case 'UnaryOp':
      return node.operand;
    case 'Compare':
      return node.comparators[node.comparators.length - 1];
    case 'Call':
      return node.keywords.at(-1)?.value ?? node.args.at(-1) ?? node.func;
    case 'Attribute':
    case 'FormattedValue':
    case 'Starred':
    case 'NamedExpr':
      return node.value;
    case 'Subscript':
      return node.slice;
    case 'List':
    case 'Tuple':
    case 'Set':
      return node.elts.at(-1) ?? null;
    case 'Dict':
    case 'JoinedStr':
      return node.values.at(-1) ?? null;
    case 'Slice':
      return node.step ?? node.upper ?? node.lower;
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      return node.generators[0].iter;
    default:
      return null;
  }
}
