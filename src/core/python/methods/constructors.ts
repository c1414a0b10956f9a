import { allocate, unsupported } from '../budget.ts';
import { argument, defineGetters, defineMethods, exact, parseArguments } from '../builtins/define.ts';
import { iterateItems } from '../builtins/functions.ts';
import { makeSuper } from '../compile/calls.ts';
import { indexOf, toIndex } from '../ops/integer.ts';
import { toArray } from '../ops/iterate.ts';
import { repr, str } from '../ops/repr.ts';
import { sliceBounds } from '../ops/subscript.ts';
import { raise, typeError, valueError } from '../values/exceptions.ts';
import { PyGenerator } from '../values/generator.ts';
import { PyLongRange } from '../values/longRange.ts';
import {
  argumentTypeName,
  classmethodType,
  Ellipsis,
  ellipsisType,
  listType,
  NotImplemented,
  noneType,
  notImplementedType,
  objectType,
  propertyType,
  rangeType,
  sliceType,
  staticmethodType,
  strType,
  superType,
  tupleType,
  typeName,
  typeOf,
  typeType,
} from '../values/types.ts';
import {
  type Kwargs,
  PyBytes,
  PyClassMethod,
  PyInstance,
  PyList,
  PyProperty,
  PyRange,
  PySlice,
  PyStaticMethod,
  PyTuple,
  PyType,
  type Value,
} from '../values/value.ts';
import { decodeBytes } from './strings/codecs.ts';

/** What calling `list`, `str`, `range`, `property` and the like does. */

function collect(name: string, args: readonly Value[]): Value[] {
  if (args.length > 1) typeError(`${name} expected at most 1 argument, got ${args.length}`);
  if (args.length === 0) return [];
  const [values] = args;
  if (!(values instanceof PyGenerator)) return toArray(values);
  const items: Value[] = [];
  iterateItems(values, (item) => {
    allocate(8);
    items.push(item);
  });
  return items;
}

listType.construct = (args, kwargs) => {
  if (kwargs !== null && kwargs.names.length > 0) typeError('list() takes no keyword arguments');
  return new PyList(collect('list', args));
};

tupleType.construct = (args, kwargs) => {
  if (kwargs !== null && kwargs.names.length > 0) typeError('tuple() takes no keyword arguments');
  const value = args.length === 1 ? args[0] : null;
  return value instanceof PyTuple && value.cls === tupleType ? value : new PyTuple(collect('tuple', args));
};

strType.construct = (args, kwargs) => {
  if (args.length === 1 && kwargs === null) return str(args[0]);
  const [value, encoding, errors] = parseArguments('str', ['object', 'encoding', 'errors'], args, kwargs);
  if (encoding !== undefined && typeof encoding !== 'string') {
    typeError(`str() argument 'encoding' must be str, not ${argumentTypeName(encoding)}`);
  }
  if (errors !== undefined && typeof errors !== 'string') {
    typeError(`str() argument 'errors' must be str, not ${argumentTypeName(errors)}`);
  }
  if (value === undefined) return '';
  if (encoding === undefined && errors === undefined) return str(value);
  if (!(value instanceof PyBytes)) {
    typeError(
      typeof value === 'string'
        ? 'decoding str is not supported'
        : `decoding to str: need a bytes-like object, ${typeName(value)} found`,
    );
  }
  return decodeBytes(value.data, encoding ?? 'utf-8', errors ?? 'strict');
};

rangeType.construct = (args, kwargs) => {
  if (kwargs !== null && kwargs.names.length > 0) typeError('range() takes no keyword arguments');
  if (args.length === 0) typeError('range expected at least 1 argument, got 0');
  if (args.length > 3) typeError(`range expected at most 3 arguments, got ${args.length}`);
  const bounds = args.map((value) => {
    const n = indexOf(value);
    if (n === undefined) typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
    return n;
  });
  const [start, stop, step] = bounds.length === 1 ? [0, bounds[0], 1] : [bounds[0], bounds[1], bounds[2] ?? 1];
  if (step === 0) valueError('range() arg 3 must not be zero');
  return typeof start === 'number' && typeof stop === 'number' && typeof step === 'number'
    ? new PyRange(start, stop, step)
    : new PyLongRange(start, stop, step);
};
type AnyRange = PyRange | PyLongRange;

defineGetters(rangeType, {
  start: (self: AnyRange) => self.start,
  stop: (self: AnyRange) => self.stop,
  step: (self: AnyRange) => self.step,
});
defineMethods(rangeType, {
  count: exact(2, (self: AnyRange, item: Value) => (placeIn(self, item) < 0 ? 0 : 1)),
  index: exact(2, (self: AnyRange, item: Value) => {
    const place = placeIn(self, item);
    if (place >= 0) return place;
    return indexOf(item) === undefined || item instanceof PyInstance
      ? valueError('sequence.index(x): x not in sequence')
      : valueError(`${repr(item)} is not in range`);
  }),
});

function placeIn(self: AnyRange, item: Value): number | bigint {
  if (self instanceof PyLongRange) return self.placeOf(item);
  const n = indexOf(item);
  if (typeof n !== 'number') return -1;
  const place = (n - self.start) / self.step;
  return Number.isInteger(place) && place >= 0 && place < self.length ? place : -1;
}

sliceType.construct = (args, kwargs) => {
  if (kwargs !== null && kwargs.names.length > 0) typeError('slice() takes no keyword arguments');
  if (args.length === 0) typeError('slice expected at least 1 argument, got 0');
  if (args.length > 3) typeError(`slice expected at most 3 arguments, got ${args.length}`);
  return args.length === 1 ? new PySlice(null, args[0], null) : new PySlice(args[0], args[1], args[2] ?? null);
};
defineGetters(sliceType, {
  start: (self: PySlice) => self.start,
  stop: (self: PySlice) => self.stop,
  step: (self: PySlice) => self.step,
});
defineMethods(sliceType, {
  indices: exact(2, (self: PySlice, length: Value) => {
    const size = indexOf(length);
    if (typeof size === 'bigint') unsupported('slice.indices() of lengths beyond 2^53');
    if (size !== undefined && size < 0) valueError('length should not be negative');
    const { start, stop, step } = sliceBounds(self, toIndex(length));
    return new PyTuple([start, stop, step]);
  }),
});

for (const [type, name, value] of [
  [noneType, 'NoneType', null],
  [ellipsisType, 'EllipsisType', Ellipsis],
  [notImplementedType, 'NotImplementedType', NotImplemented],
] as const) {
  type.construct = (args, kwargs) =>
    args.length > 0 || kwargs !== null ? typeError(`${name} takes no arguments`) : value;
}

objectType.construct = (args) => {
  if (args.length > 0) typeError('object() takes no arguments');
  return new PyInstance(objectType);
};

typeType.construct = (args, kwargs) => {
  if (args.length === 3) unsupported('type() with three arguments');
  if (kwargs !== null && kwargs.names.length > 0 && args.length === 1) typeError('type() takes no keyword arguments');
  if (args.length !== 1) typeError('type() takes 1 or 3 arguments');
  return typeOf(args[0]);
};

superType.construct = (args, kwargs) => {
  if (kwargs !== null && kwargs.names.length > 0) typeError('super() takes no keyword arguments');
  if (args.length > 2) typeError(`super() expected at most 2 arguments, got ${args.length}`);
  if (args.length === 1 && args[0] instanceof PyType) unsupported('super() of a class alone');
  if (args.length === 1) typeError(`super() argument 1 must be a type, not ${typeName(args[0])}`);
  if (args.length !== 2) raise('RuntimeError', 'super(): no arguments');
  return makeSuper(args[0], args[1]);
};

propertyType.construct = (args, kwargs) =>
  new PyProperty(
    argument(args, 0, kwargs, 'fget', null),
    argument(args, 1, kwargs, 'fset', null),
    argument(args, 2, kwargs, 'fdel', null),
  );
defineMethods(propertyType, {
  getter: exact(2, (self: PyProperty, func: Value) => new PyProperty(func, self.setter, self.deleter)),
  setter: exact(2, (self: PyProperty, func: Value) => new PyProperty(self.getter, func, self.deleter)),
  deleter: exact(2, (self: PyProperty, func: Value) => new PyProperty(self.getter, self.setter, func)),
});
defineGetters(propertyType, {
  fget: (self: PyProperty) => self.getter,
  fset: (self: PyProperty) => self.setter,
});

classmethodType.construct = (args, kwargs) => new PyClassMethod(onlyArgument('classmethod', args, kwargs));
staticmethodType.construct = (args, kwargs) => new PyStaticMethod(onlyArgument('staticmethod', args, kwargs));

function onlyArgument(name: string, args: readonly Value[], kwargs: Kwargs | null): Value {
  if (kwargs !== null && kwargs.names.length > 0) typeError(`${name}() takes no keyword arguments`);
  if (args.length !== 1) typeError(`${name} expected 1 argument, got ${args.length}`);
  return args[0];
}

defineGetters(staticmethodType, { __wrapped__: (self: PyStaticMethod) => self.func });
