import { PyDict } from '../values/dict.ts';
import { typeError, valueError } from '../values/exceptions.ts';
import { PySet } from '../values/set.ts';
import { NotImplemented, typeName } from '../values/types.ts';
import { PyBytes, PyComplex, PyFloat, PyInstance, PyList, PyRange, PyTuple, type Value } from '../values/value.ts';
import { callSpecial } from './special.ts';

/** `bool(value)`. */
export function truth(value: Value): boolean {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'number':
      return value !== 0;
    case 'string':
      return value !== '';
    case 'bigint':
      return true;
  }
  if (value === null) return false;
  if (value instanceof PyList) return value.items.length > 0;
  if (value instanceof PyDict) return value.size > 0;
  if (value instanceof PyTuple) return value.items.length > 0;
  if (value instanceof PyFloat) return value.v !== 0;
  if (value instanceof PySet) return value.size > 0;
  if (value instanceof PyInstance) return instanceTruth(value);
  if (value instanceof PyRange) return value.length > 0;
  if (value instanceof PyBytes) return value.data.length > 0;
  if (value instanceof PyComplex) return value.re !== 0 || value.im !== 0;
  if (value.isTrue !== undefined) return value.isTrue();
  return value.lengthOf === undefined || value.lengthOf() > 0;
}

function instanceTruth(value: PyInstance): boolean {
  const result = callSpecial(value, '__bool__');
  if (result !== NotImplemented) {
    if (typeof result !== 'boolean') typeError(`__bool__ should return bool, returned ${typeName(result)}`);
    return result;
  }
  const length = callSpecial(value, '__len__');
  if (length !== NotImplemented) {
    if (typeof length === 'number' && length < 0) valueError('__len__() should return >= 0');
    return truth(length);
  }
  return value.payload === undefined || truth(value.payload);
}
