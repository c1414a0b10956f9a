import { defineMethods, exact, variadic } from '../builtins/define.ts';
import { payloadOf } from '../ops/equal.ts';
import { toArray } from '../ops/iterate.ts';
import { argumentsOf, baseExceptionType, exceptionTypes, stopIterationType, typeError } from '../values/exceptions.ts';
import { typeName } from '../values/types.ts';
import { PyException, PyGetter, type Value } from '../values/value.ts';

/** Attributes and methods of exceptions. */
const getter = (
  name: string,
  get: (self: PyException) => Value,
  set?: (self: PyException, value: Value) => void,
): PyGetter =>
  new PyGetter(
    name,
    get as (self: Value) => Value,
    set === undefined ? null : (set as (self: Value, value: Value) => void),
  );

baseExceptionType.attributes.set(
  'args',
  getter('args', argumentsOf, (self, value) => {
    self.args = toArray(value);
  }),
);
baseExceptionType.attributes.set(
  '__cause__',
  getter('__cause__', (self) => self.cause),
);
baseExceptionType.attributes.set(
  '__context__',
  getter('__context__', (self) => self.context),
);
stopIterationType.attributes.set(
  'value',
  getter('value', (self) => self.args[0] ?? null),
);
exceptionTypes.get('SystemExit')!.attributes.set(
  'code',
  getter('code', (self) => self.args[0] ?? null),
);

defineMethods(baseExceptionType, {
  __init__: variadic((args) => {
    if (args[0] instanceof PyException) args[0].args = args.slice(1);
    return null;
  }),
  with_traceback: exact(2, (self: PyException, trace: Value) =>
    trace === null ? self : typeError('__traceback__ must be a traceback or None'),
  ),
  add_note: exact(2, (_self: PyException, note: Value) =>
    typeof payloadOf(note) === 'string' ? null : typeError(`note must be a str, not '${typeName(note)}'`),
  ),
});
