import { allocate, budget, charge, held } from '../budget.ts';
import { PyFloat, type Value } from '../values/value.ts';
import { call1 } from './call.ts';
import { compareStrings, lessThan } from './compare.ts';

/** Sorts in place, stably, as `list.sort(key=key, reverse=reverse)`; compares with `<` only. */
export function sortItems(items: Value[], key: Value, reverse: boolean): void {
  const { length } = items;
  charge(length + (length >> 2) * Math.ceil(Math.log2(length + 1)));
  allocate(length * 8);
  if (key === null) {
    if (length < 2) return;
    const simple = simpleOrder(items);
    if (simple !== undefined) {
      items.sort(reverse ? (a, b) => simple(b, a) : simple);
      return;
    }
    const sorted = mergeSort(items, items, reverse);
    for (let i = 0; i < length; i++) items[i] = sorted[i];
    return;
  }
  const keys = items.map((item) => held(call1(key, item)));
  if (length < 2) return;
  const simple = simpleOrder(keys);
  const order = items.map((_, i) => i);
  if (simple !== undefined)
    order.sort(reverse ? (i, j) => simple(keys[j], keys[i]) : (i, j) => simple(keys[i], keys[j]));
  else {
    const sorted = mergeSort(order, keys, reverse);
    for (let i = 0; i < length; i++) order[i] = sorted[i];
  }
  const result = order.map((i) => items[i]);
  for (let i = 0; i < length; i++) items[i] = result[i];
}

/** A JavaScript comparison where all values are numbers, or all are strings, or all are floats other than NaN. */
function simpleOrder(values: readonly Value[]): ((a: Value, b: Value) => number) | undefined {
  const [first] = values;
  if (typeof first === 'number') {
    if (values.every((value) => typeof value === 'number')) return (a, b) => (a as number) - (b as number);
  } else if (typeof first === 'string') {
    if (values.every((value) => typeof value === 'string')) return (a, b) => compareStrings(a as string, b as string);
  } else if (first instanceof PyFloat) {
    if (values.every((value) => value instanceof PyFloat && !Number.isNaN(value.v))) {
      return (a, b) => (a as PyFloat).v - (b as PyFloat).v || 0;
    }
  }
  return undefined;
}

/**
 * Stable merge sort (binary insertion for short runs, as in CPython's list sort, so that values without a total order
 * come out alike in small lists). Sorts `items` by `keys` (indexes into `keys` when `items` are numbers of places).
 */
function mergeSort<T extends Value>(items: readonly T[], keys: readonly Value[], reverse: boolean): T[] {
  const byPlace = items !== (keys as readonly Value[]);
  const entries = items.map((item, i) => ({ item, key: byPlace ? keys[item as number] : keys[i] }));
  if (reverse) entries.reverse();
  const sorted = timSort(entries);
  if (reverse) sorted.reverse();
  return sorted.map((entry) => entry.item);
}

interface Entry<T> {
  item: T;
  key: Value;
}

/** Natural runs, extended by binary insertion to a minimum length, then merged pairwise from the left. */
function timSort<T>(entries: Entry<T>[]): Entry<T>[] {
  budget.live?.hold(entries.slice());
  const release = budget.live?.loop();
  const less = (a: Entry<T>, b: Entry<T>): boolean => {
    const isLess = lessThan(a.key, b.key);
    release?.(null);
    return isLess;
  };
  const n = entries.length;
  let minimum = n;
  let odd = 0;
  while (minimum >= 64) {
    odd |= minimum & 1;
    minimum >>= 1;
  }
  minimum += odd;
  let runs: Entry<T>[][] = [];
  for (let start = 0; start < n; ) {
    let end = start + 1;
    if (end < n) {
      if (less(entries[end], entries[start])) {
        end++;
        while (end < n && less(entries[end], entries[end - 1])) end++;
        const run = entries.slice(start, end).reverse();
        for (let i = 0; i < run.length; i++) entries[start + i] = run[i];
      } else {
        end++;
        while (end < n && !less(entries[end], entries[end - 1])) end++;
      }
    }
    const limit = Math.min(n, Math.max(end, start + minimum));
    for (let i = end; i < limit; i++) {
      const pivot = entries[i];
      let low = start;
      let high = i;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (less(pivot, entries[middle])) high = middle;
        else low = middle + 1;
      }
      for (let j = i; j > low; j--) entries[j] = entries[j - 1];
      entries[low] = pivot;
    }
    runs.push(entries.slice(start, limit));
    start = limit;
  }
  while (runs.length > 1) {
    const next: Entry<T>[][] = [];
    for (let i = 0; i < runs.length; i += 2)
      next.push(i + 1 < runs.length ? merge(runs[i], runs[i + 1], less) : runs[i]);
    runs = next;
  }
  return runs[0] ?? [];
}

function merge<T>(left: Entry<T>[], right: Entry<T>[], less: (a: Entry<T>, b: Entry<T>) => boolean): Entry<T>[] {
  const merged: Entry<T>[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) merged.push(less(right[j], left[i]) ? right[j++] : left[i++]);
  while (i < left.length) merged.push(left[i++]);
  while (j < right.length) merged.push(right[j++]);
  return merged;
}
