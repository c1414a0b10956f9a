import { budget, charge, held, outOfMemory } from '../budget.ts';
import { equal } from '../ops/equal.ts';
import { hash, hashHigh } from '../ops/hash.ts';
import { hasSpecial } from '../ops/special.ts';
import { PySet } from './set.ts';
import { dictType } from './types.ts';
import {
  PyBoundMethod,
  PyBytes,
  PyComplex,
  PyFloat,
  PyInstance,
  PyList,
  PyObject,
  PyRange,
  PyTuple,
  type Value,
} from './value.ts';

/** What an entry is filed under: equal primitives of Python are the same JavaScript key (`1`, `1.0`, `True`). */
type Key = null | number | bigint | string | PyObject;

/** Estimated bytes of an entry. */
const ENTRY_BYTES = 48;

/**
 * `dict`: entries in insertion order in two parallel arrays, with holes where entries were deleted, and a map from
 * the normalised key to the entry's place. Keys compared by value but not primitive (tuples, frozensets, instances
 * with `__hash__`) are filed by their hash in buckets.
 */
export class PyDict extends PyObject {
  /** Keys in order; `undefined` where the entry was deleted. */
  keys: (Value | undefined)[] = [];
  values: Value[] = [];
  size = 0;
  /** The value for an absent key in `d[key]`: `defaultdict` and `Counter` have one. */
  missing?(key: Value): Value;
  private index: Map<Key, number> | null = null;
  private buckets: Map<number, number[]> | null = null;

  /** An empty dict of the same kind. */
  emptyLike(): PyDict {
    return new PyDict();
  }

  get(key: Value): Value | undefined {
    const place = this.find(key);
    return place < 0 ? undefined : this.values[place];
  }

  has(key: Value): boolean {
    return this.find(key) >= 0;
  }

  /** Sets `key`; an existing entry keeps its place and its first key. */
  set(key: Value, value: Value): void {
    const normal = normalize(key);
    if (normal === undefined) {
      this.setByHash(key, value);
      return;
    }
    const index = (this.index ??= new Map());
    const place = index.get(normal);
    if (place !== undefined) {
      this.values[place] = value;
      return;
    }
    index.set(normal, this.keys.length);
    this.append(key, value);
  }

  /** Removes `key` and returns its value, `undefined` when absent. */
  delete(key: Value): Value | undefined {
    const place = this.find(key);
    if (place < 0) return undefined;
    const value = this.values[place];
    this.removeAt(place);
    return value;
  }

  /** Removes the last entry (the first with `first`), `undefined` when there is none. */
  popItem(first = false): [Value, Value] | undefined {
    if (this.size === 0) return undefined;
    let place = first ? 0 : this.keys.length - 1;
    while (this.keys[place] === undefined) place += first ? 1 : -1;
    const entry: [Value, Value] = [this.keys[place] as Value, this.values[place]];
    this.removeAt(place);
    return entry;
  }

  clear(): void {
    this.keys = [];
    this.values = [];
    this.size = 0;
    this.index = null;
    this.buckets = null;
  }

  /** Entries in order, as they are now. */
  entries(): [Value, Value][] {
    const entries: [Value, Value][] = [];
    for (let i = 0; i < this.keys.length; i++) {
      const key = this.keys[i];
      if (key !== undefined) entries.push([key, this.values[i]]);
    }
    return held(entries);
  }

  /** Keys in order, as they are now. */
  keyList(): Value[] {
    return held(
      this.size === this.keys.length ? (this.keys.slice() as Value[]) : this.keys.filter((key) => key !== undefined),
    );
  }

  /** Values in order, as they are now. */
  valueList(): Value[] {
    return held(
      this.size === this.keys.length ? this.values.slice() : this.values.filter((_, i) => this.keys[i] !== undefined),
    );
  }

  /** Sets every entry of `other`. */
  setAll(other: PyDict): void {
    charge(other.size >> 1);
    for (let i = 0; i < other.keys.length; i++) {
      const key = other.keys[i];
      if (key !== undefined) this.set(key, other.values[i]);
    }
  }

  private find(key: Value): number {
    const normal = typeof key === 'string' ? key : normalize(key);
    if (normal !== undefined) return this.index?.get(normal) ?? -1;
    const hashed = shortHash(key);
    const bucket = this.buckets?.get(hashed);
    if (bucket === undefined) return -1;
    for (const place of bucket) {
      const candidate = this.keys[place];
      if (candidate !== undefined && (candidate === key || equal(candidate, key))) return place;
    }
    return -1;
  }

  private setByHash(key: Value, value: Value): void {
    const place = this.find(key);
    if (place >= 0) {
      this.values[place] = value;
      return;
    }
    const hashed = shortHash(key);
    const buckets = (this.buckets ??= new Map());
    const bucket = buckets.get(hashed);
    if (bucket === undefined) buckets.set(hashed, [this.keys.length]);
    else bucket.push(this.keys.length);
    this.append(key, value);
  }

  private append(key: Value, value: Value): void {
    if ((budget.memory -= ENTRY_BYTES) < 0) outOfMemory();
    this.keys.push(key);
    this.values.push(value);
    this.size++;
  }

  private removeAt(place: number): void {
    const key = this.keys[place] as Value;
    const normal = normalize(key);
    if (normal !== undefined) this.index!.delete(normal);
    else {
      const hashed = shortHash(key);
      const bucket = this.buckets!.get(hashed)!;
      bucket.splice(bucket.indexOf(place), 1);
      if (bucket.length === 0) this.buckets!.delete(hashed);
    }
    this.size--;
    if (place === this.keys.length - 1) {
      this.keys.pop();
      this.values.pop();
      while (this.keys.length > 0 && this.keys[this.keys.length - 1] === undefined) {
        this.keys.pop();
        this.values.pop();
      }
      return;
    }
    this.keys[place] = undefined;
    this.values[place] = null;
    if (this.keys.length > 16 && this.size * 2 < this.keys.length) this.compact();
  }

  private compact(): void {
    const moved = new Int32Array(this.keys.length);
    let count = 0;
    for (let i = 0; i < this.keys.length; i++) {
      if (this.keys[i] === undefined) continue;
      moved[i] = count;
      this.keys[count] = this.keys[i];
      this.values[count] = this.values[i];
      count++;
    }
    this.keys.length = count;
    this.values.length = count;
    for (const [key, place] of this.index ?? []) this.index!.set(key, moved[place]);
    for (const bucket of this.buckets?.values() ?? []) {
      for (let i = 0; i < bucket.length; i++) bucket[i] = moved[bucket[i]];
    }
  }
}

PyDict.prototype.cls = dictType;

/**
 * The JavaScript key under which equal values meet, `undefined` for values that are filed by hash. Throws the
 * TypeError of an unhashable value.
 */
function normalize(key: Value): Key | undefined {
  switch (typeof key) {
    case 'string':
    case 'number':
    case 'bigint':
      return key;
    case 'boolean':
      return key ? 1 : 0;
    default:
      if (key === null) return key;
  }
  if (key instanceof PyTuple || key instanceof PySet) return undefined;
  if (key instanceof PyInstance) return normalizeInstance(key);
  if (key instanceof PyFloat) {
    const v = key.v;
    if (Number.isNaN(v)) return key;
    return Number.isInteger(v) && !Number.isSafeInteger(v) ? BigInt(v) : v === 0 ? 0 : v;
  }
  if (key instanceof PyComplex || key instanceof PyBytes || key instanceof PyRange) return undefined;
  hash(key);
  if (key.equals === undefined && !(key instanceof PyBoundMethod)) return key;
  const plain = key.plainNumber?.();
  if (plain !== undefined) return normalize(plain);
  // What does not equal itself (NaN) is found as the object it is.
  return key.equals?.(key) === false ? key : undefined;
}

/** An instance of a class derived from `str` or `int` without hash of its own stands for its value. */
function normalizeInstance(key: PyInstance): Key | undefined {
  const { payload } = key;
  if (payload === undefined || hasSpecial(key, '__hash__') || hasSpecial(key, '__eq__')) return undefined;
  // Raises the error that names the instance's class.
  if (payload instanceof PyDict || payload instanceof PyList) hash(key);
  return normalize(payload);
}

function shortHash(key: Value): number {
  const low = hash(key);
  return low ^ hashHigh();
}
