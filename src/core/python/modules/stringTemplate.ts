import { defineGetters, defineMethods, variadic } from '../builtins/define.ts';
import { str } from '../ops/repr.ts';
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
      if (value === undefined) return safe ? all : raise('KeyError', name);
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
PyTemplate.prototype.cls = templateType;
templateType.construct = (values) => {
  if (values.length === 0) typeError("Template.__init__() missing 1 required positional argument: 'template'");
  if (values.length > 1) {
    typeError(`Template.__init__() takes 2 positional arguments but ${values.length + 1} were given`);
  }
  const [template] = values;
  if (typeof template !== 'string') typeError(`expected str, got ${typeName(template)}`);
  return new PyTemplate(template);
};
defineMethods(templateType, {
  substitute: variadic(([self, values], kwargs) => (self as PyTemplate).fill(values, kwargs, false)),
  safe_substitute: variadic(([self, values], kwargs) => (self as PyTemplate).fill(values, kwargs, true)),
});
defineGetters(templateType, { template: (self: PyTemplate) => self.template });
