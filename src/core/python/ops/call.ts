import { allocate, budget, charge, INSTANCE_BYTES, MAX_DEPTH } from '../budget.ts';
import { PyDict } from '../values/dict.ts';
import { raise, typeError } from '../values/exceptions.ts';
import { newFrame } from '../values/frame.ts';
import { objectType, typeName, typeType } from '../values/types.ts';
import {
  type Kwargs,
  PyBoundMethod,
  PyBuiltin,
  PyClassMethod,
  PyException,
  PyFunction,
  PyInstance,
  PyObject,
  PyStaticMethod,
  PyTuple,
  PyType,
  type Value,
} from '../values/value.ts';
import { missingArguments, tooManyPositional } from './argumentErrors.ts';
import { bind } from './attributes.ts';
import { callBuiltin } from './builtinCall.ts';
import { tooDeep } from './recursion.ts';

/** `fn(*args, **kwargs)`. */
export function call(fn: Value, args: Value[], kwargs: Kwargs | null = null): Value {
  if (fn instanceof PyFunction) return callFunction(fn, args, kwargs);
  if (fn instanceof PyBuiltin) return callBuiltin(fn, args, kwargs);
  if (fn instanceof PyBoundMethod) return call(fn.func, [fn.self, ...args], kwargs);
  if (fn instanceof PyType) return construct(fn, args, kwargs);
  if (fn instanceof PyInstance) {
    const method = fn.cls.lookup('__call__');
    if (method !== undefined) return call(bind(method, fn, fn.cls), args, kwargs);
  }
  if (fn instanceof PyStaticMethod) return call(fn.func, args, kwargs);
  if (fn instanceof PyObject && fn.invoke !== undefined) return fn.invoke(args, kwargs);
  typeError(`'${typeName(fn)}' object is not callable`);
}

/** `fn(a)`, the commonest call from the run-time library (keys, maps, filters). */
export function call1(fn: Value, a: Value): Value {
  if (fn instanceof PyFunction && fn.code.simple && fn.code.parameters.length === 1) {
    const frame = newFrame(fn.code.size, fn.parent);
    frame[1] = a;
    return runFrame(fn, frame);
  }
  if (fn instanceof PyBuiltin && fn.native !== null && fn.min <= 1 && fn.max >= 1 && fn.owner === null) {
    return fn.native(a);
  }
  return call(fn, [a], null);
}

/** Runs `fn` on a filled frame: one Python frame deeper. */
function runFrame(fn: PyFunction, frame: (Value | undefined)[]): Value {
  if (++budget.depth > MAX_DEPTH) tooDeep('');
  charge(1);
  const result = fn.code.run(frame);
  budget.depth--;
  return result;
}

/** Calls a Python function with already evaluated arguments. */
export function callFunction(fn: PyFunction, args: readonly Value[], kwargs: Kwargs | null): Value {
  const { code } = fn;
  const frame = newFrame(code.size, fn.parent);
  const count = args.length;
  if (code.simple && kwargs === null && count === code.parameters.length) {
    for (let i = 0; i < count; i++) frame[i + 1] = args[i];
  } else {
    bindArguments(fn, frame, args, kwargs);
  }
  return runFrame(fn, frame);
}

/** Fills the parameters' slots; words the TypeErrors as CPython's `initialize_locals`. */
function bindArguments(
  fn: PyFunction,
  frame: (Value | undefined)[],
  args: readonly Value[],
  kwargs: Kwargs | null,
): void {
  const { code } = fn;
  const { parameters } = code;
  const total = parameters.length;
  const given = Math.min(args.length, total);
  for (let i = 0; i < given; i++) frame[i + 1] = args[i];
  if (code.varargSlot > 0) frame[code.varargSlot] = new PyTuple(args.slice(total));
  let extra: PyDict | null = null;
  if (code.kwargSlot > 0) frame[code.kwargSlot] = extra = new PyDict();
  if (kwargs !== null) bindKeywords(fn, frame, kwargs, extra);
  if (args.length > total && code.varargSlot === 0) {
    const keywordOnly = code.keywordOnly.filter((_, i) => frame[keywordOnlySlot(fn, i)] !== undefined).length;
    tooManyPositional(code.qualname, total - fn.defaults.length, total, args.length, keywordOnly);
  }
  bindDefaults(fn, frame, args.length);
}

function bindKeywords(fn: PyFunction, frame: (Value | undefined)[], kwargs: Kwargs, extra: PyDict | null): void {
  const { code } = fn;
  for (let k = 0; k < kwargs.names.length; k++) {
    const name = kwargs.names[k];
    let slot = code.parameters.indexOf(name, code.positionalOnly) + 1;
    if (slot === 0) {
      const place = code.keywordOnly.indexOf(name);
      if (place >= 0) slot = keywordOnlySlot(fn, place);
    }
    if (slot === 0) {
      if (extra !== null) {
        extra.set(name, kwargs.values[k]);
        continue;
      }
      const wrong = kwargs.names.filter((n) => code.parameters.slice(0, code.positionalOnly).includes(n));
      if (wrong.length > 0) {
        typeError(
          `${code.qualname}() got some positional-only arguments passed as keyword arguments: '${wrong.join(', ')}'`,
        );
      }
      typeError(`${code.qualname}() got an unexpected keyword argument '${name}'`);
    }
    if (frame[slot] !== undefined) typeError(`${code.qualname}() got multiple values for argument '${name}'`);
    frame[slot] = kwargs.values[k];
  }
}

function keywordOnlySlot(fn: PyFunction, place: number): number {
  return fn.code.parameters.length + 1 + place;
}

function bindDefaults(fn: PyFunction, frame: (Value | undefined)[], given: number): void {
  const { code, defaults } = fn;
  const total = code.parameters.length;
  const firstDefault = total - defaults.length;
  const missing: string[] = [];
  for (let i = Math.min(given, total); i < total; i++) {
    if (frame[i + 1] !== undefined) continue;
    if (i >= firstDefault) frame[i + 1] = defaults[i - firstDefault];
    else missing.push(code.parameters[i]);
  }
  if (missing.length > 0) missingArguments(code.qualname, missing, 'positional');
  for (let i = 0; i < code.keywordOnly.length; i++) {
    const slot = keywordOnlySlot(fn, i);
    if (frame[slot] !== undefined) continue;
    const value = fn.keywordDefaults?.get(code.keywordOnly[i]);
    if (value === undefined) missing.push(code.keywordOnly[i]);
    else frame[slot] = value;
  }
  if (missing.length > 0) missingArguments(code.qualname, missing, 'keyword-only');
}

/** Estimated bytes of an object of a built-in class, besides what it holds. */
const BUILTIN_BYTES = 32;

/** `cls(*args, **kwargs)`. */
export function construct(cls: PyType, args: Value[], kwargs: Kwargs | null): Value {
  if (!cls.isHeap) {
    if (cls.construct === undefined) typeError(`cannot create '${cls.shownName}' instances`);
    allocate(BUILTIN_BYTES);
    return cls.construct(args, kwargs, cls);
  }
  allocate(INSTANCE_BYTES);
  if (cls.construct !== undefined) return cls.construct(args, kwargs, cls);
  charge(1);
  if (cls.abstractMethods.length > 0) cannotInstantiate(cls.name, cls.abstractMethods);
  const init = cls.lookup('__init__');
  const maker = cls.lookup('__new__');
  const makerFunction = maker instanceof PyStaticMethod || maker instanceof PyClassMethod ? maker.func : maker;
  let instance: Value;
  if (makerFunction !== undefined && !(makerFunction instanceof PyBuiltin)) {
    instance = call(makerFunction, [cls, ...args], kwargs);
    if (!(instance instanceof PyObject) || !instance.cls.isSubclassOf(cls)) return instance;
    if (init === undefined || init instanceof PyBuiltin) fillPayload(instance, args);
  } else {
    instance = makeInstance(cls, args, kwargs, init !== undefined && !(init instanceof PyBuiltin));
  }
  if (init !== undefined && !(init instanceof PyBuiltin)) {
    const result =
      init instanceof PyFunction
        ? callFunction(init, [instance, ...args], kwargs)
        : call(bind(init, instance, cls), args, kwargs);
    if (result !== null) typeError(`__init__() should return None, not '${typeName(result)}'`);
  }
  return instance;
}

/** Raises the TypeError of calling a class with abstract methods. */
export function cannotInstantiate(name: string, methods: readonly string[]): never {
  const plural = methods.length > 1 ? 's' : '';
  typeError(`Can't instantiate abstract class ${name} with abstract method${plural} ${methods.join(', ')}`);
}

/**
 * What `cls.__new__` of the built-in base makes: a bare instance, an exception, or an instance around a built-in
 * value (immutable ones take the arguments here, mutable ones start empty).
 */
export function makeInstance(cls: PyType, args: Value[], kwargs: Kwargs | null, initTakesArguments: boolean): Value {
  const base = cls.mro.find(
    (type) => !type.isHeap && type !== objectType && type.construct !== undefined && !type.isAbstract,
  );
  if (base === undefined) {
    if (!initTakesArguments && (args.length > 0 || kwargs !== null)) typeError(`${cls.name}() takes no arguments`);
    return new PyInstance(cls);
  }
  if (cls.isSubclassOf(exceptionRoot(cls))) {
    return initTakesArguments ? new PyException(cls, args) : base.construct!(args, kwargs, cls);
  }
  const instance = new PyInstance(cls);
  const empty = initTakesArguments && MUTABLE_BASES.has(base.name);
  // A class with an `__init__` of its own may name arguments that the built-in constructor does not know.
  const given = initTakesArguments && !TAKES_KEYWORDS.has(base.name) ? null : kwargs;
  instance.payload = empty ? base.construct!([], null, base) : base.construct!(args, given, base);
  return instance;
}

/** What `list.__init__` and its like do after a `__new__` of the class's own. */
function fillPayload(instance: Value, args: Value[]): void {
  if (!(instance instanceof PyInstance) || args.length === 0) return;
  const base = instance.cls.mro.find((type) => type.name === 'list' || type.name === 'set');
  if (base?.construct !== undefined && !base.isHeap) instance.payload = base.construct(args, null, base);
}

/** Immutable built-in classes whose constructors take keyword arguments. */
const TAKES_KEYWORDS = new Set(['int', 'str', 'bytes', 'complex', 'Fraction', 'Decimal']);

const MUTABLE_BASES = new Set(['list', 'dict', 'set', 'deque', 'defaultdict', 'OrderedDict', 'Counter', 'property']);

/** `BaseException` when it is among the bases of `cls`, else `type` itself (never a base of such a class). */
function exceptionRoot(cls: PyType): PyType {
  return cls.mro.find((type) => type.name === 'BaseException' && !type.isHeap) ?? typeType;
}

/** Whether `value` can be called. */
export function isCallable(value: Value): boolean {
  return (
    value instanceof PyFunction ||
    value instanceof PyBuiltin ||
    value instanceof PyBoundMethod ||
    value instanceof PyType ||
    (value instanceof PyInstance && value.cls.lookup('__call__') !== undefined) ||
    (value instanceof PyObject && value.invoke !== undefined)
  );
}

/** Raises StopIteration carrying a generator's return value. */
export function stopIteration(value: Value): never {
  if (value === null) raise('StopIteration');
  raise('StopIteration', value);
}
