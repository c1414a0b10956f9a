import { baseExceptionType } from './exceptions.ts';
import { objectType } from './objectType.ts';
import {
  PyBoundMethod,
  PyBuiltin,
  PyBuiltinMethod,
  PyBytes,
  PyClassMethod,
  PyComplex,
  PyException,
  PyFloat,
  PyFunction,
  PyGetter,
  PyList,
  PyModule,
  PyProperty,
  PyRange,
  PySingleton,
  PySlice,
  PySlotMethod,
  PyStaticMethod,
  PySuper,
  PyTuple,
  PyType,
  type Value,
} from './value.ts';

/** The built-in types. Their methods are put in by `methods/`. */
export { objectType };

/** Makes a built-in type below `base`. */
export function makeType(name: string, base: PyType = objectType): PyType {
  return new PyType(name, [base]);
}

function derivable(name: string, base: PyType = objectType): PyType {
  const type = makeType(name, base);
  type.acceptableBase = true;
  return type;
}

export const typeType = derivable('type');
export const intType = derivable('int');
export const boolType = makeType('bool', intType);
export const floatType = derivable('float');
export const complexType = derivable('complex');
export const strType = derivable('str');
export const bytesType = derivable('bytes');
export const bytearrayType = makeType('bytearray');
export const listType = derivable('list');
export const tupleType = derivable('tuple');
export const dictType = derivable('dict');
export const setType = derivable('set');
export const frozensetType = derivable('frozenset');
export const rangeType = makeType('range');
export const sliceType = makeType('slice');
export const noneType = makeType('NoneType');
export const notImplementedType = makeType('NotImplementedType');
export const ellipsisType = makeType('ellipsis');
export const functionType = makeType('function');
export const builtinFunctionType = makeType('builtin_function_or_method');
export const methodDescriptorType = makeType('method_descriptor');
export const wrapperDescriptorType = makeType('wrapper_descriptor');
export const methodWrapperType = makeType('method-wrapper');
export const methodType = makeType('method');
export const moduleType = makeType('module');
export const propertyType = derivable('property');
export const classmethodType = makeType('classmethod');
export const staticmethodType = makeType('staticmethod');
export const superType = makeType('super');
export const getterType = makeType('getset_descriptor');
export const generatorType = makeType('generator');

export const NotImplemented = new PySingleton('NotImplemented');
export const Ellipsis = new PySingleton('Ellipsis');

PyFloat.prototype.cls = floatType;
PyComplex.prototype.cls = complexType;
PyList.prototype.cls = listType;
PyTuple.prototype.cls = tupleType;
PyBytes.prototype.cls = bytesType;
PyRange.prototype.cls = rangeType;
PySlice.prototype.cls = sliceType;
PySingleton.prototype.cls = ellipsisType;
NotImplemented.cls = notImplementedType;
PyType.prototype.cls = typeType;
PyFunction.prototype.cls = functionType;
PyBuiltin.prototype.cls = builtinFunctionType;
PyBoundMethod.prototype.cls = methodType;
PyBuiltinMethod.prototype.cls = builtinFunctionType;
PySlotMethod.prototype.cls = methodWrapperType;
PyProperty.prototype.cls = propertyType;
PyClassMethod.prototype.cls = classmethodType;
PyStaticMethod.prototype.cls = staticmethodType;
PySuper.prototype.cls = superType;
PyGetter.prototype.cls = getterType;
PyModule.prototype.cls = moduleType;
PyException.prototype.cls = baseExceptionType;

/** `type(value)`. */
export function typeOf(value: Value): PyType {
  switch (typeof value) {
    case 'string':
      return strType;
    case 'number':
    case 'bigint':
      return intType;
    case 'boolean':
      return boolType;
    default:
      return value === null ? noneType : value.cls;
  }
}

/** `type(value).__name__`, as error messages show it. */
export function typeName(value: Value): string {
  return typeOf(value).shownName;
}

/** As `typeName`, where CPython's argument parser complains of an argument: it says None of None. */
export function argumentTypeName(value: Value): string {
  return value === null ? 'None' : typeName(value);
}
