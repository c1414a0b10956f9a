import { budget, charge, held, outOfMemory } from '../budget.ts';
import { equal } from '../ops/equal.ts';
import { hash, hashHigh, setHashHigh } from '../ops/hash.ts';
import { frozensetType, setType } from './types.ts';
import { PyObject, type Value } from './value.ts';

const LINEAR_PROBES = 9;
const PERTURB_SHIFT = 5;
const MIN_SIZE = 8;

/** Marks the place of a removed element. */
const DUMMY = Symbol('dummy');

type Slot = Value | undefined | typeof DUMMY;

/**
 * `set`, with the table of CPython 3.11's `Objects/setobject.c` (open addressing, nine linear probes, then a perturbed
 * jump; growth by four at 60 %), because iteration goes in table order and programs show it.
 */
export class PySet extends PyObject {
  private table: Slot[] = new Array(MIN_SIZE).fill(undefined);
  private low: number[] = new Array(MIN_SIZE).fill(0);
  private high: number[] = new Array(MIN_SIZE).fill(0);
  private mask = MIN_SIZE - 1;
  /** Places in use or once used. */
  private fill = 0;
  private finger = 0;
  size = 0;

  /** Makes an empty set of the same Python type. */
  protected empty(): PySet {
    return new PySet();
  }

  has(key: Value): boolean {
    const low = hash(key);
    return this.size > 0 && this.find(key, low, hashHigh()) >= 0;
  }

  add(key: Value): void {
    const low = hash(key);
    this.addHashed(key, low, hashHigh());
  }

  /** Removes `key`; false when it was not there. */
  delete(key: Value): boolean {
    const low = hash(key);
    return this.deleteHashed(key, low, hashHigh());
  }

  /** Removes and returns an element as CPython's `set.pop`, `undefined` when empty. */
  pop(): Value | undefined {
    if (this.size === 0) return undefined;
    let place = this.finger & this.mask;
    while (this.table[place] === undefined || this.table[place] === DUMMY) place = place >= this.mask ? 0 : place + 1;
    const key = this.table[place] as Value;
    this.table[place] = DUMMY;
    this.size--;
    this.finger = place + 1;
    return key;
  }

  clear(): void {
    this.table = new Array(MIN_SIZE).fill(undefined);
    this.low = new Array(MIN_SIZE).fill(0);
    this.high = new Array(MIN_SIZE).fill(0);
    this.mask = MIN_SIZE - 1;
    this.fill = 0;
    this.size = 0;
    this.finger = 0;
  }

  /** Elements in table order. */
  toArray(): Value[] {
    charge((this.mask + 1) >> 3);
    const items: Value[] = [];
    for (const slot of this.table) if (slot !== undefined && slot !== DUMMY) items.push(slot as Value);
    return held(items);
  }

  /** The element at the first used place from `place` on, and the place after it; `undefined` at the end. */
  nextFrom(cursor: { place: number }): Value | undefined {
    while (cursor.place <= this.mask) {
      const slot = this.table[cursor.place++];
      if (slot !== undefined && slot !== DUMMY) return slot as Value;
    }
    return undefined;
  }

  copy(): PySet {
    const result = this.empty();
    result.merge(this);
    return result;
  }

  /** Takes over another set's table (`set_swap_bodies`). */
  become(other: PySet): void {
    this.table = other.table;
    this.low = other.low;
    this.high = other.high;
    this.mask = other.mask;
    this.fill = other.fill;
    this.size = other.size;
    this.finger = 0;
  }

  /** `set_merge_internal`: adds every element of `other`. */
  merge(other: PySet): void {
    if (other === this || other.size === 0) return;
    charge(1 + (other.size >> 2));
    if ((this.fill + other.size) * 5 >= this.mask * 3) this.resize((this.size + other.size) * 2);
    if (this.fill === 0 && this.mask === other.mask && other.fill === other.size) {
      this.table = other.table.slice();
      this.low = other.low.slice();
      this.high = other.high.slice();
      this.fill = other.fill;
      this.size = other.size;
      return;
    }
    const clean = this.fill === 0;
    for (let i = 0; i <= other.mask; i++) {
      const slot = other.table[i];
      if (slot === undefined || slot === DUMMY) continue;
      if (clean) this.insertClean(slot as Value, other.low[i], other.high[i]);
      else this.addHashed(slot as Value, other.low[i], other.high[i]);
    }
    if (clean) {
      this.fill = other.size;
      this.size = other.size;
    }
  }

  /** Makes room for `count` more elements at once, as `update` does from a dict. */
  reserve(count: number): void {
    if ((this.fill + count) * 5 >= this.mask * 3) this.resize((this.size + count) * 2);
  }

  /** `set_intersection` with a set: walks the smaller one. */
  intersection(other: PySet): PySet {
    if (other === this) return this.copy();
    const result = this.empty();
    const [walked, asked] = other.size > this.size ? [this as PySet, other] : [other, this as PySet];
    charge(walked.size);
    for (let i = 0; i <= walked.mask; i++) {
      const slot = walked.table[i];
      if (slot === undefined || slot === DUMMY) continue;
      if (asked.find(slot as Value, walked.low[i], walked.high[i]) >= 0) {
        result.addHashed(slot as Value, walked.low[i], walked.high[i]);
      }
    }
    return result;
  }

  /** `set_difference` with a set. */
  difference(other: PySet): PySet {
    if (this.size >> 2 > other.size) {
      const copy = this.copy();
      copy.removeAll(other);
      return copy;
    }
    const result = this.empty();
    charge(this.size);
    for (let i = 0; i <= this.mask; i++) {
      const slot = this.table[i];
      if (slot === undefined || slot === DUMMY) continue;
      if (other.find(slot as Value, this.low[i], this.high[i]) < 0) {
        result.addHashed(slot as Value, this.low[i], this.high[i]);
      }
    }
    return result;
  }

  /** `set_difference_update_internal` with a set. */
  removeAll(other: PySet): void {
    if (other === this) {
      this.clear();
      return;
    }
    const removed = other.size >> 3 > this.size ? this.intersection(other) : other;
    charge(removed.size);
    for (let i = 0; i <= removed.mask; i++) {
      const slot = removed.table[i];
      if (slot !== undefined && slot !== DUMMY) this.deleteHashed(slot as Value, removed.low[i], removed.high[i]);
    }
    this.dropDummies();
  }

  /** Rebuilds the table when more than a quarter of it is dummies. */
  dropDummies(): void {
    if (this.fill - this.size > this.mask / 4) this.resize(this.size > 50000 ? this.size * 2 : this.size * 4);
  }

  /** `set_symmetric_difference_update` with a set other than itself. */
  toggleAll(other: PySet): void {
    charge(other.size);
    for (let i = 0; i <= other.mask; i++) {
      const slot = other.table[i];
      if (slot === undefined || slot === DUMMY) continue;
      if (!this.deleteHashed(slot as Value, other.low[i], other.high[i])) {
        this.addHashed(slot as Value, other.low[i], other.high[i]);
      }
    }
  }

  isSubsetOf(other: PySet): boolean {
    if (this.size > other.size) return false;
    charge(this.size);
    for (let i = 0; i <= this.mask; i++) {
      const slot = this.table[i];
      if (slot === undefined || slot === DUMMY) continue;
      if (other.find(slot as Value, this.low[i], this.high[i]) < 0) return false;
    }
    return true;
  }

  /** Calls `visit` with the 64-bit hash (two 32-bit halves) of every element. */
  eachHash(visit: (low: number, high: number) => void): void {
    for (let i = 0; i <= this.mask; i++) {
      const slot = this.table[i];
      if (slot !== undefined && slot !== DUMMY) visit(this.low[i], this.high[i]);
    }
  }

  private find(key: Value, low: number, high: number): number {
    const { table, mask } = this;
    let perturbLow = low;
    let perturbHigh = high;
    let i = low & mask;
    for (;;) {
      let probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
      let entry = i;
      do {
        const slot = table[entry];
        if (slot === undefined) return -1;
        if (this.low[entry] === low && this.high[entry] === high && slot !== DUMMY) {
          if (slot === key || equal(slot as Value, key)) return entry;
        }
        entry++;
      } while (probes--);
      perturbLow = (perturbLow >>> PERTURB_SHIFT) | (perturbHigh << (32 - PERTURB_SHIFT));
      perturbHigh >>>= PERTURB_SHIFT;
      i = (Math.imul(i, 5) + 1 + perturbLow) & mask;
    }
  }

  private addHashed(key: Value, low: number, high: number): void {
    const { table, mask } = this;
    /** The last place passed that a removed element has left: it is taken again. */
    let free = -1;
    let perturbLow = low;
    let perturbHigh = high;
    let i = low & mask;
    for (;;) {
      let probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
      let entry = i;
      do {
        const slot = table[entry];
        if (slot === undefined) {
          const place = free < 0 ? entry : free;
          table[place] = key;
          this.low[place] = low;
          this.high[place] = high;
          this.size++;
          if (free >= 0) return;
          this.fill++;
          if (this.fill * 5 >= mask * 3) this.resize(this.size > 50000 ? this.size * 2 : this.size * 4);
          return;
        }
        if (slot === DUMMY) free = entry;
        else if (this.low[entry] === low && this.high[entry] === high) {
          if (slot === key || equal(slot as Value, key)) return;
        }
        entry++;
      } while (probes--);
      perturbLow = (perturbLow >>> PERTURB_SHIFT) | (perturbHigh << (32 - PERTURB_SHIFT));
      perturbHigh >>>= PERTURB_SHIFT;
      i = (Math.imul(i, 5) + 1 + perturbLow) & mask;
    }
  }

  private deleteHashed(key: Value, low: number, high: number): boolean {
    const place = this.find(key, low, high);
    if (place < 0) return false;
    this.table[place] = DUMMY;
    this.size--;
    return true;
  }

  private insertClean(key: Value, low: number, high: number): void {
    const { table, mask } = this;
    let perturbLow = low;
    let perturbHigh = high;
    let i = low & mask;
    for (;;) {
      let probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
      let entry = i;
      do {
        if (table[entry] === undefined) {
          table[entry] = key;
          this.low[entry] = low;
          this.high[entry] = high;
          return;
        }
        entry++;
      } while (probes--);
      perturbLow = (perturbLow >>> PERTURB_SHIFT) | (perturbHigh << (32 - PERTURB_SHIFT));
      perturbHigh >>>= PERTURB_SHIFT;
      i = (Math.imul(i, 5) + 1 + perturbLow) & mask;
    }
  }

  private resize(minimum: number): void {
    let size = MIN_SIZE;
    while (size <= minimum) size *= 2;
    if ((budget.memory -= size * 16) < 0) outOfMemory();
    const { table, low, high } = this;
    this.table = new Array(size).fill(undefined);
    this.low = new Array(size).fill(0);
    this.high = new Array(size).fill(0);
    this.mask = size - 1;
    this.fill = this.size;
    for (let i = 0; i < table.length; i++) {
      const slot = table[i];
      if (slot !== undefined && slot !== DUMMY) this.insertClean(slot as Value, low[i], high[i]);
    }
  }
}

/** `frozenset`. */
export class PyFrozenSet extends PySet {
  protected override empty(): PySet {
    return new PyFrozenSet();
  }
}

PySet.prototype.cls = setType;
PyFrozenSet.prototype.cls = frozensetType;

/**
 * Hash of a frozenset as CPython's `frozenset_hash`, which mixes the elements' hashes without regard to order.
 * @returns the low 32 bits; `hashHigh()` gives the others.
 */
export function hashFrozenSet(set: PySet): number {
  const MASK = (1n << 64n) - 1n;
  let mixed = 0n;
  set.eachHash((low, high) => {
    const h = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
    mixed ^= ((h ^ 89869747n ^ (h << 16n)) * 3644798167n) & MASK;
  });
  mixed ^= (BigInt(set.size) + 1n) * 1927868237n;
  mixed ^= (mixed >> 11n) ^ (mixed >> 25n);
  mixed = (mixed * 69069n + 907133923n) & MASK;
  if (mixed === MASK) mixed = 590923713n;
  setHashHigh(Number(mixed >> 32n) | 0);
  return Number(mixed & 0xffffffffn) | 0;
}
