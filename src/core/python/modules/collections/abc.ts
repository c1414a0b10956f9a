import { unsupported } from '../../budget.ts';
import { defineMethods, exact } from '../../builtins/define.ts';
import { classBuilders } from '../../compile/classes.ts';
import { nativeSpecials } from '../../ops/attributes.ts';
import { cannotInstantiate, isCallable } from '../../ops/call.ts';
import { typeError } from '../../values/exceptions.ts';
import {
  bytearrayType,
  bytesType,
  dictType,
  frozensetType,
  functionType,
  generatorType,
  listType,
  makeType,
  rangeType,
  setType,
  strType,
  tupleType,
} from '../../values/types.ts';
import type { Kwargs, PyType, Value } from '../../values/value.ts';
import { chainMapType } from './chainMap.ts';
import { dequeType } from './deque.ts';

/** The abstract classes of `collections.abc`: a class counts as one by the methods it has, or by being listed. */
const has =
  (...names: string[]) =>
  (cls: PyType, value?: Value): boolean =>
    names.every(
      (name) =>
        cls.lookup(name) != null ||
        (value !== undefined && cls.lookup(name) === undefined && nativeSpecials.find(value, name) !== undefined),
    );

const among =
  (...types: PyType[]) =>
  (cls: PyType): boolean =>
    types.some((type) => cls.isSubclassOf(type));

const sequences = among(listType, tupleType, strType, rangeType, bytesType, bytearrayType, dequeType);

const CHECKS: Record<string, (cls: PyType, value?: Value) => boolean> = {
  Iterable: has('__iter__'),
  Iterator: has('__iter__', '__next__'),
  Generator: (cls) => cls.isSubclassOf(generatorType),
  Reversible: (cls, value) => sequences(cls) || has('__reversed__')(cls, value),
  Sized: has('__len__'),
  Container: has('__contains__'),
  Collection: has('__len__', '__iter__', '__contains__'),
  Hashable: (cls) => cls !== bytearrayType && cls.lookup('__hash__') != null,
  Callable: (cls, value) =>
    cls.isSubclassOf(functionType) || (value === undefined ? cls.lookup('__call__') !== undefined : isCallable(value)),
  Sequence: sequences,
  MutableSequence: among(listType, bytearrayType, dequeType),
  Mapping: among(dictType, chainMapType),
  MutableMapping: among(dictType, chainMapType),
  Set: (cls) =>
    cls.isSubclassOf(setType) ||
    cls.isSubclassOf(frozensetType) ||
    cls.name === 'dict_keys' ||
    cls.name === 'dict_items',
  MutableSet: among(setType),
  ByteString: among(bytesType, bytearrayType),
  KeysView: (cls) => cls.name === 'dict_keys',
  ValuesView: (cls) => cls.name === 'dict_values',
  ItemsView: (cls) => cls.name === 'dict_items',
};

/** The abstract methods of those that cannot be derived from here. */
const WITHOUT_DERIVING: Record<string, string> = {
  ByteString: '__getitem__ __len__',
  Generator: 'send throw',
  Mapping: '__getitem__ __iter__ __len__',
  MutableMapping: '__delitem__ __getitem__ __iter__ __len__ __setitem__',
  MutableSequence: '__delitem__ __getitem__ __len__ __setitem__ insert',
  MutableSet: '__contains__ __iter__ __len__ add discard',
  Sequence: '__getitem__ __len__',
  Set: '__contains__ __iter__ __len__',
};

/** What a class derived from one of them must define. */
const ABSTRACT: Record<string, string[]> = {
  Iterable: ['__iter__'],
  Iterator: ['__next__'],
  Sized: ['__len__'],
  Container: ['__contains__'],
  Collection: ['__contains__', '__iter__', '__len__'],
  Reversible: ['__iter__', '__reversed__'],
  Hashable: [],
  Callable: ['__call__'],
};

/** The classes by name. Those that would give a derived class methods of its own, all but `Iterator`, cannot be derived from. */
export const abstractTypes: Record<string, PyType> = Object.fromEntries(
  Object.entries(CHECKS).map(([name, check]) => {
    const type = makeType(name);
    type.module = 'collections.abc';
    type.acceptableBase = true;
    type.instanceCheck = check;
    if (Object.hasOwn(ABSTRACT, name)) {
      type.isAbstract = true;
      type.abstractMethods = ABSTRACT[name];
    } else classBuilders.set(type, () => unsupported(`deriving from collections.abc.${name}`));
    type.construct = (args, kwargs) => instantiate(name, args, kwargs);
    return [name, type];
  }),
);
function instantiate(name: string, args: readonly Value[], kwargs: Kwargs | null): never {
  const missing = name === 'Hashable' ? ['__hash__'] : (ABSTRACT[name] ?? WITHOUT_DERIVING[name]?.split(' '));
  if (missing === undefined) unsupported(`collections.abc.${name}()`);
  if (args.length > 0 || kwargs !== null) typeError(`${name}() takes no arguments`);
  cannotInstantiate(name, missing);
}

defineMethods(abstractTypes.Iterator, { __iter__: exact(1, (self: Value) => self) });
