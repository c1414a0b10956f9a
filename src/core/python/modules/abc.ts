import { unsupported } from '../budget.ts';
import { makeBuiltin, python, variadic } from '../builtins/define.ts';
import { setAttribute } from '../ops/attributes.ts';
import { typeError } from '../values/exceptions.ts';
import { PyTypeForm } from '../values/typeForms.ts';
import { makeType, typeType } from '../values/types.ts';
import { PyClassMethod, PyFunction, PyInstance, PyProperty, PyStaticMethod, type Value } from '../values/value.ts';

/** `abc.ABC`: classes below it cannot be instantiated while abstract methods are left. */
export const abstractBase = makeType('ABC');
abstractBase.module = 'abc';
abstractBase.acceptableBase = true;
abstractBase.isAbstract = true;
abstractBase.construct = (args, kwargs, cls) => {
  if (args.length > 0 || kwargs !== null) typeError('ABC() takes no arguments');
  return new PyInstance(cls);
};

/** `abc.ABCMeta`, of use only as `metaclass=ABCMeta`. */
export const abstractMeta = makeType('ABCMeta', typeType);
abstractMeta.module = 'abc';
abstractMeta.construct = () => unsupported('calling abc.ABCMeta');

function markAbstract(value: Value): Value {
  if (value instanceof PyProperty) markAbstract(value.getter);
  else if (value instanceof PyClassMethod || value instanceof PyStaticMethod) markAbstract(value.func);
  else if (value instanceof PyTypeForm) unsupported('abc.abstractmethod() of a form of typing');
  else setAttribute(value, '__isabstractmethod__', true);
  return value;
}

/** The decorators of before Python 3.3, for a function alone: they are classes in CPython. */
function outdated(name: string, wrap: (func: Value) => Value): Value {
  return makeBuiltin(
    name,
    variadic(([func, ...rest], kwargs) =>
      func instanceof PyFunction && rest.length === 0 && kwargs === null
        ? markAbstract(wrap(func))
        : unsupported(`abc.${name}() of anything but a function`),
    ),
  );
}

/** `abc`. */
export function abcModule(): Record<string, Value> {
  return {
    ABC: abstractBase,
    ABCMeta: abstractMeta,
    abstractmethod: makeBuiltin('abstractmethod', python(['funcobj'], 1, markAbstract)),
    abstractproperty: outdated('abstractproperty', (func) => new PyProperty(func, null, null)),
    abstractclassmethod: outdated('abstractclassmethod', (func) => new PyClassMethod(func)),
    abstractstaticmethod: outdated('abstractstaticmethod', (func) => new PyStaticMethod(func)),
  };
}
