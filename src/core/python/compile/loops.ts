import { budget, outOfFuel } from '../budget.ts';
import { getIterator } from '../ops/iterate.ts';
import { hasSurrogates } from '../ops/surrogates.ts';
import type { Frame } from '../values/frame.ts';
import { PyList, PyRange, PyTuple, type Value } from '../values/value.ts';

/**
 * Walks an iterable, charging a step an item.
 * @param visit handles an item; true stops the walk.
 * @returns whether `visit` stopped it.
 */
export function walk(iterable: Value, frame: Frame, visit: (frame: Frame, item: Value) => boolean): boolean {
  if (iterable instanceof PyList) {
    // Its items are read as they are at each turn: the body may change the list.
    for (let i = 0; i < iterable.items.length; i++) {
      if (--budget.fuel < 0) outOfFuel();
      if (visit(frame, iterable.items[i])) return true;
    }
    return false;
  }
  if (iterable instanceof PyRange) {
    const { start, step, length } = iterable;
    for (let i = 0, n = start; i < length; i++, n += step) {
      if (--budget.fuel < 0) outOfFuel();
      if (visit(frame, n)) return true;
    }
    return false;
  }
  if (iterable instanceof PyTuple) {
    const { items } = iterable;
    for (let i = 0; i < items.length; i++) {
      if (--budget.fuel < 0) outOfFuel();
      if (visit(frame, items[i])) return true;
    }
    return false;
  }
  if (typeof iterable === 'string' && !hasSurrogates(iterable)) {
    for (let i = 0; i < iterable.length; i++) {
      if (--budget.fuel < 0) outOfFuel();
      if (visit(frame, iterable[i])) return true;
    }
    return false;
  }
  const iterator = getIterator(iterable);
  for (let item = iterator.next(); item !== undefined; item = iterator.next()) {
    if (visit(frame, item)) return true;
  }
  return false;
}
