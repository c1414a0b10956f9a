import type { BinaryOperator } from '../ast.ts';
import { charge, unsupported } from '../budget.ts';
import {
  type Definition,
  defineClassMethods,
  defineMethods,
  exact,
  makeBuiltin,
  range,
  variadic,
} from '../builtins/define.ts';
import { absolute, advance, attributeName, divideModulo, iteratorValue, round } from '../builtins/functions.ts';
import { reversed } from '../builtins/iteratorTypes.ts';
import { formatValue } from '../format/formatValue.ts';
import { binary, inPlace, OPERATORS, tryBinary, unary } from '../ops/arithmetic.ts';
import { deleteAttribute, nativeSpecials, setInstanceAttribute } from '../ops/attributes.ts';
import { call, isCallable, makeInstance, stopIteration } from '../ops/call.ts';
import { tryOrder } from '../ops/compare.ts';
import { contains } from '../ops/contains.ts';
import { equal, payloadOf } from '../ops/equal.ts';
import { hashValue } from '../ops/hash.ts';
import { indexOf, toIndex } from '../ops/integer.ts';
import { getIterator } from '../ops/iterate.ts';
import { length } from '../ops/length.ts';
import { repr, str } from '../ops/repr.ts';
import { callSpecial } from '../ops/special.ts';
import { deleteItem, getItem, setItem } from '../ops/subscript.ts';
import { truth } from '../ops/truth.ts';
import { PyDict } from '../values/dict.ts';
import { baseExceptionType, typeError } from '../values/exceptions.ts';
import { PySet } from '../values/set.ts';
import {
  boolType,
  builtinFunctionType,
  bytesType,
  complexType,
  dictType,
  ellipsisType,
  floatType,
  frozensetType,
  functionType,
  generatorType,
  intType,
  listType,
  methodType,
  NotImplemented,
  noneType,
  notImplementedType,
  objectType,
  rangeType,
  setType,
  strType,
  tupleType,
  typeName,
  typeOf,
} from '../values/types.ts';
import {
  type NativePositional,
  PyComplex,
  PyException,
  PyFloat,
  PyInstance,
  PyIterator,
  type PyList,
  PyObject,
  PyStaticMethod,
  PyType,
  type Value,
} from '../values/value.ts';
import { updateDict } from './dict.ts';
import { toFloat, toInteger, truncate } from './numbers.ts';
import { addAll } from './set.ts';

/** Special methods of built-in types under their own names: `d.__getitem__`, `str.__len__`, `super().__init__(…)`. */

/** As `exact`, for what fills a slot of a type in CPython. */
const slot = (count: number, native: NativePositional['call']): Definition => ({
  ...exact(count, native),
  convention: 'slot',
});

const isReal = (value: Value): boolean => payloadOf(value) instanceof PyFloat || indexOf(value) !== undefined;

const GENERAL: Record<string, Definition> = {
  __len__: exact(1, length),
  __getitem__: exact(2, getItem),
  __setitem__: range(3, 3, (self: Value, key: Value, value: Value) => {
    setItem(self, key, value);
    return null;
  }),
  __delitem__: exact(2, (self: Value, key: Value) => {
    deleteItem(self, key);
    return null;
  }),
  __contains__: exact(2, (self: Value, item: Value) => contains(self, item)),
  __iter__: exact(1, (self: Value) => iteratorValue(getIterator(self))),
  __next__: exact(1, (self: Value) => {
    const item = advance(self);
    return item === undefined ? stopIteration(null) : item;
  }),
  __reversed__: exact(1, reversed),
  __bool__: exact(1, truth),
  __int__: exact(1, toInteger),
  __trunc__: exact(1, toInteger),
  __float__: exact(1, (self: Value) => new PyFloat(toFloat(self, 'must be real number'))),
  __index__: exact(1, (self: Value) => indexOf(self) as Value),
  __abs__: exact(1, absolute),
  __neg__: exact(1, (self: Value) => unary('USub', self)),
  __pos__: exact(1, (self: Value) => unary('UAdd', self)),
  __invert__: exact(1, (self: Value) => unary('Invert', self)),
  __round__: range(1, 2, (self: Value, digits?: Value) => round(self, digits)),
  __divmod__: exact(2, (self: Value, other: Value) => (isReal(other) ? divideModulo(self, other) : NotImplemented)),
};

/** 0 for ints, 1 for floats, 2 for complex numbers. */
function numberKind(value: Value): number | undefined {
  const inner = payloadOf(value);
  if (inner instanceof PyComplex) return 2;
  if (inner instanceof PyFloat) return 1;
  return inner instanceof PyInstance || indexOf(inner) === undefined ? undefined : 0;
}

/** Whether the methods of a number know the other side: those of an int leave floats to the float. */
function takesNumber(self: Value, other: Value): boolean {
  const mine = numberKind(self);
  if (mine === undefined) return true;
  const theirs = numberKind(other);
  return theirs !== undefined && theirs <= mine;
}

for (const [name, op] of [
  ['__lt__', 'Lt'],
  ['__le__', 'LtE'],
  ['__gt__', 'Gt'],
  ['__ge__', 'GtE'],
] as const) {
  GENERAL[name] = exact(2, (self: Value, other: Value) => {
    if (!takesNumber(self, other)) return NotImplemented;
    const result = tryOrder(self, other, op);
    return result === undefined ? NotImplemented : result;
  });
}

for (const [op, { method }] of Object.entries(OPERATORS) as [BinaryOperator, { method: string }][]) {
  const orNot = (result: Value | undefined): Value => (result === undefined ? NotImplemented : result);
  GENERAL[`__${method}__`] = exact(2, (self: Value, other: Value) =>
    takesNumber(self, other) ? orNot(tryBinary(op, self, other)) : NotImplemented,
  );
  GENERAL[`__r${method}__`] = exact(2, (self: Value, other: Value) =>
    takesNumber(self, other) ? orNot(tryBinary(op, other, self)) : NotImplemented,
  );
  GENERAL[`__i${method}__`] = exact(2, (self: Value, other: Value) =>
    payloadOf(self) instanceof PySet && !(payloadOf(other) instanceof PySet)
      ? NotImplemented
      : inPlace(op, self, other),
  );
}

for (const name of ['__pow__', '__rpow__']) {
  const { native } = GENERAL[name];
  GENERAL[name] = range(2, 3, (self?: Value, other?: Value, modulus: Value = null) =>
    modulus === null ? native!(self, other) : unsupported(`int.${name} with a modulus`),
  );
}

GENERAL.__floor__ = exact(1, (self: Value) =>
  self instanceof PyFloat ? truncate(Math.floor(self.v)) : toInteger(self),
);
GENERAL.__ceil__ = exact(1, (self: Value) => (self instanceof PyFloat ? truncate(Math.ceil(self.v)) : toInteger(self)));
GENERAL.__rdivmod__ = exact(2, (self: Value, other: Value) =>
  isReal(other) ? divideModulo(other, self) : NotImplemented,
);
GENERAL.__call__ = { ...variadic(([self, ...args], kwargs) => call(self, args, kwargs)), convention: 'slot' };

/** Names that are plain methods in CPython rather than slots of the type: their errors name them. */
const PLAIN = new Set(['__reversed__', '__trunc__', '__round__', '__floor__', '__ceil__', '__call__']);
for (const [name, definition] of Object.entries(GENERAL)) if (!PLAIN.has(name)) definition.convention = 'slot';

const reflected = (names: string): string =>
  names
    .split(' ')
    .map((name) => `${name} r${name}`)
    .join(' ');
const ORDER = 'lt le gt ge';
const ARITHMETIC = reflected('add sub mul truediv floordiv mod pow');
const NUMBER = `${ARITHMETIC} ${ORDER} eq ne divmod rdivmod neg pos abs bool int float floor ceil`;
const SEQUENCE = `len getitem contains iter add mul rmul eq ne ${ORDER}`;
const SET = `len contains iter eq ne ${reflected('and or sub xor')} ${ORDER}`;

/** The special methods of each type, besides those that every object has. */
const TABLE: [PyType, string][] = [
  [intType, `${NUMBER} ${reflected('and or xor lshift rshift')} invert index trunc round`],
  [boolType, reflected('and or xor')],
  [floatType, `${NUMBER} trunc round`],
  [complexType, `${reflected('add sub mul truediv pow')} neg pos abs bool eq ne ${ORDER}`],
  [strType, `${SEQUENCE} mod`],
  [bytesType, SEQUENCE],
  [tupleType, SEQUENCE],
  [listType, `${SEQUENCE} setitem delitem iadd imul reversed`],
  [dictType, `len getitem setitem delitem contains iter reversed eq ne ${ORDER} ${reflected('or')} ior`],
  [setType, `${SET} iand ior isub ixor`],
  [frozensetType, SET],
  [rangeType, `len getitem contains iter reversed bool eq ne ${ORDER}`],
  [generatorType, 'iter next'],
  [noneType, 'bool'],
];

/** The types whose values a type's `__eq__` compares with; those of others are left to the other side. */
function comparesWith(type: PyType, other: PyType): boolean {
  if (type === floatType) return other.isSubclassOf(intType) || other.isSubclassOf(floatType);
  if (type === complexType) return other.isSubclassOf(complexType) || comparesWith(floatType, other);
  if (type === setType || type === frozensetType)
    return other.isSubclassOf(setType) || other.isSubclassOf(frozensetType);
  return other.isSubclassOf(type);
}

/** `__eq__` and `__ne__` of a built-in type. */
function equality(type: PyType, name: string): Definition | undefined {
  if (name !== 'eq' && name !== 'ne') return undefined;
  return slot(2, (self: Value, other: Value) =>
    comparesWith(type, typeOf(other)) ? equal(self, other) === (name === 'eq') : NotImplemented,
  );
}

/** Special methods that C types have as plain methods beside the slot, so that errors name them. */
const NAMED_SLOTS = new Map<PyType, string>([
  [listType, 'getitem'],
  [dictType, 'getitem contains'],
  [setType, 'contains'],
  [frozensetType, 'contains'],
]);

/** `__add__` and `__mul__` of sequences raise TypeErrors where those of numbers give NotImplemented. */
function ofSequence(type: PyType, name: string): Definition | undefined {
  if (![strType, bytesType, tupleType, listType].includes(type)) return undefined;
  if (name === 'add') return slot(2, (self: Value, other: Value) => binary('Add', self, other));
  if (name !== 'mul' && name !== 'rmul') return undefined;
  return slot(2, (self: Value, other: Value) => {
    toIndex(other);
    return binary('Mult', self, other);
  });
}

for (const [type, names] of TABLE) {
  const methods: Record<string, Definition> = {};
  for (const name of names.split(' ')) {
    const definition = equality(type, name) ?? ofSequence(type, name) ?? GENERAL[`__${name}__`];
    const isNamed = NAMED_SLOTS.get(type)?.split(' ').includes(name);
    methods[`__${name}__`] = isNamed ? { ...definition, convention: 'exact' } : definition;
  }
  defineMethods(type, methods);
}
for (const type of [functionType, methodType, builtinFunctionType]) defineMethods(type, { __call__: GENERAL.__call__ });

/** Special methods that a native value has by what it can do. */
const ABILITIES: Record<string, (value: PyObject) => boolean> = {
  __iter__: (value) => value instanceof PyIterator || value.iterate !== undefined,
  __next__: (value) => value instanceof PyIterator,
  __len__: (value) => value.lengthOf !== undefined,
  __getitem__: (value) => value.getItem !== undefined,
  __setitem__: (value) => value.setItem !== undefined,
  __delitem__: (value) => value.deleteItem !== undefined,
  __contains__: (value) => value.contains !== undefined,
  __reversed__: (value) => 'reversed' in value || value instanceof PyDict,
  __call__: (value) => isCallable(value),
  __bool__: (value) => value.isTrue !== undefined,
  __int__: (value) => value.toInteger !== undefined,
  __float__: (value) => value.toFloat !== undefined,
  __neg__: (value) => value.applyUnary !== undefined,
  __pos__: (value) => value.applyUnary !== undefined,
};

nativeSpecials.find = (value, name) => {
  if (!(value instanceof PyObject) || value instanceof PyInstance) return undefined;
  if (Object.hasOwn(ABILITIES, name)) return ABILITIES[name](value) ? special(name) : undefined;
  const isOperator = Object.hasOwn(GENERAL, name) && value.operate !== undefined && !(value instanceof PyType);
  return isOperator ? unsupported(`${typeName(value)}.${name}`) : undefined;
};

function special(name: string): Value {
  const method = makeBuiltin(name, GENERAL[name]);
  method.owner = objectType;
  return method;
}

for (const type of [listType, dictType, setType]) type.attributes.set('__hash__', null);

for (const type of [intType, floatType, complexType, strType]) {
  defineMethods(type, { __format__: exact(2, (self: Value, spec: Value) => formatValue(self, requireText(spec))) });
}

for (const type of [boolType, floatType, complexType, strType, bytesType, tupleType, listType, dictType, rangeType]) {
  defineMethods(type, { __repr__: slot(1, plainRepr) });
}
for (const type of [setType, frozensetType, noneType]) defineMethods(type, { __repr__: slot(1, plainRepr) });
defineMethods(intType, { __repr__: slot(1, (self: Value) => repr(typeof self === 'boolean' ? Number(self) : self)) });
for (const type of [intType, floatType, complexType, strType, bytesType, tupleType, frozensetType, rangeType]) {
  defineMethods(type, { __hash__: slot(1, hashValue) });
}
defineMethods(strType, { __str__: slot(1, (self: string) => self) });

/** The text of a format specification. */
function requireText(spec: Value): string {
  const text = payloadOf(spec);
  return typeof text === 'string' ? text : typeError(`__format__() argument must be str, not ${typeName(spec)}`);
}

/** What every object has. */
defineMethods(objectType, {
  __init__: variadic((args, kwargs) => {
    const [self] = args;
    const extra = args.length > 1 || (kwargs !== null && kwargs.names.length > 0);
    const isEmptied = self instanceof PyObject && !(self instanceof PyInstance) && self.setItem !== undefined;
    if (isEmptied) unsupported(`${typeName(self)}.__init__()`);
    if (extra && !(self instanceof PyInstance)) unsupported('__init__ of a built-in object');
    if (extra && self instanceof PyInstance && self.payload === undefined && !(self instanceof PyException)) {
      typeError(`${self.cls.name}.__init__() takes exactly one argument (the instance to initialize)`);
    }
    return null;
  }),
  __repr__: slot(1, plainRepr),
  __str__: slot(1, (self: Value) => {
    if (self instanceof PyInstance) return plainStr(self);
    // `str` has one of its own, so that this is `int.__str__('a')`.
    return typeof self === 'string' ? repr(self) : str(self);
  }),
  __format__: exact(2, (self: Value, spec: Value) => {
    const text = requireText(spec);
    if (!(self instanceof PyInstance) || self.payload !== undefined) return formatValue(payloadOf(self), text);
    if (text !== '') typeError(`unsupported format string passed to ${typeName(self)}.__format__`);
    return str(self);
  }),
  __eq__: slot(2, (self: Value, other: Value) =>
    plainEqual(self, other) ? true : isCompared(self, other) ? false : NotImplemented,
  ),
  __ne__: slot(2, (self: Value, other: Value) => {
    const result = self instanceof PyInstance ? callSpecial(self, '__eq__', other) : NotImplemented;
    if (result !== NotImplemented) return !truth(result);
    return plainEqual(self, other) === true ? false : isCompared(self, other) ? true : NotImplemented;
  }),
  __hash__: slot(1, (self: Value) => hashValue(self)),
  __setattr__: slot(3, (self: Value, name: Value, value: Value) => {
    if (!(self instanceof PyInstance)) unsupported('object.__setattr__ of built-in objects');
    setInstanceAttribute(self, attributeName(name), value);
    return null;
  }),
  __delattr__: slot(2, (self: Value, name: Value) => {
    if (!(self instanceof PyInstance)) unsupported('object.__delattr__ of built-in objects');
    const key = attributeName(name);
    if (!self.attributes.delete(key)) deleteAttribute(self, key);
    return null;
  }),
  __lt__: slot(2, () => NotImplemented),
  __le__: slot(2, () => NotImplemented),
  __gt__: slot(2, () => NotImplemented),
  __ge__: slot(2, () => NotImplemented),
});

defineClassMethods(objectType, {
  __init_subclass__: variadic(([cls, ...rest], kwargs) => {
    if (rest.length > 0) {
      typeError(`${(cls as PyType).qualname}.__init_subclass__() takes no arguments (${rest.length} given)`);
    }
    if (kwargs !== null && kwargs.names.length > 0) {
      typeError(`${(cls as PyType).qualname}.__init_subclass__() takes no keyword arguments`);
    }
    return null;
  }),
});

/** `object.__repr__`, which for built-in values is their own. */
function plainRepr(self: Value): Value {
  if (!(self instanceof PyInstance)) return repr(self);
  const copy = self instanceof PyException ? new PyException(self.cls, self.args) : self;
  return withoutOwn(copy, '__repr__', repr);
}

function plainStr(self: PyInstance): Value {
  return withoutOwn(self, '__str__', str);
}

/** Runs `show` as if the instance's class did not define `name`. */
function withoutOwn(self: PyInstance, name: string, show: (value: Value) => string): Value {
  const { cls } = self;
  const base = cls.mro.find((type) => !type.isHeap) ?? objectType;
  const owned = cls.mro.some((type) => type.isHeap && type.attributes.has(name));
  if (!owned) return show(self);
  if (self.payload !== undefined) return show(self.payload);
  if (self instanceof PyException || base.isSubclassOf(baseExceptionType)) {
    const bare = new PyType(cls.name, [base]);
    bare.module = cls.module;
    const copy = new PyException(bare, (self as PyException).args);
    return show(copy);
  }
  const bare = new PyType(cls.name, [objectType], true);
  bare.module = cls.module;
  bare.qualname = cls.qualname;
  return show(new PyInstance(bare));
}

/** Whether the equality of a native value knows the type of the other side. */
function isCompared(self: Value, other: Value): boolean {
  if (!(self instanceof PyObject) || self instanceof PyInstance || self.equals === undefined) return false;
  return typeOf(other).isSubclassOf(self.cls);
}

function plainEqual(self: Value, other: Value): boolean {
  if (self === other) return true;
  return !(self instanceof PyInstance) && !(other instanceof PyInstance) && equal(self, other);
}

/** `T.__new__(cls, …)`. */
for (const type of [
  objectType,
  intType,
  floatType,
  strType,
  tupleType,
  listType,
  dictType,
  setType,
  frozensetType,
  baseExceptionType,
  boolType,
  bytesType,
  complexType,
  rangeType,
  functionType,
  methodType,
  noneType,
  notImplementedType,
  ellipsisType,
]) {
  const maker = makeBuiltin(
    '__new__',
    variadic(([cls, ...args], kwargs) => {
      if (!(cls instanceof PyType)) typeError(`${type.name}.__new__(X): X is not a type object (${typeName(cls)})`);
      charge(1);
      const named = `${type.name}.__new__(${cls.name})`;
      if (!cls.isSubclassOf(type)) typeError(`${named}: ${cls.name} is not a subtype of ${type.name}`);
      const isOther = (type === intType && cls === boolType) || (type === objectType && !cls.isHeap && cls !== type);
      if (isOther && cls.attributes.has('__new__')) typeError(`${named} is not safe, use ${cls.name}.__new__()`);
      if (!cls.isHeap) {
        return cls.construct === undefined
          ? typeError(`cannot create '${cls.name}' instances`)
          : cls.construct(args, kwargs, cls);
      }
      return makeInstance(cls, args, kwargs, true);
    }),
  );
  type.attributes.set('__new__', new PyStaticMethod(maker));
}

/** The containers take one argument by place. */
function checkOne(name: string, rest: readonly Value[]): void {
  if (rest.length > 0) typeError(`${name} expected at most 1 argument, got ${rest.length + 1}`);
}

/** `__init__` of the mutable containers, for classes derived from them. */
defineMethods(listType, {
  __init__: variadic(([self, values, ...rest]) => {
    checkOne('list', rest);
    const list = self as PyList;
    list.refill(values === undefined ? [] : (listType.construct!([values], null, listType) as PyList).items);
    return null;
  }),
});
defineMethods(dictType, {
  __init__: variadic(([self, values, ...rest], kwargs) => {
    checkOne('dict', rest);
    updateDict(self as PyDict, values, kwargs);
    return null;
  }),
});
defineMethods(setType, {
  __init__: variadic(([self, values, ...rest]) => {
    checkOne('set', rest);
    const set = self as PySet;
    set.clear();
    if (values !== undefined) addAll(set, values);
    return null;
  }),
});
const IMMUTABLE = [intType, floatType, strType, tupleType, frozensetType];
for (const type of IMMUTABLE) {
  const ignore = ([self, ...rest]: Value[]): Value => {
    const isOne = IMMUTABLE.some((immutable) => typeOf(self).isSubclassOf(immutable));
    return isOne || rest.length === 0 ? null : unsupported(`${type.name}.__init__() of a ${typeName(self)}`);
  };
  const init = makeBuiltin('__init__', { ...variadic(ignore), convention: 'slot' });
  // That of `object`, which asks nothing of `self`.
  init.owner = objectType;
  type.attributes.set('__init__', init);
}
