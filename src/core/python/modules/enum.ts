import { unsupported } from '../budget.ts';
import { argument, exact, makeBuiltin, python, variadic } from '../builtins/define.ts';
import { classBuilders, newClass } from '../compile/classes.ts';
import { formatValue } from '../format/formatValue.ts';
import { besideClasses } from '../liveBytes.ts';
import { bind, noAttribute } from '../ops/attributes.ts';
import { call } from '../ops/call.ts';
import { equal } from '../ops/equal.ts';
import { hashValue } from '../ops/hash.ts';
import { tryIterator } from '../ops/iterate.ts';
import { entries, repr, str } from '../ops/repr.ts';
import { PyDict } from '../values/dict.ts';
import { raise, typeError, valueError } from '../values/exceptions.ts';
import { ListIterator } from '../values/iterators.ts';
import { dictType, intType, makeType, objectType, strType, typeName, typeType } from '../values/types.ts';
import {
  PyBuiltin,
  PyClassMethod,
  PyFunction,
  PyInstance,
  type PyIterator,
  PyList,
  PyObject,
  PyProperty,
  PyStaticMethod,
  PyTuple,
  PyType,
  type Value,
} from '../values/value.ts';

/** The members of an enumeration in order of definition, aliases under `byName` only. */
interface Members {
  list: EnumMember[];
  byName: Map<string, EnumMember>;
}

const membersOf = new WeakMap<PyType, Members>();
besideClasses.push(membersOf);

/** One member. Members of `IntEnum` and `StrEnum` carry their value as the payload, so they count as it. */
class EnumMember extends PyInstance {
  constructor(
    cls: PyType,
    readonly memberName: string,
    readonly value: Value,
  ) {
    super(cls);
  }
}

/** An enumeration class: iterable, subscriptable by name, callable by value. */
class EnumType extends PyType {
  get members(): Members {
    return membersOf.get(this)!;
  }

  override iterate(): PyIterator {
    return new ListIterator(new PyList(this.members.list));
  }

  /** As `EnumType.__getattr__` of CPython 3.11 says it. */
  override noAttribute(name: string): never {
    raise('AttributeError', name);
  }

  override lengthOf(): number {
    return this.members.list.length;
  }

  override getItem(key: Value): Value {
    if (typeof key !== 'string') hashValue(key);
    const member = typeof key === 'string' ? this.members.byName.get(key) : undefined;
    return member === undefined ? raise('KeyError', key) : member;
  }

  override contains(item: Value): boolean {
    if (item instanceof EnumMember) return item.cls === this;
    typeError(
      `unsupported operand type(s) for 'in': '${item === null ? 'NoneType' : repr(item)}' and '${this.cls.name}'`,
    );
  }

  override represent(): string {
    return `<enum '${this.name}'>`;
  }
}
const enumMeta = makeType('EnumType', typeType);
enumMeta.module = 'enum';
enumMeta.writtenInPython = true;
enumMeta.construct = () => unsupported('calling enum.EnumType');
EnumType.prototype.cls = enumMeta;

/** `Enum` and its like, which have no members. */
function enumBase(name: string, bases: PyType[]): EnumType {
  const type = new EnumType(name, bases);
  membersOf.set(type, { list: [], byName: new Map() });
  type.module = 'enum';
  type.acceptableBase = true;
  return type;
}

export const enumType = enumBase('Enum', [objectType]);
const intEnumType = enumBase('IntEnum', [intType, enumType]);
const strEnumType = enumBase('StrEnum', [strType, enumType]);

/** `auto()`, before it has its value. */
class Auto extends PyObject {}
const autoType = makeType('auto');
autoType.module = 'enum';
Auto.prototype.cls = autoType;
autoType.construct = (args, kwargs) =>
  args.length === 0 && kwargs === null ? new Auto() : unsupported('enum.auto() with arguments');

const isDescriptor = (value: Value): boolean =>
  value instanceof PyFunction ||
  value instanceof PyProperty ||
  value instanceof PyClassMethod ||
  value instanceof PyStaticMethod ||
  value instanceof PyBuiltin ||
  (value instanceof PyObject && value.bindTo !== undefined);

/** `Color.__members__`. */
class MemberMapping extends PyDict {
  override represent(): string {
    return `mappingproxy({${entries(this)}})`;
  }

  override setItem(): never {
    typeError("'mappingproxy' object does not support item assignment");
  }

  override deleteItem(): never {
    typeError("'mappingproxy' object doesn't support item deletion");
  }
}
MemberMapping.prototype.cls = makeType('mappingproxy', dictType);

function build(name: string, bases: PyType[], namespace: Map<string, Value>): Value {
  for (const base of bases) {
    if (base instanceof EnumType && base.members.list.length > 0) {
      typeError(`<enum '${name}'> cannot extend <enum '${base.name}'>`);
    }
  }
  const given: [string, Value][] = [];
  const rest = new Map<string, Value>();
  for (const [key, value] of namespace) {
    const isMember = !isDescriptor(value) && !key.startsWith('_');
    if (isMember) given.push([key, value]);
    else rest.set(key, value);
  }
  // The usual checks of a class statement, then a class object of the special kind.
  const plain = newClass(name, name, bases, rest);
  const cls = new EnumType(name, bases, true, rest);
  cls.module = plain.module;
  cls.qualname = plain.qualname;
  const members: Members = { list: [], byName: new Map() };
  membersOf.set(cls, members);
  const next = cls.lookup('_generate_next_value_');
  for (const [key, value] of given) addMember(cls, members, key, value, next);
  cls.construct = (args, kwargs) => {
    if (args.length > 2) {
      typeError(`EnumType.__call__() takes from 2 to 3 positional arguments but ${args.length + 1} were given`);
    }
    const value = argument(args, 0, kwargs, 'value');
    if (value === undefined) typeError("EnumType.__call__() missing 1 required positional argument: 'value'");
    if (args.length === 2 || (kwargs !== null && kwargs.names[0] !== 'value')) unsupported(`${name}() with names`);
    return findByValue(cls, value);
  };
  for (const [key, member] of members.byName) rest.set(key, member);
  const mapping = new MemberMapping();
  for (const [key, member] of members.byName) mapping.set(key, member);
  rest.set('__members__', mapping);
  cls.setAttribute('__hash__', rest.get('__hash__') ?? null);
  if (!rest.has('__eq__') || rest.get('__hash__') === null) rest.delete('__hash__');
  return cls;
}

function addMember(cls: EnumType, members: Members, name: string, given: Value, next: Value | undefined): void {
  let value = given;
  if (given instanceof Auto) value = automatic(cls, members, name, next);
  else if (given instanceof PyTuple && given.items.some((item) => item instanceof Auto)) {
    value = new PyTuple(given.items.map((item) => (item instanceof Auto ? automatic(cls, members, name, next) : item)));
  }
  const known = members.list.find((member) => equal(member.value, value));
  if (known !== undefined) {
    members.byName.set(name, known);
    return;
  }
  const init = cls.lookup('__init__');
  const maker = cls.lookup('__new__');
  let member: EnumMember;
  if (maker instanceof PyStaticMethod && maker.func instanceof PyFunction) {
    const made = call(maker.func, [cls, ...(value instanceof PyTuple ? value.items : [value])]);
    const own = made instanceof PyInstance ? made.attributes.get('_value_') : undefined;
    member = new EnumMember(cls, name, own === undefined ? value : own);
    if (made instanceof PyInstance) for (const [key, item] of made.attributes) member.attributes.set(key, item);
  } else member = new EnumMember(cls, name, value);
  if (cls.isSubclassOf(intType) || cls.isSubclassOf(strType)) {
    if (value instanceof PyTuple) unsupported('members of IntEnum or StrEnum with several arguments');
    member.payload = value;
  }
  if (init instanceof PyFunction) call(bind(init, member, cls), value instanceof PyTuple ? [...value.items] : [value]);
  members.list.push(member);
  members.byName.set(name, member);
}

function automatic(cls: EnumType, members: Members, name: string, next: Value | undefined): Value {
  const values = members.list.map((member) => member.value);
  if (next !== undefined) {
    const func = next instanceof PyStaticMethod ? next.func : next;
    return call(func, [name, 1, values.length, new PyList(values)]);
  }
  if (cls.isSubclassOf(strType)) return name.toLowerCase();
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.length === 0 ? 1 : Math.max(...numbers) + 1;
}

function findByValue(cls: EnumType, value: Value): Value {
  if (value instanceof EnumMember && value.cls === cls) return value;
  for (const member of cls.members.list) if (equal(member.value, value)) return member;
  const missing = cls.lookup('_missing_');
  if (missing instanceof PyClassMethod) {
    const found = call(missing.func, [cls, value]);
    if (found instanceof EnumMember) return found;
  }
  valueError(`${repr(value)} is not a valid ${cls.qualname}`);
}

const attribute = (name: string, get: (member: EnumMember) => Value): void => {
  enumType.attributes.set(name, new EnumAttribute(get));
};

/** `name` and `value` of members. */
class EnumAttribute extends PyObject {
  constructor(private readonly read: (member: EnumMember) => Value) {
    super();
  }

  override bindTo(instance: Value): Value {
    return this.read(instance as EnumMember);
  }
}
EnumAttribute.prototype.cls = makeType('property');
attribute('name', (member) => (member.memberName === '' ? null : member.memberName));
attribute('value', (member) => member.value);
attribute('_name_', (member) => member.memberName);
attribute('_value_', (member) => member.value);

function memberRepr(self: EnumMember): string {
  return `<${self.cls.name}.${self.memberName}: ${repr(self.value)}>`;
}

/** Set where `repr` and `str` look: on the class, as methods of the program would be. */
class EnumMethod extends PyObject {
  constructor(private readonly run: (self: EnumMember, args: Value[]) => Value) {
    super();
  }

  override invoke(args: Value[]): Value {
    return this.run(args[0] as EnumMember, args.slice(1));
  }

  override bindTo(instance: Value): Value {
    return makeBuiltin(
      'method',
      variadic((args) => this.run(instance as EnumMember, args)),
    );
  }
}
EnumMethod.prototype.cls = makeType('function');

const isPlainPayload = (self: EnumMember): boolean =>
  self.payload !== undefined && self.cls.mro.some((t) => t === intEnumType || t === strEnumType);

enumType.attributes.set('__repr__', new EnumMethod((self) => memberRepr(self)));
enumType.attributes.set(
  '__str__',
  new EnumMethod((self) => (isPlainPayload(self) ? str(self.value) : `${self.cls.name}.${self.memberName}`)),
);
enumType.attributes.set(
  '__format__',
  new EnumMethod((self, [spec]) => {
    if (typeof spec !== 'string') typeError(`__format__() argument must be str, not ${typeName(spec)}`);
    if (isPlainPayload(self) && !hasSpecialOwn(self, '__str__')) return formatValue(self.value, spec, self.cls.name);
    return formatValue(str(self), spec);
  }),
);
enumType.attributes.set('__hash__', new EnumMethod((self) => call(hashFunction, [self.memberName])));
for (const type of [intEnumType, strEnumType]) {
  type.construct = (args, kwargs) =>
    unsupported(`calling enum.${type.name} with ${args.length + (kwargs?.names.length ?? 0)} arguments`);
}
intEnumType.attributes.set('__repr__', new EnumMethod((self) => memberRepr(self)));
strEnumType.attributes.set('__repr__', new EnumMethod((self) => memberRepr(self)));
for (const type of [intEnumType, strEnumType]) {
  type.attributes.set('__str__', enumType.attributes.get('__str__')!);
  type.attributes.set('__format__', enumType.attributes.get('__format__')!);
  type.attributes.set('__repr__', enumType.attributes.get('__repr__')!);
}

function hasSpecialOwn(self: EnumMember, name: string): boolean {
  return self.cls.attributes.get(name) instanceof PyFunction;
}

const hashFunction = makeBuiltin(
  'hash',
  exact(1, (value: Value) => {
    return call(strType.lookup('__hash__')!, [value]);
  }),
);

for (const type of [enumType, intEnumType, strEnumType]) classBuilders.set(type, build);

/** `Enum('Color', 'RED GREEN')`. */
function functional(args: Value[]): Value {
  const [name, names] = args;
  if (name === undefined) typeError("EnumType.__call__() missing 1 required positional argument: 'value'");
  if (names === undefined) typeError("<enum 'Enum'> has no members defined");
  if (typeof name !== 'string') unsupported(`an Enum named by a ${typeName(name)}`);
  const namespace = new Map<string, Value>();
  if (typeof names === 'string') {
    names
      .replaceAll(',', ' ')
      .split(/\s+/)
      .filter((n) => n !== '')
      .forEach((n, i) => {
        namespace.set(n, i + 1);
      });
  } else if (names instanceof PyDict) for (const [key, value] of names.entries()) namespace.set(memberName(key), value);
  else {
    const items = tryIterator(names);
    if (items === undefined) typeError('names must be a string or an iterable');
    let count = 1;
    for (let item = items.next(); item !== undefined; item = items.next()) {
      if (item instanceof PyTuple) namespace.set(memberName(item.items[0] ?? null), item.items[1] ?? null);
      else namespace.set(memberName(item), count++);
    }
  }
  return build(name, [enumType], namespace);
}
function memberName(name: Value): string {
  return typeof name === 'string' ? name : typeError(`member names must be strings, not ${typeName(name)}`);
}
enumType.construct = functional;

/** `enum`. */
export function enumModule(): Record<string, Value> {
  return {
    Enum: enumType,
    IntEnum: intEnumType,
    StrEnum: strEnumType,
    EnumMeta: enumMeta,
    EnumType: enumMeta,
    auto: autoType,
    unique: makeBuiltin('unique', python(['enumeration'], 1, unique)),
  };
}

function unique(cls: Value): Value {
  if (!(cls instanceof EnumType)) noAttribute(cls, '__members__');
  const aliases = [...cls.members.byName].filter(([name, member]) => name !== member.memberName);
  if (aliases.length > 0) {
    valueError(
      `duplicate values found in <enum '${cls.name}'>: ${aliases.map(([name, member]) => `${name} -> ${member.memberName}`).join(', ')}`,
    );
  }
  return cls;
}
