import type { Expression, Module, Node, Slice } from '../ast.ts';
import { nodesOf } from '../nodesOf.ts';
import { binaryOperatorText } from '../unparse/expressionText.ts';

/**
 * The operations that a program uses, by name and with repeats, in the order in which they stand: calls (`sorted()`, `.append()`), arithmetic
 * (`+`), slices by their shape (`[n:]`, `[::-n]`), indexing, comparisons, conditions, loops and comprehensions.
 */
export function operationsOf(module: Module): string[] {
  return nodesOf(module.body)
    .map(operationName)
    .filter((name) => name !== undefined);
}

function operationName(node: Node): string | undefined {
  switch (node.kind) {
    case 'Call':
      if (node.func.kind === 'Name') return `${node.func.id}()`;
      return node.func.kind === 'Attribute' ? `.${node.func.attr}()` : 'call';
    case 'BinOp':
    case 'AugAssign':
      return binaryOperatorText(node.op);
    case 'Subscript':
      return node.slice.kind === 'Slice' ? sliceShape(node.slice) : `[${boundShape(node.slice) || 'n'}]`;
    case 'Compare':
      return 'comparison';
    case 'BoolOp':
      return node.op === 'And' ? 'and' : 'or';
    case 'IfExp':
      return 'if else';
    case 'If':
      return 'if';
    case 'For':
      return 'for';
    case 'While':
      return 'while';
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      return 'comprehension';
    default:
      return undefined;
  }
}

function sliceShape({ lower, upper, step }: Slice): string {
  return `[${boundShape(lower)}:${boundShape(upper)}${step ? `:${boundShape(step)}` : ''}]`;
}

/** `n`, `-n`, or nothing where nothing stands. */
function boundShape(bound: Expression | null): string {
  if (!bound) return '';
  return bound.kind === 'UnaryOp' && bound.op === 'USub' ? '-n' : 'n';
}
