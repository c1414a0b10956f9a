import type { BinaryOperator } from '../ast.ts';
import { exact, makeBuiltin } from '../builtins/define.ts';
import { absolute } from '../builtins/functions.ts';
import { compareValues } from '../compile/operators.ts';
import { binary, inPlace, tryBinary, unary } from '../ops/arithmetic.ts';
import { getAttribute } from '../ops/attributes.ts';
import { call } from '../ops/call.ts';
import { contains } from '../ops/contains.ts';
import { equal } from '../ops/equal.ts';
import { indexOf } from '../ops/integer.ts';
import { iterateAll, tryIterator } from '../ops/iterate.ts';
import { repr } from '../ops/repr.ts';
import { deleteItem, getItem, setItem } from '../ops/subscript.ts';
import { truth } from '../ops/truth.ts';
import { typeError } from '../values/exceptions.ts';
import { makeType, typeName } from '../values/types.ts';
import { type Kwargs, PyObject, PyTuple, type PyType, type Value } from '../values/value.ts';
import { isConcatenated, isSequence } from './hasItems.ts';

const BINARY: Record<string, BinaryOperator> = {
  add: 'Add',
  sub: 'Sub',
  mul: 'Mult',
  truediv: 'Div',
  floordiv: 'FloorDiv',
  mod: 'Mod',
  pow: 'Pow',
  matmul: 'MatMult',
  lshift: 'LShift',
  rshift: 'RShift',
  and_: 'BitAnd',
  or_: 'BitOr',
  xor: 'BitXor',
};

const COMPARE = {
  lt: 'Lt',
  le: 'LtE',
  gt: 'Gt',
  ge: 'GtE',
  eq: 'Eq',
  ne: 'NotEq',
  is_: 'Is',
  is_not: 'IsNot',
} as const;

/** `operator`. */
export function operatorModule(): Record<string, Value> {
  const members: Record<string, Value> = {};
  const add = (name: string, count: number, native: (a: Value, b: Value, c: Value) => Value): void => {
    const definition = exact(count, native as (a?: Value, b?: Value, c?: Value) => Value);
    members[name] = makeBuiltin(name, { ...definition, convention: count === 1 ? 'exact' : 'range' });
  };
  for (const [name, op] of Object.entries(BINARY)) {
    add(name, 2, (a, b) => binary(op, a, b));
    add(`i${name.replace('_', '')}`, 2, (a, b) => inPlace(op, a, b));
  }
  add('concat', 2, (a, b) => concatenate(a, b, binary));
  add('iconcat', 2, (a, b) => concatenate(a, b, inPlace));
  for (const [name, op] of Object.entries(COMPARE)) add(name, 2, (a, b) => compareValues(op, a, b));
  add('neg', 1, (a) => unary('USub', a));
  add('pos', 1, (a) => unary('UAdd', a));
  add('inv', 1, (a) => unary('Invert', a));
  add('invert', 1, (a) => unary('Invert', a));
  add('not_', 1, (a) => !truth(a));
  add('truth', 1, (a) => truth(a));
  add('abs', 1, (a) => absolute(a));
  add('index', 1, (a) => {
    const n = indexOf(a);
    return n === undefined ? typeError(`'${typeName(a)}' object cannot be interpreted as an integer`) : n;
  });
  add('contains', 2, (a, b) => contains(a, b));
  add('getitem', 2, (a, b) => getItem(a, b));
  add('setitem', 3, (a, b, c) => {
    setItem(a, b, c);
    return null;
  });
  add('delitem', 2, (a, b) => {
    deleteItem(a, b);
    return null;
  });
  add('countOf', 2, (a, b) => {
    let count = 0;
    if (tryIterator(a) === undefined) typeError(`argument of type '${typeName(a)}' is not iterable`);
    iterateAll(a, (item) => {
      if (equal(item, b)) count++;
    });
    return count;
  });
  for (const name of Object.keys(members)) members[`__${name.replace('_', '')}__`] ??= members[name];
  members.itemgetter = getterType('itemgetter', getItem);
  members.attrgetter = getterType('attrgetter', (object, name) =>
    (name as string).split('.').reduce(getAttribute, object),
  );
  members.methodcaller = callerType;
  return members;
}

function concatenate(a: Value, b: Value, add: typeof binary): Value {
  if (isConcatenated(a)) return add('Add', a, b);
  const result = isSequence(a) && isSequence(b) ? tryBinary('Add', a, b) : undefined;
  if (result === undefined) typeError(`'${typeName(a)}' object can't be concatenated`);
  return result;
}

/** An `itemgetter`, `attrgetter` or `methodcaller`: a function of one object, shown as it was made. */
class PyGetterFunction extends PyObject {
  constructor(
    cls: PyType,
    private readonly args: readonly Value[],
    private readonly kwargs: Kwargs | null,
    private readonly run: (object: Value) => Value,
  ) {
    super();
    this.cls = cls;
  }

  override invoke(args: Value[], kwargs: Kwargs | null): Value {
    if (kwargs !== null && kwargs.names.length > 0) typeError(`${this.cls.name}() takes no keyword arguments`);
    if (args.length !== 1) typeError(`${this.cls.name} expected 1 argument, got ${args.length}`);
    return this.run(args[0]);
  }

  override represent(): string {
    const shown = this.args.map(repr);
    this.kwargs?.names.forEach((name, i) => {
      shown.push(`${name}=${repr(this.kwargs!.values[i])}`);
    });
    return `operator.${this.cls.name}(${shown.join(', ')})`;
  }
}

/** `itemgetter(a, b)` gets several things as a tuple, `itemgetter(a)` one as it is. */
function getterType(name: string, get: (object: Value, key: Value) => Value): PyType {
  const type = makeType(name);
  type.module = 'operator';
  type.shownName = `operator.${name}`;
  type.construct = (keys, kwargs) => {
    if (kwargs !== null && kwargs.names.length > 0) typeError(`${name}() takes no keyword arguments`);
    if (keys.length === 0) typeError(`${name} expected 1 argument, got 0`);
    if (name === 'attrgetter' && keys.some((key) => typeof key !== 'string')) {
      typeError('attribute name must be a string');
    }
    return new PyGetterFunction(type, keys, null, (object) =>
      keys.length === 1 ? get(object, keys[0]) : new PyTuple(keys.map((key) => get(object, key))),
    );
  };
  return type;
}

const callerType = makeType('methodcaller');
callerType.module = 'operator';
callerType.shownName = 'operator.methodcaller';
callerType.construct = ([name, ...args], kwargs) => {
  if (name === undefined) typeError('methodcaller needs at least one argument, the method name');
  if (typeof name !== 'string') typeError('method name must be a string');
  return new PyGetterFunction(callerType, [name, ...args], kwargs, (object) =>
    call(getAttribute(object, name), args, kwargs),
  );
};
