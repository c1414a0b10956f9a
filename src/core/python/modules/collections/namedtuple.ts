import { allocate, unsupported } from '../../budget.ts';
import { argument, defineMethods, exact, keyword, makeBuiltin, variadic } from '../../builtins/define.ts';
import { classBuilders, newClass } from '../../compile/classes.ts';
import { isIdentifier } from '../../methods/strings/characters.ts';
import { missingArguments, tooManyPositional } from '../../ops/argumentErrors.ts';
import { toArray } from '../../ops/iterate.ts';
import { container, repr } from '../../ops/repr.ts';
import { truth } from '../../ops/truth.ts';
import { PyDict } from '../../values/dict.ts';
import { typeError, valueError } from '../../values/exceptions.ts';
import { functionType, makeType, tupleType, typeName } from '../../values/types.ts';
import {
  type Kwargs,
  type PyBuiltin,
  PyClassMethod,
  PyGetter,
  PyTuple,
  PyType,
  type Value,
} from '../../values/value.ts';

/** An instance of a class made by `namedtuple`. */
export class PyNamedTuple extends PyTuple {
  constructor(
    cls: PyType,
    readonly fields: readonly string[],
    items: readonly Value[],
  ) {
    super(items);
    this.cls = cls;
  }

  override represent(): string {
    const inside = container(this, '', '', '...', () =>
      this.items.map((item, i) => `${this.fields[i]}=${repr(item)}`).join(', '),
    );
    return `${this.cls.name}(${inside})`;
  }
}

const KEYWORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

const NAMES = ['typename', 'field_names', 'rename', 'defaults', 'module'];

/** `namedtuple(typename, field_names, *, rename, defaults, module)`. */
export function namedtuple(args: Value[], kwargs: Kwargs | null): Value {
  const name = argument(args, 0, kwargs, 'typename');
  const given = argument(args, 1, kwargs, 'field_names');
  kwargs?.names.forEach((keyword) => {
    const place = NAMES.indexOf(keyword);
    if (place < 0) typeError(`namedtuple() got an unexpected keyword argument '${keyword}'`);
    if (place < args.length && place < 2) typeError(`namedtuple() got multiple values for argument '${keyword}'`);
  });
  if (args.length > 2) tooManyPositional('namedtuple', 2, 2, args.length, 0);
  if (given === undefined || name === undefined) {
    const missing = [...(name === undefined ? ['typename'] : []), ...(given === undefined ? ['field_names'] : [])];
    missingArguments('namedtuple', missing, 'positional');
  }
  if (typeof name !== 'string') unsupported('a namedtuple name that is no str');
  let fields =
    typeof given === 'string'
      ? given
          .replaceAll(',', ' ')
          .split(/\s+/)
          .filter((field) => field !== '')
      : toArray(given).map((field) => (typeof field === 'string' ? field : repr(field)));
  if (truth(keyword(kwargs, 'rename', false))) {
    const seen = new Set<string>();
    fields = fields.map((field, i) => {
      const bad = !isIdentifier(field) || KEYWORDS.has(field) || field.startsWith('_') || seen.has(field);
      seen.add(field);
      return bad ? `_${i}` : field;
    });
  }
  checkNames(name, fields, truth(keyword(kwargs, 'rename', false)));
  const defaultsValue = keyword(kwargs, 'defaults', null);
  const defaults = defaultsValue === null ? [] : toArray(defaultsValue);
  if (defaults.length > fields.length) typeError('Got more default values than field names');
  return newNamedTupleType(name, fields, defaults);
}

function checkNames(name: string, fields: readonly string[], renamed: boolean): void {
  const seen = new Set<string>();
  for (const word of [name, ...fields]) {
    if (!isIdentifier(word)) valueError(`Type names and field names must be valid identifiers: ${repr(word)}`);
    if (KEYWORDS.has(word)) valueError(`Type names and field names cannot be a keyword: ${repr(word)}`);
  }
  for (const field of fields) {
    if (field.startsWith('_') && !renamed) valueError(`Field names cannot start with an underscore: ${repr(field)}`);
    if (seen.has(field)) valueError(`Encountered duplicate field name: ${repr(field)}`);
    seen.add(field);
  }
}

const fieldGetterType = makeType('_tuplegetter');
fieldGetterType.module = 'collections';
fieldGetterType.shownName = '_collections._tuplegetter';

/** Estimated bytes of a class with its methods, and of a field of it. */
const TYPE_BYTES = 2048;
const FIELD_BYTES = 256;

/** The class that a program asks for. */
function newNamedTupleType(name: string, fields: readonly string[], defaults: readonly Value[]): PyType {
  allocate(TYPE_BYTES + fields.length * FIELD_BYTES);
  return makeNamedTupleType(name, fields, defaults);
}

/** The class with its fields. `defaults` belong to the last fields. */
export function makeNamedTupleType(name: string, fields: readonly string[], defaults: readonly Value[]): PyType {
  const type = new PyType(name, [tupleType]);
  type.module = '__main__';
  type.acceptableBase = true;
  const make = (items: readonly Value[]): Value => new PyNamedTuple(type, fields, items);
  type.construct = (args, kwargs) => make(bindFields(name, fields, defaults, args, kwargs));
  fields.forEach((field, i) => {
    const getter = new PyGetter(field, (self) => (self as PyTuple).items[i]);
    getter.cls = fieldGetterType;
    type.attributes.set(field, getter);
  });
  type.attributes.set('_fields', new PyTuple([...fields]));
  type.attributes.set('__match_args__', new PyTuple([...fields]));
  const fieldDefaults = new PyDict();
  defaults.forEach((value, i) => {
    fieldDefaults.set(fields[fields.length - defaults.length + i], value);
  });
  type.attributes.set('_field_defaults', fieldDefaults);
  type.attributes.set(
    '_make',
    new PyClassMethod(
      makeBuiltin(
        '_make',
        exact(2, (_cls: Value, values: Value) => {
          const items = toArray(values);
          if (items.length !== fields.length) typeError(`Expected ${fields.length} arguments, got ${items.length}`);
          return make(items);
        }),
      ),
    ),
  );
  defineMethods(type, {
    _asdict: exact(1, (self: PyTuple) => {
      const dict = new PyDict();
      fields.forEach((field, i) => {
        dict.set(field, self.items[i]);
      });
      return dict;
    }),
    __repr__: exact(1, (self: PyTuple) => repr(self)),
    _replace: variadic((args, kwargs) => {
      const items = (args[0] as PyTuple).items.slice();
      const unknown: Value[] = [];
      kwargs?.names.forEach((field, k) => {
        const place = fields.indexOf(field);
        if (place < 0) unknown.push(field);
        else items[place] = kwargs.values[k];
      });
      if (unknown.length > 0) valueError(`Got unexpected field names: [${unknown.map((n) => repr(n)).join(', ')}]`);
      return make(items);
    }),
  });
  // Written in Python, it formats whatever it is given.
  (type.attributes.get('__repr__') as PyBuiltin).cls = functionType;
  return type;
}

function bindFields(
  name: string,
  fields: readonly string[],
  defaults: readonly Value[],
  args: readonly Value[],
  kwargs: Kwargs | null,
): Value[] {
  const complain = (message: string): never => typeError(`${name}.__new__() ${message}`);
  if (args.length > fields.length) {
    const takes =
      defaults.length > 0
        ? `from ${fields.length - defaults.length + 1} to ${fields.length + 1}`
        : `${fields.length + 1}`;
    complain(`takes ${takes} positional arguments but ${args.length + 1} were given`);
  }
  const items: (Value | undefined)[] = args.slice();
  kwargs?.names.forEach((field, k) => {
    const place = fields.indexOf(field);
    if (place < 0) complain(`got an unexpected keyword argument '${field}'`);
    if (items[place] !== undefined) complain(`got multiple values for argument '${field}'`);
    items[place] = kwargs.values[k];
  });
  const missing: string[] = [];
  for (let i = 0; i < fields.length; i++) {
    items[i] ??=
      i >= fields.length - defaults.length && items[i] === undefined
        ? defaults[i - fields.length + defaults.length]
        : items[i];
    if (items[i] === undefined) missing.push(`'${fields[i]}'`);
  }
  if (missing.length > 0) {
    const last = missing.pop()!;
    const list =
      missing.length === 0
        ? last
        : missing.length === 1
          ? `${missing[0]} and ${last}`
          : `${missing.join(', ')}, and ${last}`;
    complain(`missing ${missing.length + 1} required positional argument${missing.length === 0 ? '' : 's'}: ${list}`);
  }
  return items as Value[];
}

/** `typing.NamedTuple` as a base: the class body's annotated names are the fields. */
export const namedTupleBase = makeType('NamedTuple', tupleType);
namedTupleBase.acceptableBase = true;

classBuilders.set(namedTupleBase, (name, bases, namespace, annotated) => {
  if (!bases.includes(namedTupleBase)) return newClass(name, name, bases, namespace);
  const defaults: Value[] = [];
  for (const field of annotated) {
    const value = namespace.get(field);
    if (value !== undefined) defaults.push(value);
    else if (defaults.length > 0) {
      typeError(
        `non-default namedtuple field ${field} cannot follow default field${defaults.length > 1 ? 's' : ''} ${annotated[annotated.indexOf(field) - 1]}`,
      );
    }
    namespace.delete(field);
  }
  const type = newNamedTupleType(name, annotated, defaults);
  for (const [key, value] of namespace) type.attributes.set(key, value);
  return type;
});

function fieldName(name: Value): string {
  return typeof name === 'string' ? name : typeError('Type names and field names must be strings');
}

/** `NamedTuple('P', [('x', int)])`. */
export function namedTupleFromFields(args: Value[], kwargs: Kwargs | null): Value {
  const [name, pairs] = args;
  if (typeof name !== 'string') unsupported(`NamedTuple() named by a ${typeName(name ?? null)}`);
  const fields =
    pairs === undefined ? (kwargs?.names ?? []) : toArray(pairs).map((pair) => fieldName(toArray(pair)[0]));
  return newNamedTupleType(name, fields, []);
}
