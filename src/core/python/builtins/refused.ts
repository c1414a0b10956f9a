import { unsupported } from '../budget.ts';
import type { PyBuiltin } from '../values/value.ts';
import { makeBuiltin, variadic } from './define.ts';

/** Built-ins that reach the outside or the interpreter itself: calling one is refused. */
const NAMES = [
  'eval',
  'exec',
  'compile',
  'open',
  'input',
  '__import__',
  'globals',
  'locals',
  'vars',
  'dir',
  'breakpoint',
  'help',
  'exit',
  'quit',
  'copyright',
  'credits',
  'license',
  'memoryview',
  'aiter',
  'anext',
  'ExceptionGroup',
  'BaseExceptionGroup',
];

export const refusedBuiltins: readonly PyBuiltin[] = NAMES.map((name) => {
  const refused = makeBuiltin(
    name,
    variadic(() => unsupported(`${name}()`)),
  );
  // Some of them are objects with a text of their own.
  refused.represent = () => unsupported(`repr of ${name}`);
  return refused;
});
