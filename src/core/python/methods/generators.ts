import { defineMethods, exact, range } from '../builtins/define.ts';
import { toException } from '../compile/statements.ts';
import { call, stopIteration } from '../ops/call.ts';
import { baseExceptionType, typeError } from '../values/exceptions.ts';
import type { PyGenerator } from '../values/generator.ts';
import { generatorType, typeName } from '../values/types.ts';
import { PyException, PyType, type Value } from '../values/value.ts';

/** Methods of generators. */
defineMethods(generatorType, {
  send: exact(2, (self: PyGenerator, value: Value) => finish(self, self.send(value))),
  throw: range(2, 4, (self: PyGenerator, type: Value, value: Value = null, trace: Value = null) => {
    if (trace !== null) typeError('throw() third argument must be a traceback object');
    if (!(type instanceof PyException || (type instanceof PyType && type.isSubclassOf(baseExceptionType)))) {
      typeError(`exceptions must be classes or instances deriving from BaseException, not ${typeName(type)}`);
    }
    if (type instanceof PyException && value !== null) typeError('instance exception may not have a separate value');
    const exception =
      value instanceof PyException ? value : value === null ? toException(type) : toException(call(type, [value]));
    const item = self.throw(exception);
    return item === undefined ? stopIteration(self.returned) : item;
  }),
  close: exact(1, (self: PyGenerator) => {
    self.close();
    return null;
  }),
});

function finish(generator: PyGenerator, item: Value | undefined): Value {
  return item === undefined ? stopIteration(generator.returned) : item;
}
