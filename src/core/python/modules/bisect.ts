import { budget, charge, outOfFuel } from '../budget.ts';
import { type Definition, keywords, makeBuiltin } from '../builtins/define.ts';
import { getAttribute } from '../ops/attributes.ts';
import { call, call1 } from '../ops/call.ts';
import { lessThan } from '../ops/compare.ts';
import { payloadOf } from '../ops/equal.ts';
import { indexOf, toSize } from '../ops/integer.ts';
import { length } from '../ops/length.ts';
import { getItem } from '../ops/subscript.ts';
import { PyDict } from '../values/dict.ts';
import { typeError, valueError } from '../values/exceptions.ts';
import { typeName } from '../values/types.ts';
import { PyList, type Value } from '../values/value.ts';
import { hasItems } from './hasItems.ts';

const NAMES = ['a', 'x', 'lo', 'hi', 'key'];

/** `bisect`. */
export function bisectModule(): Record<string, Value> {
  const find = (side: 'left' | 'right'): Definition =>
    keywords(
      NAMES,
      2,
      (a: Value, x: Value, lo?: Value, hi?: Value, key?: Value) => place(a, x, bounds(lo, hi), key ?? null, side),
      0,
    );
  const insert = (side: 'left' | 'right'): Definition =>
    keywords(
      NAMES,
      2,
      (a: Value, x: Value, lo?: Value, hi?: Value, key: Value = null) => {
        const searched = bounds(lo, hi);
        const at = place(a, key === null ? x : call1(key, x), searched, key, side);
        if (a instanceof PyList) {
          charge((a.items.length - at) >> 4);
          a.items.splice(at, 0, x);
        } else call(getAttribute(a, 'insert'), [at, x]);
        return null;
      },
      0,
    );
  return {
    bisect: makeBuiltin('bisect_right', find('right')),
    bisect_right: makeBuiltin('bisect_right', find('right')),
    bisect_left: makeBuiltin('bisect_left', find('left')),
    insort: makeBuiltin('insort_right', insert('right')),
    insort_right: makeBuiltin('insort_right', insert('right')),
    insort_left: makeBuiltin('insort_left', insert('left')),
  };
}

/** Where to search; -1 stands for the end, as in C. */
function bounds(lo: Value = 0, hi: Value = null): { low: number; high: number } {
  const low = toSize(lo);
  if (hi !== null && indexOf(hi) === undefined) typeError(`argument should be integer or None, not '${typeName(hi)}'`);
  return { low, high: hi === null ? -1 : toSize(hi) };
}

function requireItems(a: Value): void {
  if (hasItems(a)) return;
  if (payloadOf(a) instanceof PyDict) typeError(`${typeName(a)} is not a sequence`);
  typeError(`'${typeName(a)}' object does not support indexing`);
}

function place(a: Value, x: Value, { low, high }: { low: number; high: number }, key: Value, side: 'left' | 'right') {
  if (low < 0) valueError('lo must be non-negative');
  if (high === -1) {
    if (payloadOf(a) instanceof PyDict) requireItems(a);
    high = length(a);
  }
  if (low < high) requireItems(a);
  while (low < high) {
    if (--budget.fuel < 0) outOfFuel();
    const middle = Math.floor((low + high) / 2);
    const item = getItem(a, middle);
    const itemKey = key === null ? item : call1(key, item);
    if (side === 'left' ? lessThan(itemKey, x) : !lessThan(x, itemKey)) low = middle + 1;
    else high = middle;
  }
  return low;
}
