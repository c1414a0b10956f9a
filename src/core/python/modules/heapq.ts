import { allocate, budget, outOfFuel, unsupported } from '../budget.ts';
import { exact, keyword, makeBuiltin, python, variadic } from '../builtins/define.ts';
import { call1 } from '../ops/call.ts';
import { lessThan, order } from '../ops/compare.ts';
import { sameOrEqual } from '../ops/equal.ts';
import { indexOf, toIndex } from '../ops/integer.ts';
import { getIterator, toArray } from '../ops/iterate.ts';
import { length } from '../ops/length.ts';
import { sortItems } from '../ops/sort.ts';
import { truth } from '../ops/truth.ts';
import { indexError, Raised, typeError } from '../values/exceptions.ts';
import { NativeIterator } from '../values/iterators.ts';
import { argumentTypeName } from '../values/types.ts';
import { type Kwargs, PyInstance, type PyIterator, PyList, type Value } from '../values/value.ts';

type Less<T = Value> = (a: T, b: T) => boolean;

const greater: Less = (a, b) => lessThan(b, a);

function step(): void {
  if (--budget.fuel < 0) outOfFuel();
}

/** `_siftdown`: moves the item at `place` towards the root. */
function siftDown<T>(heap: T[], start: number, place: number, less: Less<T>): void {
  const item = heap[place];
  let at = place;
  while (at > start) {
    step();
    const parent = (at - 1) >> 1;
    if (!less(item, heap[parent])) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = item;
}

/** `_siftup`: moves the smaller children up until a leaf, then the item down to its place. */
function siftUp<T>(heap: T[], place: number, less: Less<T>): void {
  const end = heap.length;
  const item = heap[place];
  let at = place;
  for (let child = 2 * at + 1; child < end; child = 2 * at + 1) {
    step();
    const right = child + 1;
    if (right < end && !less(heap[child], heap[right])) child = right;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = item;
  siftDown(heap, place, at, less);
}

function heapOf(value: Value, place: string): Value[] {
  const list = value instanceof PyInstance && value.payload !== undefined ? value.payload : value;
  if (!(list instanceof PyList)) typeError(`${place} must be list, not ${argumentTypeName(value)}`);
  return list.items;
}

function heapify<T>(heap: T[], less: Less<T>): void {
  for (let i = (heap.length >> 1) - 1; i >= 0; i--) siftUp(heap, i, less);
}

function push(heap: Value[], item: Value, less: Less): void {
  allocate(8);
  heap.push(item);
  siftDown(heap, 0, heap.length - 1, less);
}

function pop<T>(heap: T[], less: Less<T>): T {
  const last = heap.pop();
  if (last === undefined) indexError('index out of range');
  if (heap.length === 0) return last;
  const [first] = heap;
  heap[0] = last;
  siftUp(heap, 0, less);
  return first;
}

function pushPop(heap: Value[], item: Value, less: Less): Value {
  if (heap.length === 0 || !less(heap[0], item)) return item;
  const [first] = heap;
  heap[0] = item;
  siftUp(heap, 0, less);
  return first;
}

function replace<T>(heap: T[], item: T, less: Less<T>): T {
  if (heap.length === 0) indexError('index out of range');
  const [first] = heap;
  heap[0] = item;
  siftUp(heap, 0, less);
  return first;
}

function best(n: Value, values: Value, key: Value, largest: boolean): Value {
  // CPython compares `n` with the length before anything else, and slices with it.
  const isNumber = indexOf(n) !== undefined && !(n instanceof PyInstance && n.payload === undefined);
  const size = isNumber ? undefined : lengthOrNone(values);
  if (size !== undefined) order(n, size, 'GtE');
  if (isNumber && toIndex(n) <= 0) {
    getIterator(values);
    return new PyList([]);
  }
  const items = toArray(values);
  sortItems(items, key, largest);
  if (size !== undefined) unsupported(`heapq.${largest ? 'nlargest' : 'nsmallest'}() of a number that is no int`);
  return new PyList(items.slice(0, Math.max(0, toIndex(n))));
}

function lengthOrNone(value: Value): Value | undefined {
  try {
    return length(value);
  } catch (error) {
    if (error instanceof Raised) return undefined;
    throw error;
  }
}

/** The next item of one of the iterables of a merge. */
interface Head {
  item: Value;
  key: Value;
  /** Place of its iterable: among equal keys the first comes first. */
  order: number;
}

const headLess: Less<Head> = (a, b) => (sameOrEqual(a.key, b.key) ? a.order < b.order : lessThan(a.key, b.key));

const headGreater: Less<Head> = (a, b) => (sameOrEqual(a.key, b.key) ? a.order < b.order : lessThan(b.key, a.key));

function merge(args: Value[], kwargs: Kwargs | null): Value {
  const key = keyword(kwargs, 'key', null);
  const less = truth(keyword(kwargs, 'reverse', false)) ? headGreater : headLess;
  let iterators: PyIterator[] = [];
  let heap: Head[] | null = null;
  const head = (order: number): Head | undefined => {
    const item = iterators[order].next();
    return item === undefined ? undefined : { item, key: key === null ? item : call1(key, item), order };
  };
  const start = (): Head[] => {
    iterators = args.map(getIterator);
    const heads = iterators.map((_, i) => head(i)).filter((h) => h !== undefined);
    heapify(heads, less);
    return heads;
  };
  let given: Head | null = null;
  const next = (): Value | undefined => {
    if (heap === null) heap = start();
    else if (given !== null && heap.length === 1) {
      // What a single iterable has left is passed on as it is.
      return iterators[given.order].next();
    } else if (given !== null) {
      const following = head(given.order);
      if (following === undefined) pop(heap, less);
      else replace(heap, following, less);
    }
    if (heap.length === 0) return undefined;
    given = heap[0];
    return given.item;
  };
  return new NativeIterator('generator', { next, holds: () => [args, key, iterators, heap, given] });
}

/** `heapq`. */
export function heapqModule(): Record<string, Value> {
  return {
    heapify: makeBuiltin(
      'heapify',
      exact(1, (heap: Value) => {
        heapify(heapOf(heap, 'heapify() argument'), lessThan);
        return null;
      }),
    ),
    heappush: makeBuiltin('heappush', {
      ...exact(2, (heap: Value, item: Value) => {
        push(heapOf(heap, 'heappush() argument 1'), item, lessThan);
        return null;
      }),
      convention: 'range',
    }),
    heappop: makeBuiltin(
      'heappop',
      exact(1, (heap: Value) => pop(heapOf(heap, 'heappop() argument'), lessThan)),
    ),
    heappushpop: makeBuiltin(
      'heappushpop',
      exact(2, (heap: Value, item: Value) => pushPop(heapOf(heap, 'heappushpop() argument 1'), item, lessThan)),
    ),
    heapreplace: makeBuiltin(
      'heapreplace',
      exact(2, (heap: Value, item: Value) => replace(heapOf(heap, 'heapreplace() argument 1'), item, lessThan)),
    ),
    nlargest: makeBuiltin(
      'nlargest',
      python(['n', 'iterable', 'key'], 2, (n: Value, values: Value, key: Value = null) => best(n, values, key, true)),
    ),
    nsmallest: makeBuiltin(
      'nsmallest',
      python(['n', 'iterable', 'key'], 2, (n: Value, values: Value, key: Value = null) => best(n, values, key, false)),
    ),
    merge: makeBuiltin('merge', variadic(merge)),
    _heapify_max: makeBuiltin(
      '_heapify_max',
      exact(1, (heap: Value) => {
        heapify(heapOf(heap, '_heapify_max() argument'), greater);
        return null;
      }),
    ),
    _heappop_max: makeBuiltin(
      '_heappop_max',
      exact(1, (heap: Value) => pop(heapOf(heap, '_heappop_max() argument'), greater)),
    ),
    _heapreplace_max: makeBuiltin(
      '_heapreplace_max',
      exact(2, (heap: Value, item: Value) => replace(heapOf(heap, '_heapreplace_max() argument 1'), item, greater)),
    ),
  };
}
