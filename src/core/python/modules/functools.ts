import { allocate, budget, held, unsupported } from '../budget.ts';
import {
  argument,
  defineGetters,
  defineMethods,
  exact,
  keywords,
  makeBuiltin,
  parseArguments,
  python,
  range,
  variadic,
} from '../builtins/define.ts';
import { missingArguments, tooManyPositional } from '../ops/argumentErrors.ts';
import { getAttribute, optionalAttribute, setAttribute } from '../ops/attributes.ts';
import { call, isCallable } from '../ops/call.ts';
import { order } from '../ops/compare.ts';
import { richEqual } from '../ops/equal.ts';
import { getIterator, tryIterator } from '../ops/iterate.ts';
import { repr, str } from '../ops/repr.ts';
import { callSpecial } from '../ops/special.ts';
import { truth } from '../ops/truth.ts';
import { PyDict } from '../values/dict.ts';
import { raise, typeError, valueError } from '../values/exceptions.ts';
import { functionType, makeType, NotImplemented, objectType, typeName, typeOf } from '../values/types.ts';
import {
  type Kwargs,
  type OrderOperator,
  PyBoundMethod,
  PyBuiltin,
  PyFunction,
  PyInstance,
  PyObject,
  PyTuple,
  PyType,
  type Value,
} from '../values/value.ts';
import { makeNamedTupleType } from './collections/namedtuple.ts';
import { NativeMethod } from './nativeMethod.ts';

/** `functools`. */
export function functoolsModule(): Record<string, Value> {
  return {
    reduce: makeBuiltin('reduce', range(2, 3, reduce)),
    partial: partialType,
    lru_cache: makeBuiltin('lru_cache', variadic(lruCache)),
    cache: makeBuiltin(
      'cache',
      python(['user_function'], 1, (func: Value) => cached(func, null, false)),
    ),
    cmp_to_key: makeBuiltin(
      'cmp_to_key',
      keywords(['mycmp'], 1, (compare: Value) => compareKey(compare, undefined), 0),
    ),
    wraps: makeBuiltin(
      'wraps',
      python(['wrapped', 'assigned', 'updated'], 1, (wrapped: Value) =>
        partial(updateWrapper, [], { names: ['wrapped'], values: [wrapped] }),
      ),
    ),
    update_wrapper: updateWrapper,
    total_ordering: makeBuiltin('total_ordering', python(['cls'], 1, totalOrdering)),
    cached_property: cachedPropertyType,
    singledispatch: makeBuiltin(
      'singledispatch',
      python(['func'], 1, (func: Value) => {
        allocate(CACHE_BYTES);
        return new PyDispatcher(func);
      }),
    ),
  };
}

function reduce(func: Value, values: Value, initial?: Value): Value {
  if (tryIterator(values) === undefined) typeError('reduce() arg 2 must support iteration');
  const items = held(getIterator(values));
  let total = initial ?? (initial === null ? null : items.next());
  if (total === undefined) typeError('reduce() of empty iterable with no initial value');
  const release = budget.live?.loop();
  for (let item = items.next(); item !== undefined; item = items.next()) {
    total = call(func, [total as Value, item]);
    release?.(total);
  }
  return total as Value;
}

/** `functools.partial`. */
class PyPartial extends PyObject {
  constructor(
    readonly func: Value,
    readonly args: readonly Value[],
    readonly kwargs: Kwargs,
  ) {
    super();
  }

  override invoke(args: Value[], kwargs: Kwargs | null): Value {
    return call(this.func, [...this.args, ...args], mergeKwargs(this.kwargs, kwargs));
  }
}

/** Estimated bytes of a partial function, of a comparison's key, and of a function with a cache or with cases. */
const PARTIAL_BYTES = 192;
const KEY_BYTES = 32;
const CACHE_BYTES = 256;

function partial(func: Value, args: readonly Value[], kwargs: Kwargs): Value {
  allocate(PARTIAL_BYTES);
  return new PyPartial(func, args, kwargs);
}

function mergeKwargs(first: Kwargs, second: Kwargs | null): Kwargs | null {
  const merged: Kwargs = { names: [...first.names], values: [...first.values] };
  second?.names.forEach((name, i) => {
    const place = merged.names.indexOf(name);
    if (place >= 0) merged.values[place] = second.values[i];
    else {
      merged.names.push(name);
      merged.values.push(second.values[i]);
    }
  });
  return merged.names.length === 0 ? null : merged;
}

const partialType = makeType('partial');
partialType.module = 'functools';
partialType.shownName = 'functools.partial';
PyPartial.prototype.cls = partialType;
partialType.construct = (args, kwargs) => {
  if (args.length === 0) typeError("type 'partial' takes at least one argument");
  if (!isCallable(args[0])) typeError('the first argument must be callable');
  return partial(args[0], args.slice(1), kwargs ?? { names: [], values: [] });
};
defineGetters(partialType, {
  func: (self: PyPartial) => self.func,
  args: (self: PyPartial) => new PyTuple(self.args),
  keywords: (self: PyPartial) => {
    const dict = new PyDict();
    self.kwargs.names.forEach((name, i) => {
      dict.set(name, self.kwargs.values[i]);
    });
    return dict;
  },
});

const cacheInfoType = makeNamedTupleType('CacheInfo', ['hits', 'misses', 'maxsize', 'currsize'], []);

/** A function wrapped by `lru_cache`. Results are kept by arguments, the least recently used dropped first. */
class PyCached extends PyObject {
  private readonly results = new PyDict();
  private hits = 0;
  private misses = 0;
  attributes = new Map<string, Value>();

  constructor(
    readonly func: Value,
    private readonly maxsize: number | null,
    private readonly typed: boolean,
  ) {
    super();
  }

  override invoke(args: Value[], kwargs: Kwargs | null): Value {
    const key = this.key(args, kwargs);
    const known = this.results.get(key);
    if (known !== undefined) {
      this.hits++;
      if (this.maxsize !== null) {
        this.results.delete(key);
        this.results.set(key, known);
      }
      return known;
    }
    this.misses++;
    const result = call(this.func, args, kwargs);
    if (this.maxsize === 0) return result;
    allocate(64);
    this.results.set(key, result);
    if (this.maxsize !== null && this.results.size > this.maxsize) this.results.popItem(true);
    return result;
  }

  private key(args: readonly Value[], kwargs: Kwargs | null): Value {
    const parts: Value[] = [...args];
    kwargs?.names.forEach((name, i) => {
      parts.push(name, kwargs.values[i]);
    });
    if (this.typed) for (const arg of args) parts.push(typeOf(arg));
    return new PyTuple(parts);
  }

  override bindTo(instance: Value): Value {
    return new PyBoundMethod(instance, this);
  }

  info(): Value {
    return cacheInfoType.construct!([this.hits, this.misses, this.maxsize, this.results.size], null, cacheInfoType);
  }

  clear(): void {
    this.results.clear();
    this.hits = 0;
    this.misses = 0;
  }
}

const cachedType = makeType('_lru_cache_wrapper');
cachedType.module = 'functools';
cachedType.shownName = 'functools._lru_cache_wrapper';
PyCached.prototype.cls = cachedType;
defineMethods(cachedType, {
  cache_info: exact(1, (self: PyCached) => self.info()),
  cache_clear: exact(1, (self: PyCached) => {
    self.clear();
    return null;
  }),
});
defineGetters(cachedType, {
  __wrapped__: (self: PyCached) => self.func,
  __name__: (self: PyCached) => getAttribute(self.func, '__name__'),
  __doc__: (self: PyCached) => getAttribute(self.func, '__doc__'),
});

function cached(func: Value, maxsize: number | null, typed: boolean): Value {
  if (!isCallable(func)) typeError('the first argument must be callable');
  allocate(CACHE_BYTES);
  return new PyCached(func, maxsize, typed);
}

function lruCache(args: Value[], kwargs: Kwargs | null): Value {
  const first = argument(args, 0, kwargs, 'maxsize');
  const typed = truth(argument(args, 1, kwargs, 'typed', false));
  if (first !== undefined && first !== null && isCallable(first)) return cached(first, 128, typed);
  let maxsize: number | null = 128;
  if (first === null) maxsize = null;
  else if (typeof first === 'number') maxsize = Math.max(0, first);
  else if (first !== undefined) typeError('Expected first argument to be an integer, a callable, or None');
  const decorate = makeBuiltin(
    'lru_cache.<locals>.decorating_function',
    python(['user_function'], 1, (func: Value) => cached(func, maxsize, typed)),
  );
  decorate.cls = functionType;
  return decorate;
}

const updateWrapper = makeBuiltin(
  'update_wrapper',
  python(['wrapper', 'wrapped', 'assigned', 'updated'], 2, (wrapper: Value, wrapped: Value) => wrap(wrapper, wrapped)),
);

function wrap(wrapper: Value, wrapped: Value): Value {
  if (wrapper instanceof PyFunction) {
    for (const name of ['__name__', '__doc__']) {
      if (wrapped instanceof PyFunction || wrapped instanceof PyBuiltin)
        setAttribute(wrapper, name, getAttribute(wrapped, name));
    }
    setAttribute(wrapper, '__wrapped__', wrapped);
    return wrapper;
  }
  return unsupported(`functools.update_wrapper() of a ${typeName(wrapper)}`);
}

/** What `cmp_to_key` makes, and then of an item. */
class CompareKey extends PyObject {
  constructor(
    private readonly compare: Value,
    readonly item: Value | undefined,
  ) {
    super();
  }

  override invoke(args: Value[], kwargs: Kwargs | null): Value {
    const [item, ...rest] = parseArguments('K', ['obj'], args, kwargs);
    if (item === undefined || rest.length > 0) typeError("K() missing required argument 'obj' (pos 1)");
    return compareKey(this.compare, item);
  }

  private with(other: Value): Value {
    if (!(other instanceof CompareKey)) typeError('other argument must be K instance');
    if (this.item === undefined || other.item === undefined) raise('AttributeError', 'object');
    return call(this.compare, [this.item, other.item]);
  }

  override isOrdered(other: Value, op: OrderOperator): boolean | undefined {
    return truth(order(this.with(other), 0, op));
  }

  override equals(other: Value): boolean {
    return truth(richEqual(this.with(other), 0));
  }
}

function compareKey(compare: Value, item: Value | undefined): Value {
  allocate(KEY_BYTES);
  return new CompareKey(compare, item);
}

const keyWrapperType = makeType('KeyWrapper');
keyWrapperType.module = 'functools';
keyWrapperType.shownName = 'functools.KeyWrapper';
CompareKey.prototype.cls = keyWrapperType;
defineGetters(keyWrapperType, { obj: (self: CompareKey) => self.item ?? null });

/** For each given operator, how the others follow from it and `==`. */
const DERIVED: Record<string, [string, (self: Value, other: Value, given: Value) => Value][]> = {
  __lt__: [
    ['__gt__', (a, b, r) => !truth(r) && !truth(richEqual(a, b))],
    ['__le__', (a, b, r) => truth(r) || truth(richEqual(a, b))],
    ['__ge__', (_a, _b, r) => !truth(r)],
  ],
  __le__: [
    ['__ge__', (a, b, r) => !truth(r) || truth(richEqual(a, b))],
    ['__lt__', (a, b, r) => truth(r) && !truth(richEqual(a, b))],
    ['__gt__', (_a, _b, r) => !truth(r)],
  ],
  __gt__: [
    ['__lt__', (a, b, r) => !truth(r) && !truth(richEqual(a, b))],
    ['__ge__', (a, b, r) => truth(r) || truth(richEqual(a, b))],
    ['__le__', (_a, _b, r) => !truth(r)],
  ],
  __ge__: [
    ['__le__', (a, b, r) => !truth(r) || truth(richEqual(a, b))],
    ['__gt__', (a, b, r) => truth(r) && !truth(richEqual(a, b))],
    ['__lt__', (_a, _b, r) => !truth(r)],
  ],
};

function totalOrdering(cls: Value): Value {
  if (!(cls instanceof PyType)) unsupported(`functools.total_ordering() of a ${typeName(cls)}`);
  const isOwn = (name: string): boolean => cls.lookup(name) !== objectType.lookup(name);
  const chosen = ['__lt__', '__le__', '__gt__', '__ge__'].find(isOwn);
  if (chosen === undefined) {
    if (!cls.isHeap && cls !== objectType) unsupported(`functools.total_ordering() of ${cls.name}`);
    valueError('must define at least one ordering operation: < > <= >=');
  }
  for (const [name, derive] of DERIVED[chosen]) {
    if (isOwn(name)) continue;
    cls.setAttribute(
      name,
      new NativeMethod(name, `${cls.qualname}.${name}`, 2, 2, ([self, other]) => {
        const given = callSpecial(self, chosen, other);
        return given === NotImplemented ? NotImplemented : derive(self, other, given);
      }),
    );
  }
  return cls;
}

/** `functools.cached_property`: computed once, then an attribute of the instance. */
class PyCachedProperty extends PyObject {
  constructor(readonly func: Value) {
    super();
  }

  override bindTo(instance: Value): Value {
    const value = call(this.func, [instance]);
    if (instance instanceof PyInstance && this.func instanceof PyFunction) {
      allocate(32);
      instance.attributes.set(this.func.name, value);
    }
    return value;
  }
}
const cachedPropertyType = makeType('cached_property');
cachedPropertyType.module = 'functools';
PyCachedProperty.prototype.cls = cachedPropertyType;
cachedPropertyType.construct = (args, kwargs) => {
  const name = 'cached_property.__init__';
  if (args.length > 1) tooManyPositional(name, 2, 2, args.length + 1, 0);
  const func = argument(args, 0, kwargs, 'func');
  for (const other of kwargs?.names ?? []) {
    if (other !== 'func') typeError(`${name}() got an unexpected keyword argument '${other}'`);
    if (args.length > 0) typeError(`${name}() got multiple values for argument 'func'`);
  }
  return new PyCachedProperty(func ?? missingArguments(name, ['func'], 'positional'));
};

/** `functools.singledispatch`. */
class PyDispatcher extends PyObject {
  readonly cases = new Map<PyType, Value>();

  constructor(readonly fallback: Value) {
    super();
  }

  override invoke(args: Value[], kwargs: Kwargs | null): Value {
    if (args.length === 0) {
      const name = optionalAttribute(this.fallback, '__name__');
      typeError(
        `${name === undefined ? 'singledispatch function' : str(name)} requires at least 1 positional argument`,
      );
    }
    return call(this.dispatch(typeOf(args[0])), args, kwargs);
  }

  dispatch(type: PyType): Value {
    for (const ancestor of type.mro) {
      const chosen = this.cases.get(ancestor);
      if (chosen !== undefined) return chosen;
    }
    return this.fallback;
  }
}
const dispatcherType = makeType('function');
PyDispatcher.prototype.cls = dispatcherType;
defineGetters(dispatcherType, {
  __wrapped__: (self: PyDispatcher) => self.fallback,
  __name__: (self: PyDispatcher) => getAttribute(self.fallback, '__name__'),
  __doc__: (self: PyDispatcher) => getAttribute(self.fallback, '__doc__'),
  registry: (self: PyDispatcher) => {
    const registry = new PyDict();
    registry.set(objectType, self.fallback);
    for (const [type, func] of self.cases) registry.set(type, func);
    return registry;
  },
});
defineMethods(dispatcherType, {
  dispatch: exact(2, (self: PyDispatcher, type: Value) => {
    if (!(type instanceof PyType)) unsupported('dispatch() of what is no class');
    return self.dispatch(type);
  }),
  register: range(2, 3, (self: PyDispatcher, type: Value, func?: Value) => {
    if (type instanceof PyFunction && func === undefined) unsupported('singledispatch by annotations');
    if (!(type instanceof PyType)) typeError(`Invalid first argument to \`register()\`: ${repr(type)}.`);
    if (func !== undefined) {
      self.cases.set(type, func);
      return func;
    }
    const register = makeBuiltin(
      'singledispatch.<locals>.register.<locals>.<lambda>',
      python(['f'], 1, (added: Value) => {
        self.cases.set(type, added);
        return added;
      }),
    );
    register.cls = functionType;
    return register;
  }),
});
