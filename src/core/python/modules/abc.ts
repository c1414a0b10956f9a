import { exact, makeBuiltin } from '../builtins/define.ts';
import { setAttribute } from '../ops/attributes.ts';
import { makeType, typeType } from '../values/types.ts';
import { PyClassMethod, PyFunction, PyProperty, PyStaticMethod, type Value } from '../values/value.ts';

/** `abc.ABC`: classes below it cannot be instantiated while abstract methods are left. */
export const abstractBase = makeType('ABC');
abstractBase.module = 'abc';
abstractBase.acceptableBase = true;
abstractBase.isAbstract = true;

/** `abc.ABCMeta`, of use only as `metaclass=ABCMeta`. */
export const abstractMeta = makeType('ABCMeta', typeType);
abstractMeta.module = 'abc';

function markAbstract(value: Value): Value {
  if (value instanceof PyFunction) setAttribute(value, '__isabstractmethod__', true);
  else if (value instanceof PyProperty) markAbstract(value.getter);
  else if (value instanceof PyClassMethod || value instanceof PyStaticMethod) markAbstract(value.func);
  return value;
}

/** `abc`. */
export function abcModule(): Record<string, Value> {
  return {
    ABC: abstractBase,
    ABCMeta: abstractMeta,
    abstractmethod: makeBuiltin('abstractmethod', exact(1, markAbstract)),
    abstractproperty: makeBuiltin(
      'abstractproperty',
      exact(1, (func: Value) => markAbstract(new PyProperty(func, null, null))),
    ),
    abstractclassmethod: makeBuiltin(
      'abstractclassmethod',
      exact(1, (func: Value) => markAbstract(new PyClassMethod(func))),
    ),
    abstractstaticmethod: makeBuiltin(
      'abstractstaticmethod',
      exact(1, (func: Value) => markAbstract(new PyStaticMethod(func))),
    ),
  };
}
