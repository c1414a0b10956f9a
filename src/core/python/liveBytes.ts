import { charge } from './budget.ts';
import { PyDict } from './values/dict.ts';
import { PyFloat, PyFunction, PyInstance, PyList, PyModule, PyTuple, PyType } from './values/value.ts';

/** What modules keep beside the classes that they decorate. */
export const besideClasses: WeakMap<PyType, unknown>[] = [];

/** Estimated bytes of an object without its fields, of a field, and of an entry of a Map or Set. */
const OBJECT = 16;
const FIELD = 8;
const ENTRY = 32;

/** Steps of fuel that an object costs, as it takes about their time, and places of an array that cost one. */
const OBJECT_STEPS = 3;
const PLACES_PER_STEP = 8;

/**
 * Estimates the bytes of all that can be reached from `root`: each object once, but strings, big integers (which have no identity) and
 * floats at every place that holds them. Of what closures hold it sees what a `holds` beside them tells. Built-in classes, modules and
 * compiled code are not the program's. Charges fuel.
 * @param enough stops above this many bytes
 */
export function liveBytes(root: object, enough: number): number {
  const seen = new Set<object>([root]);
  const waiting: object[] = [root];
  let bytes = 0;
  let steps = 0;

  function meet(value: unknown): void {
    switch (typeof value) {
      case 'string':
        if (value.length > 1) bytes += OBJECT + value.length;
        // Reading a character has engines join the pieces of a text that was put together, which take more.
        if (value.length > 32 && bytes <= enough) value.charCodeAt(value.length >> 1);
        return;
      case 'bigint':
        bytes += OBJECT + bytesOf(value);
        return;
      case 'number':
        if ((value | 0) !== value) bytes += OBJECT;
        return;
      case 'function':
        meet((value as { holds?: unknown }).holds);
        return;
      case 'object':
        if (value === null) return;
        if (value instanceof PyFloat) bytes += OBJECT + FIELD;
        else if (!seen.has(value)) {
          seen.add(value);
          waiting.push(value);
        }
    }
  }

  function meetAll(items: readonly unknown[]): void {
    bytes += OBJECT + items.length * FIELD;
    steps += Math.floor(items.length / PLACES_PER_STEP);
    let last: unknown;
    for (const item of items) {
      if (item !== last || typeof item !== 'object') meet(item);
      last = item;
    }
  }

  function meetEntries(map: ReadonlyMap<unknown, unknown>): void {
    bytes += OBJECT + map.size * ENTRY;
    steps += map.size;
    for (const [key, item] of map) {
      meet(key);
      meet(item);
    }
  }

  function meetFields(value: object): void {
    for (const [key, field] of Object.entries(value)) {
      bytes += FIELD;
      if (key === 'holds' && typeof field === 'function') meet(field());
      // The code of a function is the program's text; what a class has looked up is in its bases, and an index holds a dict's keys again.
      else if (key === 'code' && value instanceof PyFunction) continue;
      else if ((key === 'cache' || key === 'cacheVersion') && value instanceof PyType) continue;
      else if ((key === 'index' || key === 'buckets') && value instanceof PyDict) {
        if (field !== null) bytes += value.size * ENTRY;
      } else meet(field);
    }
    if (value instanceof PyType) for (const beside of besideClasses) meet(beside.get(value));
  }

  for (let value = waiting.pop(); value !== undefined && bytes <= enough; value = waiting.pop()) {
    if (isStatic(value)) continue;
    steps += OBJECT_STEPS;
    bytes += OBJECT;
    // What the commonest objects alone hold is not looked up again.
    if (value.constructor === PyTuple || value.constructor === PyList) meetAll((value as PyTuple).items);
    else if (value.constructor === PyInstance) {
      const { cls, attributes, payload } = value as PyInstance;
      meet(cls);
      meet(payload);
      meetEntries(attributes);
    } else if (Array.isArray(value)) meetAll(value);
    else if (value instanceof Map) meetEntries(value);
    else if (value instanceof Set) meetAll([...value]);
    else if (ArrayBuffer.isView(value)) {
      if (!seen.has(value.buffer)) bytes += value.buffer.byteLength;
      seen.add(value.buffer);
    } else meetFields(value);
  }
  charge(steps);
  return bytes;
}

/** Classes that are built in, and modules: they are there whether the program uses them or not. */
function isStatic(value: object): boolean {
  return value instanceof PyModule || (value instanceof PyType && !value.isHeap && value.module !== '__main__');
}

function bytesOf(n: bigint): number {
  return BigInt.asIntN(64, n) === n ? FIELD : n.toString(16).length >> 1;
}
