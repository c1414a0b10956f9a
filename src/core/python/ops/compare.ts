import { charge } from '../budget.ts';
import { typeError } from '../values/exceptions.ts';
import { PySet } from '../values/set.ts';
import { NotImplemented, typeName } from '../values/types.ts';
import { type OrderOperator, PyBytes, PyInstance, PyList, PyObject, PyTuple, type Value } from '../values/value.ts';
import { equal, payloadOf, realNumber } from './equal.ts';
import { enterRecursion, leaveRecursion } from './recursion.ts';
import { callSpecial } from './special.ts';
import { hasSurrogates } from './surrogates.ts';
import { truth } from './truth.ts';

const SYMBOLS: Record<OrderOperator, string> = { Lt: '<', LtE: '<=', Gt: '>', GtE: '>=' };
const METHODS: Record<OrderOperator, string> = { Lt: '__lt__', LtE: '__le__', Gt: '__gt__', GtE: '__ge__' };
const REFLECTED: Record<OrderOperator, OrderOperator> = { Lt: 'Gt', LtE: 'GtE', Gt: 'Lt', GtE: 'LtE' };

/** `a < b` as a truth value: how `sorted`, `min`, `max` and heaps compare. */
export function lessThan(a: Value, b: Value): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b) < 0;
  return truth(order(a, b, 'Lt'));
}

/** `a > b` as a truth value: how `max` compares. */
export function greaterThan(a: Value, b: Value): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a > b;
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b) > 0;
  return truth(order(a, b, 'Gt'));
}

/** The value of `a < b`, `a <= b`, `a > b` or `a >= b`; raises TypeError where there is no order. */
export function order(a: Value, b: Value, op: OrderOperator): Value {
  const result = tryOrder(a, b, op);
  if (result !== undefined) return result;
  typeError(`'${SYMBOLS[op]}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

/** As `order`, but `undefined` where there is no order. */
export function tryOrder(a: Value, b: Value, op: OrderOperator): Value | undefined {
  if (a instanceof PyInstance || b instanceof PyInstance) {
    const result = askOrder(a, b, op);
    if (result !== NotImplemented) return result;
    const left = payloadOf(a);
    const right = payloadOf(b);
    if (left !== a || right !== b) {
      const outcome = builtinOrder(left, right, op);
      if (outcome !== undefined) return outcome;
    }
  } else {
    const outcome = builtinOrder(a, b, op);
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

function askOrder(a: Value, b: Value, op: OrderOperator): Value {
  if (a instanceof PyInstance && b instanceof PyInstance && a.cls !== b.cls && b.cls.isSubclassOf(a.cls)) {
    const result = callSpecial(b, METHODS[REFLECTED[op]], a);
    return result === NotImplemented ? callSpecial(a, METHODS[op], b) : result;
  }
  const result = callSpecial(a, METHODS[op], b);
  return result === NotImplemented ? callSpecial(b, METHODS[REFLECTED[op]], a) : result;
}

/** Order of JavaScript values. */
function decide<T extends number | bigint | string>(a: T, b: T, op: OrderOperator): boolean {
  switch (op) {
    case 'Lt':
      return a < b;
    case 'LtE':
      return a <= b;
    case 'Gt':
      return a > b;
    case 'GtE':
      return a >= b;
  }
}

function builtinOrder(a: Value, b: Value, op: OrderOperator): boolean | undefined {
  if (typeof a === 'string') return typeof b === 'string' ? decide(compareStrings(a, b), 0, op) : undefined;
  const x = realNumber(a);
  if (x !== undefined) {
    const y = realNumber(b);
    if (y !== undefined) return decide(x, y, op);
  }
  if (a instanceof PyList) return b instanceof PyList ? orderItems(a.items, b.items, op) : undefined;
  if (a instanceof PyTuple) return b instanceof PyTuple ? orderItems(a.items, b.items, op) : undefined;
  if (a instanceof PyObject && a.isOrdered !== undefined) {
    const outcome = a.isOrdered(b, op);
    if (outcome !== undefined) return outcome;
  }
  if (b instanceof PyObject && b.isOrdered !== undefined) return b.isOrdered(a, REFLECTED[op]);
  if (a instanceof PySet && b instanceof PySet) return orderSets(a, b, op);
  if (a instanceof PyBytes && b instanceof PyBytes) {
    return decide(String.fromCharCode(...a.data), String.fromCharCode(...b.data), op);
  }
  return undefined;
}

/** Lexicographic order of sequences: the first unequal pair decides, else the lengths. */
function orderItems(a: readonly Value[], b: readonly Value[], op: OrderOperator): boolean {
  const shared = Math.min(a.length, b.length);
  enterRecursion(' in comparison');
  for (let i = 0; i < shared; i++) {
    const x = a[i];
    const y = b[i];
    if (x === y || equal(x, y)) continue;
    charge(i >> 2);
    const outcome = typeof x === 'number' && typeof y === 'number' ? decide(x, y, op) : truth(order(x, y, op));
    leaveRecursion();
    return outcome;
  }
  charge(shared >> 2);
  leaveRecursion();
  return decide(a.length, b.length, op);
}

/** Subset relations of two sets. */
export function orderSets(a: PySet, b: PySet, op: OrderOperator): boolean {
  switch (op) {
    case 'Lt':
      return a.size < b.size && a.isSubsetOf(b);
    case 'LtE':
      return a.isSubsetOf(b);
    case 'Gt':
      return b.size < a.size && b.isSubsetOf(a);
    case 'GtE':
      return b.isSubsetOf(a);
  }
}

/** Negative, zero or positive; by code points, which differs from JavaScript's order where astral characters meet U+E000 and above. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  if (shorter > 64) charge(shorter >> 6);
  if (!hasSurrogates(a) && !hasSurrogates(b)) return a < b ? -1 : 1;
  const left = Array.from(a, (c) => c.codePointAt(0)!);
  const right = Array.from(b, (c) => c.codePointAt(0)!);
  for (let i = 0; i < left.length && i < right.length; i++) if (left[i] !== right[i]) return left[i] - right[i];
  return left.length - right.length;
}
