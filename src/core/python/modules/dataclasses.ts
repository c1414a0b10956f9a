import { allocate, charge, unsupported } from '../budget.ts';
import { keyword, makeBuiltin, python, variadic } from '../builtins/define.ts';
import { besideClasses } from '../liveBytes.ts';
import { missingArguments, tooManyPositional } from '../ops/argumentErrors.ts';
import { getAttribute, setInstanceAttribute } from '../ops/attributes.ts';
import { call } from '../ops/call.ts';
import { order } from '../ops/compare.ts';
import { equal } from '../ops/equal.ts';
import { container, repr } from '../ops/repr.ts';
import { truth } from '../ops/truth.ts';
import { PyDict } from '../values/dict.ts';
import { exceptionTypes, Raised, typeError, valueError } from '../values/exceptions.ts';
import { PySet } from '../values/set.ts';
import { functionType, makeType, NotImplemented, typeName } from '../values/types.ts';
import {
  type Kwargs,
  type OrderOperator,
  PyException,
  PyFunction,
  PyInstance,
  PyList,
  PyObject,
  PyTuple,
  PyType,
  type Value,
} from '../values/value.ts';
import { callNative, NativeMethod } from './nativeMethod.ts';

/** A field of a dataclass. */
class PyField extends PyObject {
  name = '';

  constructor(
    /** `undefined` when there is none. */
    readonly fallback: Value | undefined,
    readonly factory: Value | undefined,
    readonly inInit: boolean,
    readonly inRepr: boolean,
    readonly inCompare: boolean,
    readonly keywordOnly: boolean,
  ) {
    super();
  }
}
const fieldType = makeType('Field');
fieldType.module = 'dataclasses';
PyField.prototype.cls = fieldType;

/** Estimated bytes of a field's description. */
const FIELD_BYTES = 64;

const fieldsOf = new WeakMap<PyType, PyField[]>();
besideClasses.push(fieldsOf);

const FrozenInstanceError = new PyType('FrozenInstanceError', [exceptionTypes.get('AttributeError')!]);
FrozenInstanceError.module = 'dataclasses';
FrozenInstanceError.construct = (args, _kwargs, cls) => new PyException(cls, args);

interface Options {
  init: boolean;
  repr: boolean;
  eq: boolean;
  order: boolean;
  frozen: boolean;
  unsafe_hash: boolean;
  kw_only: boolean;
}

function readOptions(kwargs: Kwargs | null): Options {
  const flag = (name: string, fallback: boolean): boolean => truth(keyword(kwargs, name, fallback));
  for (const name of kwargs?.names ?? []) {
    if (
      ![
        'init',
        'repr',
        'eq',
        'order',
        'frozen',
        'unsafe_hash',
        'kw_only',
        'match_args',
        'slots',
        'weakref_slot',
      ].includes(name)
    ) {
      typeError(`dataclass() got an unexpected keyword argument '${name}'`);
    }
  }
  return {
    init: flag('init', true),
    repr: flag('repr', true),
    eq: flag('eq', true),
    order: flag('order', false),
    frozen: flag('frozen', false),
    unsafe_hash: flag('unsafe_hash', false),
    kw_only: flag('kw_only', false),
  };
}

function decorate(cls: Value, options: Options): Value {
  if (!(cls instanceof PyType)) unsupported(`dataclass() of a ${typeName(cls)}`);
  const fields = collectFields(cls, options);
  fieldsOf.set(cls, fields);
  const define = (
    name: string,
    min: number,
    max: number,
    run: (args: Value[], kwargs: Kwargs | null) => Value,
  ): void => {
    if (!cls.attributes.has(name))
      cls.setAttribute(name, new NativeMethod(name, `${cls.qualname}.${name}`, min, max, run));
  };
  if (options.init) define('__init__', 0, Infinity, (args, kwargs) => initialize(cls, fields, args, kwargs));
  if (options.repr) define('__repr__', 1, 1, ([self]) => show(self as PyInstance, fields));
  if (options.eq) {
    define('__eq__', 2, 2, ([self, other]) => {
      if (!(other instanceof PyInstance) || other.cls !== (self as PyInstance).cls) return NotImplemented;
      return equal(comparedTuple(self, fields), comparedTuple(other, fields));
    });
    const ownHash = cls.attributes.get('__hash__');
    if (options.frozen || options.unsafe_hash) {
      if (ownHash === undefined || ownHash === null) {
        cls.attributes.delete('__hash__');
        define('__hash__', 1, 1, ([self]) => hashOfTuple(comparedTuple(self, fields)));
      }
    } else if (ownHash === undefined) cls.setAttribute('__hash__', null);
  }
  if (options.order) {
    for (const [name, op] of [
      ['__lt__', 'Lt'],
      ['__le__', 'LtE'],
      ['__gt__', 'Gt'],
      ['__ge__', 'GtE'],
    ] as [string, OrderOperator][]) {
      define(name, 2, 2, ([self, other]) => {
        if (!(other instanceof PyInstance) || other.cls !== (self as PyInstance).cls) return NotImplemented;
        return order(comparedTuple(self, fields), comparedTuple(other, fields), op);
      });
    }
  }
  if (options.frozen) {
    define('__setattr__', 3, 3, ([, name]) => {
      throw new Raised(new PyException(FrozenInstanceError, [`cannot assign to field ${repr(name)}`]));
    });
    define('__delattr__', 2, 2, ([, name]) => {
      throw new Raised(new PyException(FrozenInstanceError, [`cannot delete field ${repr(name)}`]));
    });
  }
  if (!cls.attributes.has('__match_args__')) {
    cls.setAttribute(
      '__match_args__',
      new PyTuple(fields.filter((f) => f.inInit && !f.keywordOnly).map((f) => f.name)),
    );
  }
  return cls;
}

function hashOfTuple(tuple: PyTuple): Value {
  return callNative('hash', tuple);
}

/** The class's fields, inherited ones first; a class attribute is the default. */
function collectFields(cls: PyType, options: Options): PyField[] {
  const fields = new Map<string, PyField>();
  for (const base of [...cls.mro.slice(1)].reverse())
    for (const field of fieldsOf.get(base) ?? []) fields.set(field.name, field);
  let keywordOnly = options.kw_only;
  for (const name of cls.annotated) {
    const annotation = cls.annotationTexts.get(name) ?? '';
    if (annotation.includes('ClassVar')) continue;
    if (annotation.includes('KW_ONLY')) {
      keywordOnly = true;
      continue;
    }
    const value = cls.attributes.get(name);
    let field: PyField;
    if (value instanceof PyField) {
      field = value;
      if (field.fallback === undefined) cls.attributes.delete(name);
      else cls.setAttribute(name, field.fallback);
    } else {
      if (value instanceof PyList || value instanceof PyDict || value instanceof PySet) {
        valueError(`mutable default <class '${value.cls.name}'> for field ${name} is not allowed: use default_factory`);
      }
      field = new PyField(value, undefined, true, true, true, keywordOnly);
    }
    field.name = name;
    fields.set(name, field);
  }
  const all = [...fields.values()];
  let seenDefault = false;
  for (const field of all) {
    if (!field.inInit || field.keywordOnly) continue;
    if (field.fallback !== undefined || field.factory !== undefined) seenDefault = true;
    else if (seenDefault) typeError(`non-default argument '${field.name}' follows default argument`);
  }
  return all;
}

function initialize(cls: PyType, fields: readonly PyField[], args: Value[], kwargs: Kwargs | null): Value {
  const [self, ...given] = args;
  const taken = fields.filter((field) => field.inInit);
  const positional = taken.filter((field) => !field.keywordOnly);
  const name = `${cls.qualname}.__init__()`;
  const values = new Map<PyField, Value>();
  if (given.length > positional.length) {
    const optional = positional.filter((field) => field.fallback !== undefined || field.factory !== undefined).length;
    const total = positional.length + 1;
    const takes = optional > 0 ? `from ${total - optional} to ${total}` : `${total}`;
    typeError(
      `${name} takes ${takes} positional argument${optional > 0 || total !== 1 ? 's' : ''} but ${given.length + 1} were given`,
    );
  }
  given.forEach((value, i) => {
    values.set(positional[i], value);
  });
  kwargs?.names.forEach((key, i) => {
    const field = taken.find((f) => f.name === key);
    if (field === undefined) typeError(`${name} got an unexpected keyword argument '${key}'`);
    if (values.has(field)) typeError(`${name} got multiple values for argument '${key}'`);
    values.set(field, kwargs.values[i]);
  });
  const missing = positional.filter((f) => !values.has(f) && f.fallback === undefined && f.factory === undefined);
  if (missing.length > 0) missingFields(name, missing, 'positional');
  const missingNamed = taken.filter(
    (f) => f.keywordOnly && !values.has(f) && f.fallback === undefined && f.factory === undefined,
  );
  if (missingNamed.length > 0) missingFields(name, missingNamed, 'keyword-only');
  for (const field of fields) {
    charge(1);
    let value = values.get(field);
    if (value === undefined) value = field.factory === undefined ? field.fallback : call(field.factory, []);
    if (value !== undefined) setInstanceAttribute(self as PyInstance, field.name, value);
  }
  const after = cls.lookup('__post_init__');
  if (after instanceof PyFunction) call(after, [self]);
  return null;
}

function missingFields(name: string, missing: readonly PyField[], kind: string): never {
  const quoted = missing.map((field) => `'${field.name}'`);
  const last = quoted.pop()!;
  const list =
    quoted.length === 0 ? last : quoted.length === 1 ? `${quoted[0]} and ${last}` : `${quoted.join(', ')}, and ${last}`;
  typeError(`${name} missing ${missing.length} required ${kind} argument${missing.length === 1 ? '' : 's'}: ${list}`);
}

function show(self: PyInstance, fields: readonly PyField[]): Value {
  return container(self, `${self.cls.qualname}(`, ')', '...', () =>
    fields
      .filter((field) => field.inRepr)
      .map((field) => `${field.name}=${repr(getAttribute(self, field.name))}`)
      .join(', '),
  );
}

function comparedTuple(self: Value, fields: readonly PyField[]): PyTuple {
  return new PyTuple(fields.filter((field) => field.inCompare).map((field) => getAttribute(self, field.name)));
}

function requireFields(value: Value, message: string): readonly PyField[] {
  const cls = value instanceof PyType ? value : value instanceof PyInstance ? value.cls : null;
  const owner = cls?.mro.find((type) => fieldsOf.has(type));
  return owner === undefined ? typeError(message) : fieldsOf.get(owner)!;
}

/** `asdict`: dataclasses inside become dicts too. */
function asDict(value: Value): Value {
  if (value instanceof PyInstance && value.cls.mro.some((type) => fieldsOf.has(type))) {
    const dict = new PyDict();
    for (const field of requireFields(value, '')) dict.set(field.name, asDict(getAttribute(value, field.name)));
    return dict;
  }
  if (value instanceof PyList) return new PyList(value.items.map(asDict));
  if (value instanceof PyTuple) return new PyTuple(value.items.map(asDict));
  if (value instanceof PyDict) {
    const copy = value.emptyLike();
    for (const [key, item] of value.entries()) copy.set(asDict(key), asDict(item));
    return copy;
  }
  return value;
}

/** `astuple`: dataclasses inside become tuples too. */
function asTuple(value: Value): Value {
  if (value instanceof PyInstance && value.cls.mro.some((type) => fieldsOf.has(type))) {
    return new PyTuple(requireFields(value, '').map((field) => asTuple(getAttribute(value, field.name))));
  }
  if (value instanceof PyList) return new PyList(value.items.map(asTuple));
  if (value instanceof PyTuple) return new PyTuple(value.items.map(asTuple));
  if (value instanceof PyDict) {
    const copy = value.emptyLike();
    for (const [key, item] of value.entries()) copy.set(asTuple(key), asTuple(item));
    return copy;
  }
  return value;
}

/** `dataclasses`. */
export function dataclassesModule(): Record<string, Value> {
  const missing = new PyInstance(makeType('_MISSING_TYPE'));
  return {
    dataclass: makeBuiltin(
      'dataclass',
      variadic((args, kwargs) => {
        const options = readOptions(kwargs);
        if (args.length > 0) return decorate(args[0], options);
        const wrap = makeBuiltin(
          'dataclass.<locals>.wrap',
          python(['cls'], 1, (cls: Value) => decorate(cls, options)),
        );
        wrap.cls = functionType;
        return wrap;
      }),
    ),
    field: makeBuiltin(
      'field',
      variadic((args, kwargs) => {
        if (args.length > 0)
          typeError(
            `field() takes 0 positional arguments but ${args.length} ${args.length === 1 ? 'was' : 'were'} given`,
          );
        const fallback = keyword(kwargs, 'default');
        const factory = keyword(kwargs, 'default_factory');
        if (fallback !== undefined && factory !== undefined)
          valueError('cannot specify both default and default_factory');
        allocate(FIELD_BYTES);
        return new PyField(
          fallback,
          factory,
          truth(keyword(kwargs, 'init', true)),
          truth(keyword(kwargs, 'repr', true)),
          truth(keyword(kwargs, 'compare', true)),
          truth(keyword(kwargs, 'kw_only', false)),
        );
      }),
    ),
    asdict: makeBuiltin(
      'asdict',
      python(['obj'], 1, (value: Value) => {
        if (value instanceof PyType) typeError('asdict() should be called on dataclass instances');
        requireFields(value, 'asdict() should be called on dataclass instances');
        return asDict(value);
      }),
    ),
    astuple: makeBuiltin(
      'astuple',
      python(['obj'], 1, (value: Value) => {
        requireFields(value, 'astuple() should be called on dataclass instances');
        return asTuple(value);
      }),
    ),
    replace: makeBuiltin(
      'replace',
      variadic(([value, ...rest], kwargs) => {
        if (value === undefined) missingArguments('replace', ['obj'], 'positional');
        if (rest.length > 0) tooManyPositional('replace', 1, 1, rest.length + 1, 0);
        const fields = requireFields(value, 'replace() should be called on dataclass instances');
        const merged: Kwargs = { names: [], values: [] };
        for (const field of fields) {
          if (!field.inInit) continue;
          merged.names.push(field.name);
          const given = keyword(kwargs, field.name);
          merged.values.push(given === undefined ? getAttribute(value, field.name) : given);
        }
        for (const name of kwargs?.names ?? []) {
          if (!merged.names.includes(name)) {
            typeError(`${(value as PyInstance).cls.qualname}.__init__() got an unexpected keyword argument '${name}'`);
          }
        }
        return call((value as PyInstance).cls, [], merged);
      }),
    ),
    fields: makeBuiltin(
      'fields',
      python(
        ['class_or_instance'],
        1,
        (value: Value) => new PyTuple([...requireFields(value, 'must be called with a dataclass type or instance')]),
      ),
    ),
    is_dataclass: makeBuiltin(
      'is_dataclass',
      python(['obj'], 1, (value: Value) => {
        const cls = value instanceof PyType ? value : value instanceof PyInstance ? value.cls : null;
        return cls?.mro.some((type) => fieldsOf.has(type)) ?? false;
      }),
    ),
    FrozenInstanceError,
    KW_ONLY: new PyInstance(makeType('_KW_ONLY_TYPE')),
    MISSING: missing,
  };
}
