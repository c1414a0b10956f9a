import type { Constant, Expression } from '../ast.ts';
import { allocate } from '../budget.ts';
import { interning } from '../ops/interning.ts';
import type { Frame } from '../values/frame.ts';
import { PyFrozenSet, PySet } from '../values/set.ts';
import type { Value } from '../values/value.ts';
import { compileElements } from './expressions.ts';
import type { Scope } from './scope.ts';
import type { Evaluate } from './types.ts';

/** Estimated bytes of an empty set, which has room. */
const SET_BYTES = 128;

/** Compiles a set display; one of three constants or more is a copy of a constant. */
export function compileSet(elements: readonly Expression[], scope: Scope): Evaluate {
  if (elements.length >= 3 && elements.every(isFolded)) {
    const constant = compileConstantSet(elements, scope);
    return (f) => {
      allocate(SET_BYTES);
      const set = new PySet();
      set.merge(constant(f));
      return set;
    };
  }
  const items = compileElements(elements, scope);
  return (f) => {
    allocate(SET_BYTES);
    const set = new PySet();
    for (const item of items(f)) set.add(item);
    return set;
  };
}

/** Whether CPython makes a constant of what a loop or comprehension goes through: a display of constants only. */
export function isConstantSet(node: Expression): node is Expression & { kind: 'Set' } {
  return node.kind === 'Set' && node.elts.every(isFolded);
}

/**
 * CPython builds a display of constants from a frozenset constant that equal displays share. It is rebuilt when the
 * constants are merged, and once more where a string in it gives way to an interned one, which may order it otherwise.
 */
export function compileConstantSet(elements: readonly Expression[], scope: Scope): (f: Frame) => PyFrozenSet {
  const { constantSets } = scope.context;
  const key = elements.map(constantKey).sort().join();
  const shared = constantSets.get(key) ?? compileElements(elements, scope);
  constantSets.set(key, shared);
  const isRebuilt = elements.some((element) => holds(element, isInterned));
  const mayBeRebuilt = !isRebuilt && elements.some((element) => holds(element, isName));
  return (f) => {
    const merged = frozen(frozen(shared(f)).toArray());
    if (isRebuilt) return frozen(merged.toArray());
    if (!mayBeRebuilt) return merged;
    const members = merged.toArray();
    const rebuilt = frozen(members);
    if (!rebuilt.toArray().some((member, place) => member !== members[place])) return merged;
    interning.decides = true;
    return interning.assumed ? rebuilt : merged;
  };
}

function frozen(members: readonly Value[]): PyFrozenSet {
  const set = new PyFrozenSet();
  for (const member of members) set.add(member);
  return set;
}

/** What tells a constant from others. */
function constantKey(node: Expression): string {
  switch (node.kind) {
    case 'Constant':
      return `${node.type} ${JSON.stringify(String(node.value))}`;
    case 'UnaryOp':
      return `${node.op} ${constantKey(node.operand)}`;
    case 'BinOp':
      return `(${constantKey(node.left)} ${node.op} ${constantKey(node.right)})`;
    case 'Tuple':
      return `(${node.elts.map(constantKey).join()})`;
    default:
      return node.kind;
  }
}

/** The one-letter names that CPython has interned, as objects of their own, before any program runs. */
const INTERNED_LETTERS = 'abcdefhijklmnopqrstvwxyBCLST_';

const isInterned = (text: string): boolean => text.length === 1 && INTERNED_LETTERS.includes(text);

/** Strings that look like names are interned: which of them were before depends on all that the process has run. */
const isName = (text: string): boolean => /^\w{2,}$/.test(text);

function holds(node: Expression, test: (text: string) => boolean): boolean {
  if (node.kind === 'Tuple') return node.elts.some((element) => holds(element, test));
  return node.kind === 'Constant' && node.type === 'str' && test(node.value);
}

/** Does CPython's compiler make a constant of it? Constants, signed ones, their sums and products, and tuples of these. */
function isFolded(node: Expression): boolean {
  switch (node.kind) {
    case 'Constant':
      return true;
    case 'UnaryOp':
      return node.operand.kind === 'Constant' && isNumber(node.operand);
    case 'BinOp':
      if (node.op !== 'Add' && node.op !== 'Sub' && node.op !== 'Mult') return false;
      return (
        node.left.kind === 'Constant' && isNumber(node.left) && node.right.kind === 'Constant' && isNumber(node.right)
      );
    case 'Tuple':
      return node.elts.every(isFolded);
    default:
      return false;
  }
}

const isNumber = ({ type }: Constant): boolean => type === 'int' || type === 'float' || type === 'complex';
