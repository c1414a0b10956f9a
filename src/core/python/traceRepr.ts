import { budget } from './budget.ts';
import { complexRepr, floatRepr } from './format/floatRepr.ts';
import { bytesRepr, strRepr } from './format/strRepr.ts';
import { repr } from './ops/repr.ts';
import { PyDict } from './values/dict.ts';
import { PyFrozenSet, PySet } from './values/set.ts';
import {
  PyBoundMethod,
  PyBuiltin,
  PyBytes,
  PyComplex,
  PyException,
  PyFloat,
  PyFunction,
  PyInstance,
  PyList,
  PyModule,
  type PyObject,
  PyRange,
  PyTuple,
  PyType,
  type Value,
} from './values/value.ts';

/** Longest repr in a trace. */
const LIMIT = 400;

/** Steps that the repr of one native object may cost. */
const REPR_FUEL = 5000;

/** Marks a repr that was cut. */
const CUT = '…';

/**
 * The repr of a value for a trace: as `repr`, but bounded, without addresses, and without running code of the program
 * (instances show their attributes).
 */
export function traceRepr(value: Value): string {
  const writer = { text: '', depth: 0 };
  write(value, writer);
  return writer.text.length > LIMIT ? writer.text.slice(0, LIMIT) + CUT : writer.text;
}

interface Writer {
  text: string;
  depth: number;
}

function write(value: Value, w: Writer): void {
  if (w.text.length > LIMIT) return;
  switch (typeof value) {
    case 'number':
      w.text += String(value);
      return;
    case 'string':
      w.text += strRepr(value.length > LIMIT ? value.slice(0, LIMIT) : value);
      return;
    case 'boolean':
      w.text += value ? 'True' : 'False';
      return;
    case 'bigint':
      w.text +=
        value < 1n << 1400n && value > -(1n << 1400n)
          ? value.toString()
          : `<int of ${value.toString(16).length * 4} bits>`;
      return;
  }
  if (value === null) {
    w.text += 'None';
    return;
  }
  if (w.depth > 20) {
    w.text += '...';
    return;
  }
  w.depth++;
  writeObject(value, w);
  w.depth--;
}

function writeObject(value: PyObject, w: Writer): void {
  if (value.represent !== undefined) {
    w.text += boundedRepr(value);
    return;
  }
  if (value instanceof PyFloat) w.text += floatRepr(value.v);
  else if (value instanceof PyList) writeItems(value.items, w, '[', ']');
  else if (value instanceof PyTuple) writeItems(value.items, w, '(', value.items.length === 1 ? ',)' : ')');
  else if (value instanceof PyDict) writeDict(value, w);
  else if (value instanceof PySet) writeSet(value, w);
  else if (value instanceof PyInstance) writeInstance(value, w);
  else if (value instanceof PyComplex) w.text += complexRepr(value.re, value.im);
  else if (value instanceof PyBytes) w.text += bytesRepr(value.data.subarray(0, LIMIT));
  else if (value instanceof PyRange) {
    w.text += `range(${value.start}, ${value.stop}${value.step === 1 ? '' : `, ${value.step}`})`;
  } else if (value instanceof PyFunction) w.text += `<function ${value.code.qualname}>`;
  else if (value instanceof PyBuiltin) w.text += `<built-in function ${value.name}>`;
  else if (value instanceof PyType) w.text += `<class '${value.name}'>`;
  else if (value instanceof PyModule) w.text += `<module '${value.name}'>`;
  else if (value instanceof PyBoundMethod) w.text += '<bound method>';
  else w.text += `<${value.cls.name} object>`;
}

/** The own repr of a native object, on a small budget of its own; it may run code of the program for its items. */
function boundedRepr(value: PyObject): string {
  const { fuel, memory, depth } = budget;
  budget.fuel = REPR_FUEL;
  try {
    return repr(value);
  } catch {
    return `<${value.cls.name} object>`;
  } finally {
    budget.fuel = fuel;
    if (budget.live === null) budget.memory = memory;
    budget.depth = depth;
  }
}

function writeItems(items: Iterable<Value>, w: Writer, left: string, right: string): void {
  w.text += left;
  let first = true;
  for (const item of items) {
    if (w.text.length > LIMIT) return;
    if (!first) w.text += ', ';
    first = false;
    write(item, w);
  }
  w.text += right;
}

function writeDict(dict: PyDict, w: Writer): void {
  const plain = dict.cls.name === 'dict';
  w.text += plain ? '{' : `${dict.cls.name}({`;
  let first = true;
  for (let i = 0; i < dict.keys.length; i++) {
    const key = dict.keys[i];
    if (key === undefined) continue;
    if (w.text.length > LIMIT) return;
    if (!first) w.text += ', ';
    first = false;
    write(key, w);
    w.text += ': ';
    write(dict.values[i], w);
  }
  w.text += plain ? '}' : '})';
}

function writeSet(set: PySet, w: Writer): void {
  const frozen = set instanceof PyFrozenSet;
  if (set.size === 0) {
    w.text += frozen ? 'frozenset()' : 'set()';
    return;
  }
  const items: Value[] = [];
  const cursor = { place: 0 };
  while (items.length <= LIMIT) {
    const item = set.nextFrom(cursor);
    if (item === undefined) break;
    items.push(item);
  }
  writeItems(items, w, frozen ? 'frozenset({' : '{', frozen ? '})' : '}');
}

function writeInstance(value: PyInstance, w: Writer): void {
  if (value instanceof PyException) {
    writeItems(value.args, w, `${value.cls.name}(`, ')');
    return;
  }
  if (value.payload !== undefined && value.attributes.size === 0) {
    write(value.payload, w);
    return;
  }
  w.text += `<${value.cls.name}`;
  let separator = ' ';
  for (const [name, item] of value.attributes) {
    if (w.text.length > LIMIT) return;
    w.text += `${separator}${name}=`;
    separator = ', ';
    write(item, w);
  }
  w.text += '>';
}
