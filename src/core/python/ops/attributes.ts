import { ATTRIBUTE_BYTES, allocate, charge, held, unsupported } from '../budget.ts';
import { PyDict } from '../values/dict.ts';
import { isException, Raised, raise, typeError } from '../values/exceptions.ts';
import { functionType, objectType, typeName, typeOf, typeType } from '../values/types.ts';
import {
  PyBoundMethod,
  PyBuiltin,
  PyBuiltinMethod,
  PyClassMethod,
  PyFunction,
  PyGetter,
  PyInstance,
  PyModule,
  PyObject,
  PyProperty,
  PySlotMethod,
  PyStaticMethod,
  PySuper,
  PyType,
  type Value,
} from '../values/value.ts';
import { call } from './call.ts';
import { payloadOf } from './equal.ts';
import { addressOf } from './identity.ts';
import { isLeftOut } from './leftOut.ts';

/** Attributes that lead from values to the machinery behind them. No program of ours needs them. */
const REFUSED = new Set([
  '__dict__',
  '__globals__',
  '__builtins__',
  '__subclasses__',
  '__bases__',
  '__base__',
  '__mro__',
  '__code__',
  '__closure__',
  '__func__',
  '__self__',
  '__getattribute__',
  '__reduce__',
  '__reduce_ex__',
  '__traceback__',
  '__weakref__',
  '__loader__',
  '__spec__',
  '__import__',
  'mro',
  '__getstate__',
  '__setstate__',
  '__getnewargs__',
  '__subclasshook__',
  '__text_signature__',
  '__objclass__',
  '__annotations__',
  '__defaults__',
  '__kwdefaults__',
  '__abstractmethods__',
  '__suppress_context__',
  '__sizeof__',
  '__dir__',
  'gi_frame',
  'gi_code',
  'f_globals',
  'f_locals',
  'tb_frame',
]);

/** `value.name`; raises AttributeError. */
export function getAttribute(value: Value, name: string): Value {
  const found = findAttribute(value, name);
  if (found === undefined) noAttribute(value, name);
  return found;
}

/** `value.name`, or `undefined` where a built-in lookup finds nothing (a property may still raise AttributeError). */
export function findAttribute(value: Value, name: string): Value | undefined {
  if (value instanceof PyInstance) return instanceAttribute(value, name);
  if (value instanceof PyType) return typeAttribute(value, name);
  if (value instanceof PyModule) return value.attributes.get(name) ?? commonAttribute(value, name);
  if (value instanceof PySuper) return superAttribute(value, name);
  if (value instanceof PyFunction) {
    const own = value.attributes?.get(name);
    if (own !== undefined) return own;
    const built = functionAttribute(value, name);
    if (built !== undefined) return built;
  }
  const type = typeOf(value);
  const attribute = type.lookup(name);
  if (attribute !== undefined) return bind(attribute, value, type);
  if (value instanceof PyBuiltinMethod && name === '__module__') return null;
  if (value instanceof PyBoundMethod && name === '__class__') return type;
  if (value instanceof PyBoundMethod) return findAttribute(value.func, name);
  return commonAttribute(value, name);
}

/** `value.name` that may be absent: also `undefined` when the program's own code raises AttributeError. */
export function optionalAttribute(value: Value, name: string): Value | undefined {
  try {
    return findAttribute(value, name);
  } catch (error) {
    if (error instanceof Raised && isException(error.exception, 'AttributeError')) return undefined;
    throw error;
  }
}

/** What an attribute found on a class becomes when reached through an instance. */
export function bind(attribute: Value, self: Value, cls: PyType): Value {
  if (attribute instanceof PyFunction) return new PyBoundMethod(self, payForMethod(attribute));
  if (attribute instanceof PyBuiltin) return attribute.owner === null ? attribute : bindBuiltin(attribute, self);
  if (attribute instanceof PyProperty) {
    if (attribute.getter === null) raise('AttributeError', `property of '${cls.name}' object has no getter`);
    return call(attribute.getter, [self]);
  }
  if (attribute instanceof PyClassMethod) return bindToClass(attribute.func, cls);
  if (attribute instanceof PyStaticMethod) return attribute.func;
  if (attribute instanceof PyGetter) return attribute.get(payloadOf(self));
  if (attribute instanceof PyInstance) {
    const getter = attribute.cls.lookup('__get__');
    if (getter !== undefined) return call(getter, [attribute, self, cls]);
  }
  return attribute instanceof PyObject && attribute.bindTo !== undefined ? attribute.bindTo(self) : attribute;
}

function bindBuiltin(method: PyBuiltin, self: Value): Value {
  payForMethod(method);
  if (method.convention === 'slot') return new PySlotMethod(self, method);
  return method.cls === functionType ? new PyBoundMethod(self, method) : new PyBuiltinMethod(self, method);
}

function bindToClass(func: Value, cls: PyType): Value {
  if (func instanceof PyBuiltin) return bindBuiltin(func, cls);
  if (func instanceof PyProperty) return call(func.getter, [cls]);
  return new PyBoundMethod(cls, payForMethod(func));
}

/** Charges for the object that binds a function to what it is called on. */
function payForMethod(func: Value): Value {
  allocate(METHOD_BYTES);
  // Who calls it does not hold it, and the class may give it up meanwhile.
  return held(func);
}

function isDataDescriptor(attribute: Value | undefined): boolean {
  if (attribute instanceof PyProperty || attribute instanceof PyGetter) return true;
  return attribute instanceof PyInstance && attribute.cls.lookup('__set__') !== undefined;
}

function instanceAttribute(value: PyInstance, name: string): Value | undefined {
  const own = value.attributes.get(name);
  const attribute = value.cls.lookup(name);
  if (own !== undefined && !isDataDescriptor(attribute)) return own;
  const fallback = value.cls.lookup('__getattr__');
  if (attribute !== undefined) {
    if (fallback === undefined) return bind(attribute, value, value.cls);
    try {
      return bind(attribute, value, value.cls);
    } catch (error) {
      if (!(error instanceof Raised && isException(error.exception, 'AttributeError'))) throw error;
      return call(fallback, [value, name]);
    }
  }
  const common = commonAttribute(value, name);
  if (common !== undefined) return common;
  return fallback === undefined ? undefined : call(fallback, [value, name]);
}

function typeAttribute(type: PyType, name: string): Value | undefined {
  const attribute = type.lookup(name);
  if (attribute instanceof PyClassMethod) return bindToClass(attribute.func, type);
  if (attribute instanceof PyStaticMethod) return attribute.func;
  if (attribute instanceof PyInstance) {
    const getter = attribute.cls.lookup('__get__');
    return getter === undefined ? attribute : call(getter, [attribute, null, type]);
  }
  if (attribute !== undefined) return attribute;
  switch (name) {
    case '__name__':
      return type.name;
    case '__qualname__':
      return type.qualname;
    case '__module__':
      return type.module;
  }
  return commonAttribute(type, name);
}

function superAttribute(value: PySuper, name: string): Value | undefined {
  const order = value.order.mro;
  for (let i = order.indexOf(value.start) + 1; i < order.length; i++) {
    const attribute = order[i].attributes.get(name);
    if (attribute === undefined) continue;
    if (value.self instanceof PyType) {
      if (attribute instanceof PyClassMethod) return bindToClass(attribute.func, value.self);
      return attribute instanceof PyStaticMethod ? attribute.func : attribute;
    }
    return bind(attribute, value.self, value.order);
  }
  return commonAttribute(value.self, name);
}

function functionAttribute(fn: PyFunction, name: string): Value | undefined {
  switch (name) {
    case '__name__':
      return fn.name;
    case '__qualname__':
      return fn.name === fn.code.name ? fn.code.qualname : fn.name;
    case '__module__':
      return '__main__';
    case '__doc__':
      return fn.code.docstring;
  }
  return undefined;
}

/** Attributes that every object has, and the refusal of those that lead out of the program. */
function commonAttribute(value: Value, name: string): Value | undefined {
  if (name === '__class__') return typeOf(value);
  if (REFUSED.has(name)) unsupported(name);
  if (name === '__doc__') return ownDocstring(value);
  if (name === '__module__' && value instanceof PyInstance) return value.cls.module;
  if ((name === '__name__' || name === '__qualname__') && (value instanceof PyBuiltin || value instanceof PyModule)) {
    const qualified = name === '__qualname__' && value instanceof PyBuiltin && value.owner !== null;
    return qualified ? `${(value as PyBuiltin).owner!.name}.${value.name}` : value.name;
  }
  const attribute = objectType.attributes.get(name) ?? nativeSpecials.find(value, name);
  if (attribute !== undefined && attribute !== null) return bind(attribute, value, typeOf(value));
  if (isLeftOut(value, name)) unsupported(`${typeName(value)}.${name}`);
  return undefined;
}

/** The `__doc__` of what has none of its own. A dataclass gets one from its fields, known by its `__match_args__`. */
function ownDocstring(value: Value): Value {
  if (!isOfProgram(value)) unsupported('__doc__ of built-ins');
  const cls = value instanceof PyType ? value : typeOf(value);
  return cls.lookup('__match_args__') === undefined ? null : unsupported('__doc__ of a dataclass');
}

/** Whether the program made the value's class, or the function or class that it is. */
function isOfProgram(value: Value): boolean {
  return value instanceof PyInstance || value instanceof PyFunction || (value instanceof PyType && value.isHeap);
}

/** Special methods of native values that their types do not list, put in by `methods/special.ts`. */
export const nativeSpecials: { find: (value: Value, name: string) => Value | undefined } = { find: () => undefined };

/** Raises the AttributeError of a missing attribute. */
export function noAttribute(value: Value, name: string): never {
  if (value instanceof PyObject && value.noAttribute !== undefined) value.noAttribute(name);
  if (value instanceof PyType) raise('AttributeError', `type object '${value.name}' has no attribute '${name}'`);
  if (value instanceof PyModule && (value.leftOut.has(name) || name.startsWith('_')))
    unsupported(`${value.name}.${name}`);
  if (value instanceof PyModule) raise('AttributeError', `module '${value.name}' has no attribute '${name}'`);
  raise('AttributeError', `'${typeName(value)}' object has no attribute '${name}'`);
}

/** `target.name = value`. */
export function setAttribute(target: Value, name: string, value: Value): void {
  if (REFUSED.has(name) || name === '__class__') unsupported(`setting ${name}`);
  if (target instanceof PyInstance) {
    const setter = target.cls.lookup('__setattr__');
    if (setter !== undefined && !(setter instanceof PyBuiltin)) {
      call(setter, [target, name, value]);
      return;
    }
    setInstanceAttribute(target, name, value);
    return;
  }
  if (target instanceof PyType) {
    if (!target.isHeap) typeError(`cannot set '${name}' attribute of immutable type '${target.name}'`);
    allocate(ATTRIBUTE_BYTES);
    target.setAttribute(name, value);
    return;
  }
  if (target instanceof PyFunction) {
    allocate(ATTRIBUTE_BYTES);
    if (name === '__name__' && typeof value === 'string') target.name = value;
    else (target.attributes ??= new Map()).set(name, value);
    return;
  }
  const attribute = typeOf(target).lookup(name);
  if (attribute instanceof PyGetter && attribute.set !== null) {
    attribute.set(target, value);
    return;
  }
  if (target instanceof PyModule) unsupported('setting attributes of modules');
  if (attribute instanceof PyGetter) {
    raise('AttributeError', `attribute '${name}' of '${typeName(target)}' objects is not writable`);
  }
  if (attribute instanceof PyProperty) raise('AttributeError', "can't set attribute");
  if (attribute !== undefined) raise('AttributeError', `'${typeName(target)}' object attribute '${name}' is read-only`);
  if (typeOf(target).writtenInPython) unsupported(`setting attributes of a ${typeName(target)}`);
  noAttribute(target, name);
}

/** Estimated bytes of a bound method. */
const METHOD_BYTES = 32;

/** `object.__setattr__`. */
export function setInstanceAttribute(target: PyInstance, name: string, value: Value): void {
  const attribute = target.cls.lookup(name);
  if (attribute instanceof PyProperty) {
    if (attribute.setter === null) {
      raise('AttributeError', `property '${name}' of '${target.cls.qualname}' object has no setter`);
    }
    call(attribute.setter, [target, value]);
    return;
  }
  if (attribute instanceof PyGetter) {
    if (attribute.set === null) {
      raise('AttributeError', `attribute '${name}' of '${target.cls.name}' objects is not writable`);
    }
    attribute.set(target, value);
    return;
  }
  if (attribute instanceof PyInstance) {
    const setter = attribute.cls.lookup('__set__');
    if (setter !== undefined) {
      call(setter, [attribute, target, value]);
      return;
    }
  }
  if (target.cls === objectType) noAttribute(target, name);
  checkSlots(target, name);
  charge(1);
  const { size } = target.attributes;
  target.attributes.set(name, value);
  if (target.attributes.size !== size) allocate(ATTRIBUTE_BYTES);
}

/** Classes whose every ancestor declares `__slots__` take no other attributes. */
function checkSlots(target: PyInstance, name: string): void {
  let slotted = false;
  for (const type of target.cls.mro) {
    if (!type.isHeap) continue;
    const slots = type.attributes.get('__slots__');
    if (slots === undefined) return;
    slotted = true;
    const names = slotNames(slots);
    if (names.includes(name)) return;
  }
  if (!slotted) return;
  if (target.cls.lookup(name) === undefined) noAttribute(target, name);
  raise('AttributeError', `'${target.cls.name}' object attribute '${name}' is read-only`);
}

function slotNames(slots: Value): Value[] {
  if (typeof slots === 'string') return [slots];
  if (slots instanceof PyDict) return slots.keyList();
  return slots instanceof PyObject && 'items' in slots ? (slots.items as Value[]) : [];
}

/** `del target.name`. */
export function deleteAttribute(target: Value, name: string): void {
  if (target instanceof PyInstance) {
    const attribute = target.cls.lookup(name);
    if (attribute instanceof PyProperty) {
      if (attribute.deleter === null) {
        raise('AttributeError', `property '${name}' of '${target.cls.qualname}' object has no deleter`);
      }
      call(attribute.deleter, [target]);
      return;
    }
    const deleter = target.cls.lookup('__delattr__');
    if (deleter !== undefined && !(deleter instanceof PyBuiltin)) {
      call(deleter, [target, name]);
      return;
    }
    if (!target.attributes.delete(name)) noAttribute(target, name);
    return;
  }
  if (target instanceof PyType && target.isHeap) {
    if (!target.attributes.has(name)) noAttribute(target, name);
    target.attributes.delete(name);
    target.setAttribute('__doc__', target.attributes.get('__doc__') ?? null);
    return;
  }
  if (target instanceof PyFunction && target.attributes?.delete(name)) return;
  noAttribute(target, name);
}

/** The repr of an object that has no better one, with its address. */
export function defaultRepr(value: PyObject): string {
  if (value instanceof PyInstance && value.cls !== objectType)
    return `<${value.cls.module}.${value.cls.qualname} object at ${addressOf(value)}>`;
  return `<${value.cls === typeType ? 'type' : value.cls.name} object at ${addressOf(value)}>`;
}
