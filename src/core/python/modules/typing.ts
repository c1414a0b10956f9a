import { defineClassMethods, exact, makeBuiltin, variadic } from '../builtins/define.ts';
import { typeError } from '../values/exceptions.ts';
import { PyTypeForm } from '../values/typeForms.ts';
import {
  dictType,
  frozensetType,
  listType,
  makeType,
  objectType,
  setType,
  tupleType,
  typeType,
} from '../values/types.ts';
import type { PyType, Value } from '../values/value.ts';
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

const PLAIN = [
  'Any',
  'Callable',
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
  'AnyStr',
  'Text',
  'SupportsInt',
  'SupportsFloat',
  'SupportsIndex',
  'SupportsAbs',
  'SupportsRound',
  'ParamSpecArgs',
  'Required',
  'NotRequired',
  'Unpack',
];

const MARKERS = ['overload', 'final', 'no_type_check', 'runtime_checkable', 'override'];

/** `typing`: names to annotate with; they are evaluated and otherwise ignored. */
export function typingModule(): Record<string, Value> {
  const members: Record<string, Value> = {};
  for (const [name, type] of Object.entries(CLASSES)) members[name] = new PyTypeForm(`typing.${name}`, type);
  for (const name of PLAIN) members[name] = new PyTypeForm(`typing.${name}`, null);
  for (const [name, type] of Object.entries(abstractTypes)) members[name] ??= new PyTypeForm(`typing.${name}`, type);
  for (const name of MARKERS)
    members[name] = makeBuiltin(
      name,
      exact(1, (value: Value) => value),
    );
  const generic = makeType('Generic');
  generic.acceptableBase = true;
  defineClassMethods(generic, { __class_getitem__: exact(2, (cls: Value) => cls) });
  members.Generic = new PyTypeForm('typing.Generic', generic);
  const protocol = makeType('Protocol');
  protocol.acceptableBase = true;
  members.Protocol = new PyTypeForm('typing.Protocol', protocol);
  const typedDict = makeType('TypedDict', dictType);
  typedDict.acceptableBase = true;
  typedDict.construct = dictType.construct;
  defineClassMethods(typedDict, { __init_subclass__: variadic(() => null) });
  members.TypedDict = typedDict;
  for (const name of ['TypeVar', 'ParamSpec', 'TypeVarTuple']) {
    members[name] = makeBuiltin(
      name,
      variadic((args) => {
        if (typeof args[0] !== 'string') typeError(`${name}() missing 1 required positional argument: 'name'`);
        return new PyTypeForm(`~${args[0]}`, null);
      }),
    );
  }
  members.NewType = makeBuiltin(
    'NewType',
    exact(2, () =>
      makeBuiltin(
        'NewType',
        exact(1, (value: Value) => value),
      ),
    ),
  );
  members.cast = makeBuiltin(
    'cast',
    exact(2, (_type: Value, value: Value) => value),
  );
  members.NamedTuple = new PyTypeForm('typing.NamedTuple', namedTupleBase, namedTupleFromFields);
  members.Text = members.AnyStr;
  members.TYPE_CHECKING = false;
  members.get_type_hints = makeBuiltin(
    'get_type_hints',
    variadic(() => dictType.construct!([], null, dictType)),
  );
  members.Hashable = new PyTypeForm('typing.Hashable', objectType);
  return members;
}
