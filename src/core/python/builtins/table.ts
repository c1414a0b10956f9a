import { exceptionTypes } from '../values/exceptions.ts';
import {
  boolType,
  bytearrayType,
  bytesType,
  classmethodType,
  complexType,
  dictType,
  Ellipsis,
  floatType,
  frozensetType,
  intType,
  listType,
  NotImplemented,
  objectType,
  propertyType,
  rangeType,
  setType,
  sliceType,
  staticmethodType,
  strType,
  superType,
  tupleType,
  typeType,
} from '../values/types.ts';
import type { PyType, Value } from '../values/value.ts';
import { functions } from './functions.ts';
import { iteratorTypes } from './iteratorTypes.ts';
import { refusedBuiltins } from './refused.ts';

const TYPES: readonly PyType[] = [
  boolType,
  bytearrayType,
  bytesType,
  classmethodType,
  complexType,
  dictType,
  floatType,
  frozensetType,
  intType,
  listType,
  objectType,
  propertyType,
  rangeType,
  setType,
  sliceType,
  staticmethodType,
  strType,
  superType,
  tupleType,
  typeType,
];

/** The built-in names of a program. */
export const builtins: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...TYPES.map((type): [string, Value] => [type.name, type]),
  ...iteratorTypes.map((type): [string, Value] => [type.name, type]),
  ...functions.map((fn): [string, Value] => [fn.name, fn]),
  ...refusedBuiltins.map((fn): [string, Value] => [fn.name, fn]),
  ...exceptionTypes,
  ['IOError', exceptionTypes.get('OSError')!],
  ['EnvironmentError', exceptionTypes.get('OSError')!],
  ['NotImplemented', NotImplemented],
  ['Ellipsis', Ellipsis],
  ['__name__', '__main__'],
  ['__debug__', true],
]);
