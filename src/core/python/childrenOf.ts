import type { Node } from './ast.ts';

/** The nodes directly below a node, in the order of its fields. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const value of Object.values(node) as unknown[]) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) children.push(item);
    } else if (isNode(value)) {
      children.push(value);
    }
  }
  return children;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'kind' in value;
