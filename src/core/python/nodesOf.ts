import type { Node } from './ast.ts';
import { childrenOf } from './childrenOf.ts';

/** All nodes of the trees, each before those below it, in the order of the text; `enter` says below which to go on. */
export function nodesOf(roots: readonly Node[], enter: (node: Node) => boolean = () => true): Node[] {
  const nodes: Node[] = [];
  const add = (node: Node): void => {
    nodes.push(node);
    if (enter(node)) childrenOf(node).forEach(add);
  };
  roots.forEach(add);
  return nodes;
}
