import { charge } from '../budget.ts';
import { binary } from '../ops/arithmetic.ts';
import { inTurns, iterateAll, tryIterator } from '../ops/iterate.ts';
import { typeError } from '../values/exceptions.ts';
import { PyGenerator } from '../values/generator.ts';
import { typeName } from '../values/types.ts';
import { PyBytes, PyFloat, PyList, PyTuple, type Value } from '../values/value.ts';

/** `sum(values, start)`. */
export function sum(values: Value, start: Value = 0): Value {
  if (tryIterator(values) === undefined) typeError(`'${typeName(values)}' object is not iterable`);
  if (typeof start === 'string') typeError("sum() can't sum strings [use ''.join(seq) instead]");
  if (start instanceof PyBytes) typeError("sum() can't sum bytes [use b''.join(seq) instead]");
  if ((values instanceof PyList || values instanceof PyTuple) && start === 0) {
    const small = sumOfIntegers(values.items);
    if (small !== undefined) return small;
  }
  let total: Value = start;
  const add = (item: Value): void => {
    if (typeof total === 'number' && typeof item === 'number') {
      const next = total + item;
      total = Number.isSafeInteger(next) ? next : binary('Add', total, item);
    } else if (total instanceof PyFloat && item instanceof PyFloat) total = new PyFloat(total.v + item.v);
    else total = binary('Add', total, item);
  };
  if (values instanceof PyGenerator) {
    const turn = inTurns(add, () => total);
    values.each((item) => {
      turn(item);
      return false;
    }, true);
  } else iterateAll(values, add, () => total);
  return total;
}

/** The sum of a sequence that holds nothing but small ints, else `undefined`. */
function sumOfIntegers(items: readonly Value[]): number | undefined {
  charge(items.length);
  let total = 0;
  for (const item of items) {
    if (typeof item !== 'number') return undefined;
    total += item;
    if (!Number.isSafeInteger(total)) return undefined;
  }
  return total;
}
