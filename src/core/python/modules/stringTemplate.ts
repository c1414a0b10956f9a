import { unsupported } from '../budget.ts';
import { type Definition, defineClassMethods, defineGetters, defineMethods, variadic } from '../builtins/define.ts';
import { tooManyPositional } from '../ops/argumentErrors.ts';
import { payloadOf } from '../ops/equal.ts';
import { str } from '../ops/repr.ts';
import { ownText } from '../ownText.ts';
import { PyDict } from '../values/dict.ts';
import { raise, typeError, valueError } from '../values/exceptions.ts';
import { makeType, typeName } from '../values/types.ts';
import { type Kwargs, PyObject, type Value } from '../values/value.ts';

class PyTemplate extends PyObject {
  constructor(readonly template: string) {
    super();
  }

  fill(values: Value | undefined, kwargs: Kwargs | null, safe: boolean): string {
    const pattern = /\$(?:(\$)|([_a-zA-Z][_a-zA-Z0-9]*)|\{([_a-zA-Z][_a-zA-Z0-9]*)\}|)/g;
    return this.template.replace(pattern, (all, dollar?: string, bare?: string, braced?: string, start = 0) => {
      if (dollar !== undefined) return '$';
      const name = bare ?? braced;
      if (name === undefined) return safe ? all : this.invalid(start + 1);
      const place = kwargs === null ? -1 : kwargs.names.indexOf(name);
      const value = place >= 0 ? kwargs!.values[place] : values instanceof PyDict ? values.get(name) : undefined;
      if (value === undefined) return safe ? all : raise('KeyError', ownText(name));
      return str(value);
    });
  }

  /** Raises the error of a `$` that begins no placeholder; `end` is the place behind it. */
  private invalid(end: number): never {
    const lines = this.template.slice(0, end).split('\n');
    valueError(`Invalid placeholder in string: line ${lines.length}, col ${lines.at(-1)!.length}`);
  }
}

/** `string.Template`. */
export const templateType = makeType('Template');
templateType.module = 'string';
templateType.writtenInPython = true;
PyTemplate.prototype.cls = templateType;
templateType.construct = (values) => {
  if (values.length === 0) typeError("Template.__init__() missing 1 required positional argument: 'template'");
  if (values.length > 1) {
    typeError(`Template.__init__() takes 2 positional arguments but ${values.length + 1} were given`);
  }
  const [template] = values;
  if (typeof template !== 'string') unsupported(`string.Template() of a ${typeName(template)}`);
  return new PyTemplate(template);
};
function filling(name: string, safe: boolean): Definition {
  return variadic(([self, values, ...rest], kwargs) => {
    if (rest.length > 0) tooManyPositional(`Template.${name}`, 1, 2, rest.length + 2, 0);
    const mapping = payloadOf(values ?? null);
    if (values !== undefined && !(mapping instanceof PyDict))
      unsupported(`Template.${name}() of a ${typeName(values)}`);
    return (self as PyTemplate).fill(mapping ?? undefined, kwargs, safe);
  });
}

defineMethods(templateType, {
  substitute: filling('substitute', false),
  safe_substitute: filling('safe_substitute', true),
});
defineClassMethods(templateType, { __init_subclass__: variadic(() => unsupported('Template.__init_subclass__')) });
defineGetters(templateType, { template: (self: PyTemplate) => self.template });
