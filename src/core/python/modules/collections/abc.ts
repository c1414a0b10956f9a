import {
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
import type { PyType } from '../../values/value.ts';

/** The abstract classes of `collections.abc`: a class counts as one by the methods it has, or by being listed. */
const has =
  (...names: string[]) =>
  (cls: PyType): boolean =>
    names.every((name) => cls.lookup(name) != null);

const among =
  (...types: PyType[]) =>
  (cls: PyType): boolean =>
    types.some((type) => cls.isSubclassOf(type));

const CHECKS: Record<string, (cls: PyType) => boolean> = {
  Iterable: has('__iter__'),
  Iterator: has('__iter__', '__next__'),
  Generator: (cls) => cls.isSubclassOf(generatorType),
  Reversible: has('__reversed__'),
  Sized: has('__len__'),
  Container: has('__contains__'),
  Collection: has('__len__', '__iter__', '__contains__'),
  Hashable: has('__hash__'),
  Callable: (cls) => cls.isSubclassOf(functionType) || cls.lookup('__call__') !== undefined,
  Sequence: among(listType, tupleType, strType, rangeType, bytesType),
  MutableSequence: among(listType),
  Mapping: among(dictType),
  MutableMapping: among(dictType),
  Set: among(setType, frozensetType),
  MutableSet: among(setType),
  ByteString: among(bytesType),
  KeysView: (cls) => cls.name === 'dict_keys',
  ValuesView: (cls) => cls.name === 'dict_values',
  ItemsView: (cls) => cls.name === 'dict_items',
};

/** The classes by name. */
export const abstractTypes: Record<string, PyType> = Object.fromEntries(
  Object.entries(CHECKS).map(([name, check]) => {
    const type = makeType(name);
    type.module = 'collections.abc';
    type.acceptableBase = true;
    type.instanceCheck = check;
    return [name, type];
  }),
);
