import { PyDict } from '../values/dict.ts';
import { raise, typeError, valueError } from '../values/exceptions.ts';
import { PySet } from '../values/set.ts';
import { NotImplemented, typeName } from '../values/types.ts';
import { PyBytes, PyInstance, PyList, PyObject, PyRange, PyTuple, type Value } from '../values/value.ts';
import { indexOf } from './integer.ts';
import { callSpecial } from './special.ts';
import { stringLength } from './subscript.ts';

/** `len(value)`. */
export function length(value: Value): number {
  if (value instanceof PyList || value instanceof PyTuple) return value.items.length;
  if (typeof value === 'string') return stringLength(value);
  if (value instanceof PyDict || value instanceof PySet) return value.size;
  if (value instanceof PyRange) return value.length;
  if (value instanceof PyInstance) return instanceLength(value);
  if (value instanceof PyBytes) return value.data.length;
  if (value instanceof PyObject && value.lengthOf !== undefined) return value.lengthOf();
  typeError(`object of type '${typeName(value)}' has no len()`);
}

const SIZED = [PyList, PyTuple, PyDict, PySet, PyRange, PyBytes];

function instanceLength(value: PyInstance): number {
  const own = callSpecial(value, '__len__');
  if (own === NotImplemented) {
    const { payload } = value;
    const isSized = typeof payload === 'string' || (payload instanceof PyObject && payload.lengthOf !== undefined);
    if (isSized || SIZED.some((type) => payload instanceof type)) return length(payload as Value);
    typeError(`object of type '${typeName(value)}' has no len()`);
  }
  const n = indexOf(own);
  if (n === undefined) typeError(`'${typeName(own)}' object cannot be interpreted as an integer`);
  if (n < 0) valueError('__len__() should return >= 0');
  if (typeof n === 'bigint') raise('OverflowError', "cannot fit 'int' into an index-sized integer");
  return n;
}
