import { unsupported } from '../budget.ts';
import { functions } from '../builtins/functions.ts';
import { call } from '../ops/call.ts';
import { typeError } from '../values/exceptions.ts';
import { functionType } from '../values/types.ts';
import { type Kwargs, PyBoundMethod, PyObject, type Value } from '../values/value.ts';

/** A method that a class decorator adds: native code that binds and calls like a function of the program. */
export class NativeMethod extends PyObject {
  constructor(
    readonly name: string,
    readonly qualname: string,
    private readonly min: number,
    private readonly max: number,
    private readonly run: (args: Value[], kwargs: Kwargs | null) => Value,
  ) {
    super();
  }

  override invoke(args: Value[], kwargs: Kwargs | null): Value {
    if (kwargs !== null && kwargs.names.length > 0 && Number.isFinite(this.max)) {
      unsupported(`${this.qualname}() with keyword arguments`);
    }
    if (args.length < this.min || args.length > this.max) {
      typeError(`${this.qualname}() takes ${this.max} positional arguments but ${args.length} were given`);
    }
    return this.run(args, kwargs);
  }

  override bindTo(instance: Value): Value {
    return new PyBoundMethod(instance, this);
  }
}
NativeMethod.prototype.cls = functionType;

/** Calls the built-in function `name`. */
export function callNative(name: string, ...args: Value[]): Value {
  return call(functions.find((fn) => fn.name === name)!, args);
}
