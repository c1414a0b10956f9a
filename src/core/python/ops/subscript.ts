import { allocate, charge, unsupported } from '../budget.ts';
import { ownText } from '../ownText.ts';
import { PyDict } from '../values/dict.ts';
import { indexError, raise, typeError, valueError } from '../values/exceptions.ts';
import { PySet } from '../values/set.ts';
import { genericAlias } from '../values/typeForms.ts';
import { bytearrayType, NotImplemented, typeName } from '../values/types.ts';
import {
  PyBytes,
  PyFloat,
  PyInstance,
  PyList,
  PyObject,
  PyRange,
  PySlice,
  PyTuple,
  PyType,
  type Value,
} from '../values/value.ts';
import { chargeItems, withData } from './arithmetic.ts';
import { bind } from './attributes.ts';
import { call } from './call.ts';
import { payloadOf } from './equal.ts';
import { indexOf, toIndex } from './integer.ts';
import { codePoints, toArray, tryIterator } from './iterate.ts';
import { callSpecial } from './special.ts';
import { hasSurrogates } from './surrogates.ts';

/** `value[key]`. */
export function getItem(value: Value, key: Value): Value {
  if (value instanceof PyList) {
    if (typeof key === 'number') {
      const { items } = value;
      const item = items[key < 0 ? key + items.length : key];
      return item === undefined ? indexError('list index out of range') : item;
    }
    return sequenceItem(value, value.items, key, 'list');
  }
  if (typeof value === 'string') return stringItem(value, key);
  if (value instanceof PyDict) return dictItem(value, key);
  if (value instanceof PyTuple) return sequenceItem(value, value.items, key, 'tuple');
  if (value instanceof PyInstance) return instanceItem(value, key);
  if (value instanceof PyRange) return rangeItem(value, key);
  if (value instanceof PyBytes) return bytesItem(value, key);
  if (value instanceof PyObject && value.getItem !== undefined) return value.getItem(key);
  if (value instanceof PyType) return typeItem(value, key);
  typeError(`'${typeName(value)}' object is not subscriptable`);
}

/** `list[int]` and the like are annotations: the type itself stands for them. */
function typeItem(type: PyType, key: Value): Value {
  const method = type.lookup('__class_getitem__');
  if (method !== undefined) return call(bind(method, type, type), [key]);
  if (GENERIC.has(type.name)) return genericAlias(type, key);
  if (type.mro.some((ancestor) => !ancestor.isHeap && GENERIC.has(ancestor.name))) unsupported(`${type.name}[…]`);
  typeError(`type '${type.name}' is not subscriptable`);
}

const GENERIC = new Set([
  'enumerate',
  'list',
  'dict',
  'tuple',
  'set',
  'frozenset',
  'type',
  'deque',
  'defaultdict',
  'Counter',
  'OrderedDict',
]);

function dictItem(dict: PyDict, key: Value): Value {
  const found = dict.get(key);
  if (found !== undefined) return found;
  return dict.missing === undefined ? raise('KeyError', key) : dict.missing(key);
}

function instanceItem(value: PyInstance, key: Value): Value {
  const own = callSpecial(value, '__getitem__', key);
  if (own !== NotImplemented) return own;
  if (value.payload === undefined || isScalar(value.payload)) {
    typeError(`'${typeName(value)}' object is not subscriptable`);
  }
  if (value.payload instanceof PyDict) {
    const found = value.payload.get(key);
    if (found !== undefined) return found;
    const missing = callSpecial(value, '__missing__', key);
    if (missing !== NotImplemented) return missing;
  }
  return getItem(value.payload, key);
}

/** Whether a built-in value inside an instance has no items, so that errors name the instance's class. */
function isScalar(value: Value): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof PyFloat || value instanceof PySet;
}

function stringItem(text: string, key: Value): Value {
  if (typeof key === 'number' && !hasSurrogates(text)) {
    const c = text[key < 0 ? key + text.length : key];
    return c === undefined ? indexError('string index out of range') : c;
  }
  if (key instanceof PySlice) return sliceString(text, key);
  const index = indexOf(key);
  if (index === undefined) typeError(`string indices must be integers, not '${typeName(key)}'`);
  const place = checkIndex(index);
  if (!hasSurrogates(text))
    return text[place < 0 ? place + text.length : place] ?? indexError('string index out of range');
  charge(text.length >> 4);
  const points = codePoints(text);
  return points[place < 0 ? place + points.length : place] ?? indexError('string index out of range');
}

function checkIndex(index: number | bigint): number {
  if (typeof index === 'number') return index;
  // Beyond every length, but within a machine word.
  if (BigInt.asIntN(64, index) === index) return index < 0n ? -Number.MAX_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
  raise('IndexError', "cannot fit 'int' into an index-sized integer");
}

/** Number of code points. */
export function stringLength(text: string): number {
  if (!hasSurrogates(text)) return text.length;
  let length = 0;
  for (const _ of text) length++;
  return length;
}

function sequenceItem(value: PyList | PyTuple, items: readonly Value[], key: Value, name: string): Value {
  if (typeof key === 'number') {
    const item = items[key < 0 ? key + items.length : key];
    return item === undefined ? indexError(`${name} index out of range`) : item;
  }
  if (key instanceof PySlice) {
    const picked = sliceItems(items, key);
    return value instanceof PyList ? new PyList(picked) : new PyTuple(picked);
  }
  const index = indexOf(key);
  if (index === undefined) typeError(`${name} indices must be integers or slices, not ${typeName(key)}`);
  const place = checkIndex(index);
  const item = items[place < 0 ? place + items.length : place];
  return item === undefined ? indexError(`${name} index out of range`) : item;
}

function rangeItem(range: PyRange, key: Value): Value {
  if (key instanceof PySlice) {
    const { start, stop, step } = sliceBounds(key, range.length);
    return new PyRange(range.start + start * range.step, range.start + stop * range.step, range.step * step);
  }
  const index = indexOf(key);
  if (index === undefined) typeError(`range indices must be integers or slices, not ${typeName(key)}`);
  const place = Number(index) < 0 ? Number(index) + range.length : Number(index);
  if (place < 0 || place >= range.length) indexError('range object index out of range');
  return range.start + place * range.step;
}

function bytesItem(bytes: PyBytes, key: Value): Value {
  if (key instanceof PySlice) {
    const { start, step, count } = sliceBounds(key, bytes.data.length);
    allocate(count);
    charge(count >> 6);
    const data = new Uint8Array(count);
    for (let i = 0; i < count; i++) data[i] = bytes.data[start + i * step];
    return withData(bytes, data);
  }
  const index = indexOf(key);
  if (index === undefined)
    typeError(
      `${typeName(bytes) === 'bytearray' ? 'bytearray' : 'byte'} indices must be integers or slices, not ${typeName(key)}`,
    );
  const place = checkIndex(index);
  const byte = bytes.data[place < 0 ? place + bytes.data.length : place];
  return byte === undefined
    ? indexError(typeName(bytes) === 'bytearray' ? 'bytearray index out of range' : 'index out of range')
    : byte;
}

/** A slice applied to a length: as `slice.indices`, with the number of items picked. */
export function sliceBounds(
  slice: PySlice,
  length: number,
): { start: number; stop: number; step: number; count: number } {
  const step = slice.step === null ? 1 : sliceIndex(slice.step);
  if (step === 0) valueError('slice step cannot be zero');
  const low = step > 0 ? 0 : -1;
  const high = step > 0 ? length : length - 1;
  const clamp = (value: Value, fallback: number): number => {
    if (value === null) return fallback;
    const n = sliceIndex(value);
    return n < 0 ? Math.max(n + length, low) : Math.min(n, high);
  };
  const start = clamp(slice.start, step > 0 ? low : high);
  const stop = clamp(slice.stop, step > 0 ? high : low);
  const span = step > 0 ? stop - start : start - stop;
  return { start, stop, step, count: span <= 0 ? 0 : Math.floor((span - 1) / Math.abs(step)) + 1 };
}

function sliceIndex(value: Value): number {
  if (typeof value === 'number') return value;
  if (indexOf(value) === undefined) {
    typeError('slice indices must be integers or None or have an __index__ method');
  }
  return toIndex(value);
}

function sliceString(text: string, slice: PySlice): string {
  if (hasSurrogates(text)) {
    charge(text.length >> 4);
    return sliceItems(codePoints(text), slice).join('');
  }
  const { start, step, count } = sliceBounds(slice, text.length);
  if (count > 64) {
    charge(count >> 6);
    allocate(count >> 2);
  }
  if (step === 1) return ownText(text.substring(start, start + count));
  if (step === -1 && count === text.length) return reverseText(text);
  let out = '';
  for (let i = 0, place = start; i < count; i++, place += step) out += text[place];
  return out;
}

function reverseText(text: string): string {
  let out = '';
  for (let i = text.length - 1; i >= 0; i--) out += text[i];
  return out;
}

function sliceItems<T extends Value>(items: readonly T[], slice: PySlice): T[] {
  const { start, step, count } = sliceBounds(slice, items.length);
  chargeItems(count);
  if (step === 1) return items.slice(start, start + count);
  const picked: T[] = [];
  for (let i = 0, place = start; i < count; i++, place += step) picked.push(items[place]);
  return picked;
}

/** `value[key] = item`. */
export function setItem(value: Value, key: Value, item: Value): void {
  if (value instanceof PyList) setListItem(value, key, item);
  else if (value instanceof PyDict) value.set(key, item);
  else if (value instanceof PyInstance) setInstanceItem(value, key, item);
  else if (value instanceof PyBytes && value.cls === bytearrayType) setBytes(value, key, item);
  else if (value instanceof PyObject && value.setItem !== undefined) value.setItem(key, item);
  else typeError(`'${typeName(value)}' object does not support item assignment`);
}

/** `bytearray[key] = item`, by way of a list of its bytes. */
function setBytes(bytes: PyBytes, key: Value, item: Value): void {
  chargeItems(bytes.data.length);
  if (key instanceof PySlice) {
    const added = payloadOf(item);
    if (!(added instanceof PyBytes)) unsupported('assigning what is no bytes to a slice of a bytearray');
    const list = new PyList(Array.from(bytes.data));
    assignSlice(list, key, new PyList(Array.from(added.data)));
    bytes.data = Uint8Array.from(list.items as number[]);
    return;
  }
  const index = indexOf(key);
  if (index === undefined) typeError(`bytearray indices must be integers or slices, not ${typeName(key)}`);
  const byte = indexOf(item);
  if (byte === undefined) typeError(`'${typeName(item)}' object cannot be interpreted as an integer`);
  if (byte < 0 || byte > 255) valueError('byte must be in range(0, 256)');
  const place = checkIndex(index);
  const at = place < 0 ? place + bytes.data.length : place;
  if (at < 0 || at >= bytes.data.length) indexError('bytearray index out of range');
  bytes.data[at] = Number(byte);
}

function setListItem(list: PyList, key: Value, item: Value): void {
  if (key instanceof PySlice) {
    assignSlice(list, key, item);
    return;
  }
  const index = indexOf(key);
  if (index === undefined) typeError(`list indices must be integers or slices, not ${typeName(key)}`);
  const place = checkIndex(index);
  const at = place < 0 ? place + list.items.length : place;
  if (at < 0 || at >= list.items.length) indexError('list assignment index out of range');
  list.items[at] = item;
}

function assignSlice(list: PyList, slice: PySlice, value: Value): void {
  const { start, step, count } = sliceBounds(slice, list.items.length);
  if (tryIterator(value) === undefined) {
    typeError(step === 1 ? 'can only assign an iterable' : 'must assign iterable to extended slice');
  }
  const items = toArray(value);
  if (step === 1) {
    charge(list.items.length >> 3);
    spliceItems(list, start, count, items);
    return;
  }
  if (items.length !== count) {
    valueError(`attempt to assign sequence of size ${items.length} to extended slice of size ${count}`);
  }
  items.forEach((item, i) => {
    list.items[start + i * step] = item;
  });
}

/** Replaces `count` items from `start` on (without spreading, which would overflow the stack for long lists). */
function spliceItems(list: PyList, start: number, count: number, items: Value[]): void {
  const tail = list.items.slice(start + count);
  list.items.length = start;
  for (const item of items) list.items.push(item);
  for (const item of tail) list.items.push(item);
}

function setInstanceItem(value: PyInstance, key: Value, item: Value): void {
  const own = callSpecial(value, '__setitem__', key, item);
  if (own !== NotImplemented) return;
  const { payload } = value;
  const isFixed = typeof payload === 'string' || payload instanceof PyTuple || payload instanceof PyBytes;
  if (payload === undefined || isFixed || isScalar(payload))
    typeError(`'${typeName(value)}' object does not support item assignment`);
  setItem(payload, key, item);
}

/** Raises the TypeError of `del value[key]`, which C words otherwise for sequences that are given an index. */
function noItemDeletion(value: Value, key: Value): never {
  const isSequence =
    typeof value === 'string' ||
    value instanceof PyTuple ||
    value instanceof PyBytes ||
    value instanceof PyRange ||
    value instanceof PyInstance ||
    value instanceof PySet ||
    (value instanceof PyObject && value.lengthOf !== undefined);
  const not = isSequence && indexOf(key) !== undefined ? "doesn't" : 'does not';
  typeError(`'${typeName(value)}' object ${not} support item deletion`);
}

/** `del value[key]`. */
export function deleteItem(value: Value, key: Value): void {
  if (value instanceof PyList) deleteListItem(value, key);
  else if (value instanceof PyObject && value.deleteItem !== undefined) value.deleteItem(key);
  else if (value instanceof PyDict) {
    if (value.delete(key) === undefined) raise('KeyError', key);
  } else if (value instanceof PyInstance) {
    const own = callSpecial(value, '__delitem__', key);
    if (own !== NotImplemented) return;
    const { payload } = value;
    const holds = payload instanceof PyList || payload instanceof PyDict;
    if (!holds && !(payload instanceof PyObject && payload.deleteItem !== undefined)) noItemDeletion(value, key);
    deleteItem(payload, key);
  } else if (value instanceof PyBytes && value.cls === bytearrayType) unsupported('deleting items of a bytearray');
  else noItemDeletion(value, key);
}

function deleteListItem(list: PyList, key: Value): void {
  if (key instanceof PySlice) {
    const { start, step, count } = sliceBounds(key, list.items.length);
    charge(list.items.length >> 3);
    if (step === 1) {
      list.items.splice(start, count);
      return;
    }
    const removed = new Set<number>();
    for (let i = 0; i < count; i++) removed.add(start + i * step);
    list.refill(list.items.filter((_, i) => !removed.has(i)));
    return;
  }
  const index = indexOf(key);
  if (index === undefined) typeError(`list indices must be integers or slices, not ${typeName(key)}`);
  const place = checkIndex(index);
  const at = place < 0 ? place + list.items.length : place;
  if (at < 0 || at >= list.items.length) indexError('list assignment index out of range');
  charge((list.items.length - at) >> 4);
  list.items.splice(at, 1);
}
