import { payloadOf } from '../ops/equal.ts';
import { PyDict } from '../values/dict.ts';
import { bytearrayType, bytesType, listType, rangeType, strType, tupleType, typeOf } from '../values/types.ts';
import { PyObject, type Value } from '../values/value.ts';
import { dequeType } from './collections/deque.ts';

const CONCATENATED = [listType, tupleType, strType, bytesType, bytearrayType, dequeType];

/** Whether C can concatenate the value: types written in Python have `__add__` as an operator of numbers instead. */
export function isConcatenated(value: Value): boolean {
  return CONCATENATED.some((type) => typeOf(value).isSubclassOf(type));
}

/** Whether C counts the value as one with items by place: of classes written in Python what has `__getitem__`. */
export function hasItems(value: Value): boolean {
  const type = typeOf(value);
  if (isConcatenated(value) || type === rangeType) return true;
  if (!type.isHeap && !type.writtenInPython) return false;
  return type.lookup('__getitem__') !== undefined || (value instanceof PyObject && value.getItem !== undefined);
}

/** As C's `PySequence_Check`, which counts no dict. */
export function isSequence(value: Value): boolean {
  return hasItems(value) && !(payloadOf(value) instanceof PyDict);
}
