import type { Expression } from '../ast.ts';
import { held } from '../budget.ts';
import { setAttribute } from '../ops/attributes.ts';
import { unpack, unpackStar } from '../ops/iterate.ts';
import { setItem } from '../ops/subscript.ts';
import { PyList } from '../values/value.ts';
import { compileExpression } from './expressions.ts';
import { compileStoreName } from './names.ts';
import type { Scope } from './scope.ts';
import type { Store } from './types.ts';

/** Compiles an assignment target: name, attribute, subscript, or a tuple or list of targets with at most one star. */
export function compileTarget(target: Expression, scope: Scope): Store {
  switch (target.kind) {
    case 'Name':
      return compileStoreName(scope, target.id);
    case 'Attribute': {
      const object = compileExpression(target.value, scope);
      const name = scope.mangle(target.attr);
      return (f, value) => setAttribute(object(f), name, value);
    }
    case 'Subscript': {
      const object = compileExpression(target.value, scope);
      const key = compileExpression(target.slice, scope);
      return (f, value) => {
        const container = object(f);
        setItem(container, key(f), value);
      };
    }
    case 'Tuple':
    case 'List':
      return compileUnpacking(target.elts, scope);
    default:
      throw new Error(`cannot assign to ${target.kind}`);
  }
}

function compileUnpacking(elements: readonly Expression[], scope: Scope): Store {
  const store = compileUnpacked(elements, scope);
  if (scope.context.live === null) return store;
  return (f, value) => {
    if (value instanceof PyList) held(value.items.slice());
    store(f, value);
  };
}

function compileUnpacked(elements: readonly Expression[], scope: Scope): Store {
  const star = elements.findIndex((element) => element.kind === 'Starred');
  const stores = elements.map((element) => compileTarget(element.kind === 'Starred' ? element.value : element, scope));
  const count = stores.length;
  if (star >= 0) {
    return (f, value) => {
      const items = unpackStar(value, star, count - star - 1);
      for (let i = 0; i < count; i++) stores[i](f, items[i]);
    };
  }
  if (count === 2) {
    const [first, second] = stores;
    return (f, value) => {
      const items = unpack(value, 2);
      const b = items[1];
      first(f, items[0]);
      second(f, b);
    };
  }
  return (f, value) => {
    const items = unpack(value, count);
    for (let i = 0; i < count; i++) stores[i](f, items[i]);
  };
}
