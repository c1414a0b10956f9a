import type { BinaryOperator, BinOp, Compare, ComparisonOperator, Expression, UnaryOp } from '../ast.ts';
import { budget, MAX_DEPTH, unsupported } from '../budget.ts';
import { binary, concatenateStrings, inPlace, unary } from '../ops/arithmetic.ts';
import { compareStrings, order } from '../ops/compare.ts';
import { contains } from '../ops/contains.ts';
import { equal, richEqual, richNotEqual } from '../ops/equal.ts';
import { comparisonTooDeep, searchTooDeep, tooDeep } from '../ops/recursion.ts';
import { truth } from '../ops/truth.ts';
import { PyFloat, PyInstance, type Value } from '../values/value.ts';
import { compileExpression, constantValue } from './expressions.ts';
import { localSlot, unboundError } from './names.ts';
import type { Scope } from './scope.ts';
import type { Evaluate } from './types.ts';

const MAX = Number.MAX_SAFE_INTEGER;

/** `a + b` with the common cases in front. */
export function addValues(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (sum <= MAX && sum >= -MAX) return sum;
  } else if (typeof a === 'string' && typeof b === 'string') return concatenateStrings(a, b);
  else if (a instanceof PyFloat && b instanceof PyFloat) return new PyFloat(a.v + b.v);
  return binary('Add', a, b);
}

function subtractValues(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (difference <= MAX && difference >= -MAX) return difference;
  }
  return binary('Sub', a, b);
}

function multiplyValues(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (product <= MAX && product >= -MAX) return product + 0;
  }
  return binary('Mult', a, b);
}

function moduloValues(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number' && b !== 0) {
    const rest = a % b;
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest + 0;
  }
  return binary('Mod', a, b);
}

function floorDivideValues(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number' && b > 0) {
    const rest = a % b;
    return (a - rest) / b - (rest < 0 ? 1 : 0) + 0;
  }
  return binary('FloorDiv', a, b);
}

/** `a += b` with the common cases in front. */
export function addInPlace(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (sum <= MAX && sum >= -MAX) return sum;
  } else if (typeof a === 'string' && typeof b === 'string') return concatenateStrings(a, b);
  return inPlace('Add', a, b);
}

const FAST: Partial<Record<BinaryOperator, (a: Value, b: Value) => Value>> = {
  Add: addValues,
  Sub: subtractValues,
  Mult: multiplyValues,
  Mod: moduloValues,
  FloorDiv: floorDivideValues,
};

/** `a op= b` with the common cases of the commonest operators in front. */
export function inPlaceFunction(op: BinaryOperator): (a: Value, b: Value) => Value {
  const fast = FAST[op];
  if (fast === undefined) return (a, b) => inPlace(op, a, b);
  return (a, b) => (typeof a === 'number' && typeof b === 'number' && b !== 0 ? fast(a, b) : inPlace(op, a, b));
}

/** Compiles `left op right`. */
export function compileBinary(node: BinOp, scope: Scope): Evaluate {
  const left = compileExpression(node.left, scope);
  const { op } = node;
  if (node.right.kind === 'Constant' && node.right.type === 'int' && typeof node.right.value === 'number') {
    const withConstant = binaryWithConstant(op, left, node.right.value);
    if (withConstant !== undefined) return withConstant;
  }
  const right = compileExpression(node.right, scope);
  switch (op) {
    case 'Add':
      return (f) => {
        const a = left(f);
        const b = right(f);
        if (typeof a === 'number' && typeof b === 'number') {
          const sum = a + b;
          if (sum <= MAX && sum >= -MAX) return sum;
        }
        return addValues(a, b);
      };
    case 'Sub':
      return (f) => {
        const a = left(f);
        const b = right(f);
        if (typeof a === 'number' && typeof b === 'number') {
          const difference = a - b;
          if (difference <= MAX && difference >= -MAX) return difference;
        }
        return binary('Sub', a, b);
      };
    case 'Mult':
      return (f) => {
        const a = left(f);
        const b = right(f);
        if (typeof a === 'number' && typeof b === 'number') {
          const product = a * b;
          if (product <= MAX && product >= -MAX) return product + 0;
        }
        return binary('Mult', a, b);
      };
    case 'Mod':
      return (f) => moduloValues(left(f), right(f));
    case 'FloorDiv':
      return (f) => floorDivideValues(left(f), right(f));
    default:
      return (f) => binary(op, left(f), right(f));
  }
}

function binaryWithConstant(op: BinaryOperator, left: Evaluate, n: number): Evaluate | undefined {
  switch (op) {
    case 'Add':
      return (f) => {
        const a = left(f);
        if (typeof a === 'number') {
          const sum = a + n;
          if (sum <= MAX) return sum;
        }
        return binary('Add', a, n);
      };
    case 'Sub':
      return (f) => {
        const a = left(f);
        if (typeof a === 'number') {
          const difference = a - n;
          if (difference >= -MAX) return difference;
        }
        return binary('Sub', a, n);
      };
    case 'Mult':
      return (f) => {
        const a = left(f);
        if (typeof a === 'number') {
          const product = a * n;
          if (product <= MAX && product >= -MAX) return product + 0;
        }
        return binary('Mult', a, n);
      };
    case 'Mod':
      if (n === 0) return undefined;
      return (f) => {
        const a = left(f);
        if (typeof a === 'number') {
          const rest = a % n;
          return rest < 0 ? rest + n : rest + 0;
        }
        return binary('Mod', a, n);
      };
    case 'FloorDiv':
      if (n === 0) return undefined;
      return (f) => {
        const a = left(f);
        if (typeof a === 'number') {
          const rest = a % n;
          return (a - rest) / n - (rest < 0 ? 1 : 0) + 0;
        }
        return binary('FloorDiv', a, n);
      };
    default:
      return undefined;
  }
}

/** Compiles `op operand`; a negated number literal is a constant. */
export function compileUnary(node: UnaryOp, scope: Scope): Evaluate {
  if (node.op === 'USub' && node.operand.kind === 'Constant' && isNumber(node.operand)) {
    const constant = unary('USub', constantValue(node.operand));
    return () => constant;
  }
  const operand = compileExpression(node.operand, scope);
  const { op } = node;
  if (op === 'Not') return (f) => !truth(operand(f));
  return (f) => unary(op, operand(f));
}

function isNumber(node: Expression): boolean {
  return node.kind === 'Constant' && (node.type === 'int' || node.type === 'float' || node.type === 'complex');
}

/** The value of one comparison. */
export function compareValues(op: ComparisonOperator, a: Value, b: Value): Value {
  switch (op) {
    case 'Eq':
      return richEqual(a, b);
    case 'NotEq':
      return richNotEqual(a, b);
    case 'Is':
      return isSame(a, b);
    case 'IsNot':
      return !isSame(a, b);
    case 'In':
      return contains(b, a);
    case 'NotIn':
      return !contains(b, a);
    default:
      return order(a, b, op);
  }
}

/**
 * `a is b`. Whether two equal strings or large ints are one object depends on how CPython came by them, which nobody
 * can tell from here: refused, as far as CPython does not keep single copies itself.
 */
function isSame(a: Value, b: Value): boolean {
  if (a !== b) return false;
  if (typeof a === 'string' && a.length > 1) unsupported('is between equal strings');
  if (typeof a === 'bigint' || (typeof a === 'number' && (a < -5 || a > 256)))
    unsupported('is between equal large ints');
  return true;
}

/** A comparison whose value is kept: CPython decides only those before a jump without counting a level. */
export function compileComparedValue(node: Compare, scope: Scope): Evaluate {
  const compare = compileCompare(node, scope);
  if (node.ops.some((op) => op === 'Is' || op === 'IsNot' || op === 'In' || op === 'NotIn')) return compare;
  return (f) => {
    const value = compare(f);
    if (budget.depth >= MAX_DEPTH) tooDeep(' in comparison');
    return value;
  };
}

/** Compiles a comparison, chained or single, before a jump that asks for its truth alone. */
export function compileCompare(node: Compare, scope: Scope): Evaluate {
  const left = compileExpression(node.left, scope);
  if (node.ops.length > 1) return compileChain(node, left, scope);
  const [op] = node.ops;
  const [comparator] = node.comparators;
  const right = compileExpression(comparator, scope);
  switch (op) {
    case 'Eq':
      return (f) => {
        const a = left(f);
        const b = right(f);
        if (typeof a === 'number' && typeof b === 'number') return a === b;
        if (budget.depth >= MAX_DEPTH) comparisonTooDeep(a, b, true);
        return a instanceof PyInstance || b instanceof PyInstance ? richEqual(a, b) : equal(a, b);
      };
    case 'NotEq':
      return (f) => {
        const a = left(f);
        const b = right(f);
        if (typeof a === 'number' && typeof b === 'number') return a !== b;
        if (budget.depth >= MAX_DEPTH) comparisonTooDeep(a, b, true);
        return a instanceof PyInstance || b instanceof PyInstance ? richNotEqual(a, b) : !equal(a, b);
      };
    case 'Lt': {
      const slot = comparator.kind === 'Name' && scope.kind === 'function' ? localSlot(scope, comparator.id) : -1;
      if (slot >= 0 && comparator.kind === 'Name' && scope.context.tracer === null) {
        const unbound = unboundError(scope, comparator.id);
        return (f) => {
          const a = left(f);
          const b = f[slot];
          if (typeof a === 'number' && typeof b === 'number') return a < b;
          if (budget.depth >= MAX_DEPTH) comparisonTooDeep(a, b ?? null, false);
          return order(a, b === undefined ? unbound() : b, 'Lt');
        };
      }
      return (f) => {
        const a = left(f);
        const b = right(f);
        if (typeof a === 'number' && typeof b === 'number') return a < b;
        if (budget.depth >= MAX_DEPTH) comparisonTooDeep(a, b, false);
        return order(a, b, 'Lt');
      };
    }
    case 'LtE':
      return (f) => {
        const a = left(f);
        const b = right(f);
        if (typeof a === 'number' && typeof b === 'number') return a <= b;
        if (budget.depth >= MAX_DEPTH) comparisonTooDeep(a, b, false);
        return typeof a === 'string' && typeof b === 'string' ? compareStrings(a, b) <= 0 : order(a, b, 'LtE');
      };
    case 'Gt':
      return (f) => {
        const a = left(f);
        const b = right(f);
        if (typeof a === 'number' && typeof b === 'number') return a > b;
        if (budget.depth >= MAX_DEPTH) comparisonTooDeep(a, b, false);
        return order(a, b, 'Gt');
      };
    case 'GtE':
      return (f) => {
        const a = left(f);
        const b = right(f);
        if (typeof a === 'number' && typeof b === 'number') return a >= b;
        if (budget.depth >= MAX_DEPTH) comparisonTooDeep(a, b, false);
        return order(a, b, 'GtE');
      };
    case 'In':
      return (f) => {
        const item = left(f);
        const container = right(f);
        if (budget.depth >= MAX_DEPTH) searchTooDeep(container, item);
        return contains(container, item);
      };
    case 'NotIn':
      return (f) => {
        const item = left(f);
        const container = right(f);
        if (budget.depth >= MAX_DEPTH) searchTooDeep(container, item);
        return !contains(container, item);
      };
    case 'Is':
    case 'IsNot': {
      const negated = op === 'IsNot';
      if (comparator.kind === 'Name' && node.left.kind === 'Name' && comparator.id === node.left.id) {
        return (f) => {
          const a = left(f);
          return (a === right(f)) !== negated;
        };
      }
      return (f) => isSame(left(f), right(f)) !== negated;
    }
  }
}

function compileChain(node: Compare, left: Evaluate, scope: Scope): Evaluate {
  const rights = node.comparators.map((comparator) => compileExpression(comparator, scope));
  const { ops } = node;
  const last = ops.length - 1;
  return (f) => {
    let a = left(f);
    for (let i = 0; i < last; i++) {
      const b = rights[i](f);
      if (budget.depth >= MAX_DEPTH) compareDeep(ops[i], a, b);
      const result = compareValues(ops[i], a, b);
      if (!truth(result)) return result;
      a = b;
    }
    const b = rights[last](f);
    if (budget.depth >= MAX_DEPTH) compareDeep(ops[last], a, b);
    return compareValues(ops[last], a, b);
  };
}

/** A comparison of a chain in the deepest frame there may be. */
function compareDeep(op: ComparisonOperator, a: Value, b: Value): void {
  if (op === 'In' || op === 'NotIn') searchTooDeep(b, a);
  else if (typeof a === 'number' && typeof b === 'number') return;
  else if (op !== 'Is' && op !== 'IsNot') comparisonTooDeep(a, b, op === 'Eq' || op === 'NotEq');
}
