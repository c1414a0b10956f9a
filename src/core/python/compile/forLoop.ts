import type { For } from '../ast.ts';
import { budget, outOfFuel } from '../budget.ts';
import { getIterator } from '../ops/iterate.ts';
import { PyList, PyRange, type Value } from '../values/value.ts';
import { compileIterable } from './expressions.ts';
import { localSlot } from './names.ts';
import type { Scope } from './scope.ts';
import { compileBlock } from './statements.ts';
import { compileTarget } from './targets.ts';
import { BREAK, CONTINUE, type Completion, type Execute } from './types.ts';

/** Compiles a `for` loop; lists and ranges are walked without an iterator. */
export function compileFor(node: For, scope: Scope): Execute {
  const iterable = compileIterable(node.iter, scope);
  const { tracer } = scope.context;
  const bare = compileTarget(node.target, scope);
  const store = tracer === null ? bare : tracer.loopStore(node, bare, scope);
  const body = compileBlock(node.body, scope);
  const orelse = node.orelse.length === 0 ? null : compileBlock(node.orelse, scope);
  const slot = node.target.kind === 'Name' && tracer === null ? localSlot(scope, node.target.id) : -1;
  const afterLoop = tracer === null ? null : tracer.loopEnd(node, scope);
  return (f) => {
    const values = iterable(f);
    let completion: Completion;
    if (values instanceof PyRange && slot >= 0) {
      const { start, step, length } = values;
      for (let i = 0, n = start; i < length; i++, n += step) {
        if (--budget.fuel < 0) outOfFuel();
        f[slot] = n;
        completion = body(f);
        if (completion !== undefined && completion !== CONTINUE) return completion === BREAK ? undefined : completion;
      }
    } else if (values instanceof PyList) {
      // Its items are read as they are at each turn: the body may change the list.
      for (let i = 0; i < values.items.length; i++) {
        if (--budget.fuel < 0) outOfFuel();
        store(f, values.items[i]);
        completion = body(f);
        if (completion !== undefined && completion !== CONTINUE) return completion === BREAK ? undefined : completion;
      }
    } else {
      const iterator = getIterator(values);
      for (let item: Value | undefined = iterator.next(); item !== undefined; item = iterator.next()) {
        store(f, item);
        completion = body(f);
        if (completion !== undefined && completion !== CONTINUE) return completion === BREAK ? undefined : completion;
      }
    }
    afterLoop?.(f);
    return orelse === null ? undefined : orelse(f);
  };
}
