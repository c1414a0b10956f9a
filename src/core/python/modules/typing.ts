import { unsupported } from '../budget.ts';
import { defineClassMethods, exact, makeBuiltin, python, variadic } from '../builtins/define.ts';
import { cannotInstantiate, construct } from '../ops/call.ts';
import { repr } from '../ops/repr.ts';
import { raise, typeError } from '../values/exceptions.ts';
import { PyTypeForm } from '../values/typeForms.ts';
import {
  dictType,
  frozensetType,
  functionType,
  listType,
  makeType,
  objectType,
  setType,
  strType,
  tupleType,
  typeName,
  typeType,
} from '../values/types.ts';
import { type Kwargs, PyBoundMethod, PyBuiltin, PyFunction, PyObject, PyType, type Value } from '../values/value.ts';
import { abstractTypes } from './collections/abc.ts';
import { dequeType } from './collections/deque.ts';
import { counterType, defaultDictType, orderedDictType } from './collections/dicts.ts';
import { namedTupleBase, namedTupleFromFields } from './collections/namedtuple.ts';

const CLASSES: Record<string, PyType> = {
  List: listType,
  Dict: dictType,
  Set: setType,
  FrozenSet: frozensetType,
  Tuple: tupleType,
  Type: typeType,
  Deque: dequeType,
  DefaultDict: defaultDictType,
  OrderedDict: orderedDictType,
  Counter: counterType,
};

/** Names that take parameters or none, and cannot be called. */
const PLAIN = [
  'Any',
  'Union',
  'Optional',
  'Literal',
  'Final',
  'ClassVar',
  'Annotated',
  'Concatenate',
  'NoReturn',
  'Never',
  'LiteralString',
  'TypeAlias',
  'TypeGuard',
  'Self',
  'Text',
  'Required',
  'NotRequired',
  'Unpack',
];

/** Protocols of one method each. */
const PROTOCOLS: Record<string, string> = {
  SupportsAbs: '__abs__',
  SupportsFloat: '__float__',
  SupportsIndex: '__index__',
  SupportsInt: '__int__',
  SupportsRound: '__round__',
};

/** Decorators of functions and classes that change nothing. */
const MARKERS = ['final', 'no_type_check'];

function cannotBeCalled(name: string): never {
  typeError(name === 'Any' ? 'Any cannot be instantiated' : `Cannot instantiate typing.${name}`);
}

class PyNewType extends PyObject {
  override invoke(args: Value[], kwargs: Kwargs | null): Value {
    if (args.length !== 1 || kwargs !== null) unsupported('calling a NewType with several arguments');
    return args[0];
  }

  override represent(): string {
    return unsupported('repr of a NewType');
  }
}
PyNewType.prototype.cls = makeType('NewType');

function typeVariable(kind: string, text: string): Value {
  const form = new PyTypeForm(text, null, () => typeError(`'${kind}' object is not callable`));
  form.cls = variableTypes[kind];
  return form;
}

const variableTypes: Record<string, PyType> = Object.fromEntries(
  ['TypeVar', 'ParamSpec', 'TypeVarTuple'].map((name) => [name, makeType(name)]),
);

/** What stands for an overloaded function until its real definition replaces it. */
function makeOverloaded(): Value {
  const dummy = makeBuiltin(
    '_overload_dummy',
    variadic(() =>
      raise(
        'NotImplementedError',
        'You should not call an overloaded function. A series of @overload-decorated functions outside a stub module should always be followed by an implementation that is not @overload-ed.',
      ),
    ),
  );
  dummy.cls = functionType;
  return dummy;
}

/** The generic classes that make an instance of their class when called. */
const CALLABLE = new Set(['Deque', 'DefaultDict', 'OrderedDict', 'Counter']);

/** `typing`: names to annotate with; they are evaluated and otherwise ignored. */
export function typingModule(): Record<string, Value> {
  const members: Record<string, Value> = {};
  for (const [name, type] of Object.entries(CLASSES)) {
    const called = CALLABLE.has(name)
      ? (args: Value[], kwargs: Kwargs | null): Value => construct(type, args, kwargs)
      : (): never => typeError(`Type ${name} cannot be instantiated; use ${type.name}() instead`);
    members[name] = new PyTypeForm(`typing.${name}`, type, called);
  }
  // `Callable` is one of the abstract classes, below.
  for (const name of PLAIN) members[name] = new PyTypeForm(`typing.${name}`, null, () => cannotBeCalled(name));
  for (const [name, method] of Object.entries(PROTOCOLS)) {
    members[name] = new PyTypeForm(`typing.${name}`, null, () => cannotInstantiate(name, [method]));
  }
  for (const [name, type] of Object.entries(abstractTypes)) {
    members[name] ??= new PyTypeForm(`typing.${name}`, type, (args, kwargs) => construct(type, args, kwargs));
  }
  for (const name of MARKERS)
    members[name] = makeBuiltin(
      name,
      python(['f'], 1, (value: Value) =>
        value instanceof PyFunction || value instanceof PyType
          ? value
          : unsupported(`typing.${name}() of a ${typeName(value)}`),
      ),
    );
  members.overload = makeBuiltin(
    'overload',
    python(['func'], 1, () => makeOverloaded()),
  );
  members.runtime_checkable = makeBuiltin(
    'runtime_checkable',
    python(['cls'], 1, (cls: Value) =>
      cls instanceof PyType && cls.mro.some((type) => type.name === 'Protocol')
        ? cls
        : typeError(`@runtime_checkable can be only applied to protocol classes, got ${repr(cls)}`),
    ),
  );
  const generic = makeType('Generic');
  generic.acceptableBase = true;
  defineClassMethods(generic, { __class_getitem__: exact(2, (cls: Value) => cls) });
  members.Generic = new PyTypeForm('typing.Generic', generic, () => unsupported('typing.Generic()'));
  const protocol = makeType('Protocol');
  protocol.acceptableBase = true;
  members.Protocol = new PyTypeForm('typing.Protocol', protocol, () => unsupported('typing.Protocol()'));
  const typedDict = makeType('TypedDict', dictType);
  typedDict.acceptableBase = true;
  typedDict.construct = (args, kwargs, cls) =>
    args.length > 1 || typeof args[0] === 'string' || (args.length === 1 && kwargs !== null)
      ? unsupported('TypedDict() as a call')
      : dictType.construct!(args, kwargs, cls);
  defineClassMethods(typedDict, { __init_subclass__: variadic(() => null) });
  members.TypedDict = typedDict;
  for (const name of ['TypeVar', 'ParamSpec', 'TypeVarTuple']) {
    members[name] = makeBuiltin(
      name,
      variadic((args) => {
        if (typeof args[0] !== 'string') typeError(`${name}() missing 1 required positional argument: 'name'`);
        return typeVariable(name, `~${args[0]}`);
      }),
    );
  }
  members.NewType = makeBuiltin(
    'NewType',
    python(['name', 'tp'], 2, (name: Value) => {
      if (typeof name !== 'string') unsupported(`typing.NewType() named by a ${typeName(name)}`);
      return new PyNewType();
    }),
  );
  members.cast = makeBuiltin(
    'cast',
    python(['typ', 'val'], 2, (_type: Value, value: Value) => value),
  );
  members.NamedTuple = new PyTypeForm('typing.NamedTuple', namedTupleBase, namedTupleFromFields);
  members.AnyStr = typeVariable('TypeVar', '~AnyStr');
  members.Text = strType;
  members.TYPE_CHECKING = false;
  members.get_type_hints = makeBuiltin(
    'get_type_hints',
    variadic((args) => {
      const [value] = args;
      const isAllowed = value instanceof PyFunction || value instanceof PyBuiltin || value instanceof PyBoundMethod;
      if (value instanceof PyType || isAllowed) return dictType.construct!([], null, dictType);
      unsupported(`typing.get_type_hints() of a ${typeName(value ?? null)}`);
    }),
  );
  members.Hashable = new PyTypeForm('typing.Hashable', objectType, (args, kwargs) =>
    construct(abstractTypes.Hashable, args, kwargs),
  );
  return members;
}
