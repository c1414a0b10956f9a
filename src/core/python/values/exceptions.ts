import { unsupported } from '../budget.ts';
import { exceptionState } from './exceptionState.ts';
import { objectType } from './objectType.ts';
import { type Kwargs, PyException, PyTuple, PyType, type Value } from './value.ts';

/** A Python exception on its way up, with the frames it has left so far. */
export class Raised {
  /** Line in the frame being left, 0 while not yet known. */
  pending = 0;
  /** Frames left, innermost first. */
  readonly frames: { name: string; line: number }[] = [];

  constructor(readonly exception: PyException) {}

  /** The 1-based line where the exception came up first, 0 when there is none: raised again it keeps its traceback. */
  get line(): number {
    if (this.exception.line > 0) return this.exception.line;
    return this.frames.length > 0 ? this.frames[0].line : this.pending;
  }
}

/** Names of the built-in exceptions, each with its base, in the order of definition. */
const HIERARCHY: Record<string, string> = {
  BaseException: 'object',
  Exception: 'BaseException',
  GeneratorExit: 'BaseException',
  KeyboardInterrupt: 'BaseException',
  SystemExit: 'BaseException',
  ArithmeticError: 'Exception',
  FloatingPointError: 'ArithmeticError',
  OverflowError: 'ArithmeticError',
  ZeroDivisionError: 'ArithmeticError',
  AssertionError: 'Exception',
  AttributeError: 'Exception',
  BufferError: 'Exception',
  EOFError: 'Exception',
  ImportError: 'Exception',
  ModuleNotFoundError: 'ImportError',
  LookupError: 'Exception',
  IndexError: 'LookupError',
  KeyError: 'LookupError',
  MemoryError: 'Exception',
  NameError: 'Exception',
  UnboundLocalError: 'NameError',
  OSError: 'Exception',
  FileNotFoundError: 'OSError',
  FileExistsError: 'OSError',
  PermissionError: 'OSError',
  BlockingIOError: 'OSError',
  ChildProcessError: 'OSError',
  ConnectionError: 'OSError',
  BrokenPipeError: 'ConnectionError',
  ConnectionAbortedError: 'ConnectionError',
  ConnectionRefusedError: 'ConnectionError',
  ConnectionResetError: 'ConnectionError',
  InterruptedError: 'OSError',
  IsADirectoryError: 'OSError',
  NotADirectoryError: 'OSError',
  ProcessLookupError: 'OSError',
  TimeoutError: 'OSError',
  ReferenceError: 'Exception',
  RuntimeError: 'Exception',
  NotImplementedError: 'RuntimeError',
  RecursionError: 'RuntimeError',
  StopIteration: 'Exception',
  StopAsyncIteration: 'Exception',
  SyntaxError: 'Exception',
  IndentationError: 'SyntaxError',
  TabError: 'IndentationError',
  SystemError: 'Exception',
  TypeError: 'Exception',
  ValueError: 'Exception',
  UnicodeError: 'ValueError',
  UnicodeDecodeError: 'UnicodeError',
  UnicodeEncodeError: 'UnicodeError',
  UnicodeTranslateError: 'UnicodeError',
  Warning: 'Exception',
  BytesWarning: 'Warning',
  DeprecationWarning: 'Warning',
  EncodingWarning: 'Warning',
  FutureWarning: 'Warning',
  ImportWarning: 'Warning',
  PendingDeprecationWarning: 'Warning',
  ResourceWarning: 'Warning',
  RuntimeWarning: 'Warning',
  SyntaxWarning: 'Warning',
  UnicodeWarning: 'Warning',
  UserWarning: 'Warning',
};

/** The built-in exception classes by name. */
export const exceptionTypes: ReadonlyMap<string, PyType> = makeTypes();

function makeTypes(): Map<string, PyType> {
  const types = new Map<string, PyType>([['object', objectType]]);
  for (const [name, base] of Object.entries(HIERARCHY)) {
    const type = new PyType(name, [types.get(base)!]);
    type.acceptableBase = true;
    type.construct = (args, kwargs, cls) => makeException(type, args, kwargs, cls);
    types.set(name, type);
  }
  types.delete('object');
  return types;
}

/** Classes of OSError by the number of the error (Linux). */
const BY_NUMBER: Record<number, string> = {
  1: 'PermissionError',
  2: 'FileNotFoundError',
  3: 'ProcessLookupError',
  4: 'InterruptedError',
  10: 'ChildProcessError',
  11: 'BlockingIOError',
  13: 'PermissionError',
  17: 'FileExistsError',
  20: 'NotADirectoryError',
  21: 'IsADirectoryError',
  32: 'BrokenPipeError',
  103: 'ConnectionAbortedError',
  104: 'ConnectionResetError',
  108: 'BrokenPipeError',
  110: 'TimeoutError',
  111: 'ConnectionRefusedError',
  114: 'BlockingIOError',
  115: 'BlockingIOError',
};

/** How many arguments the constructors that take a fixed number want. */
const COUNTS: Record<string, number> = { UnicodeDecodeError: 5, UnicodeEncodeError: 5, UnicodeTranslateError: 4 };

/** What calling an exception class makes; `base` is the built-in class that `cls` is or derives from. */
function makeException(base: PyType, args: Value[], kwargs: Kwargs | null, cls: PyType): PyException {
  if (kwargs !== null && kwargs.names.length > 0) wrongKeywords(base, kwargs, cls);
  const count = COUNTS[base.name];
  if (count !== undefined && args.length !== count) {
    typeError(`function takes exactly ${count} arguments (${args.length} given)`);
  }
  if (count !== undefined) unsupported(`${base.name}() with arguments`);
  if (args.length < 2) return new PyException(cls, args);
  if (base.mro.includes(exceptionTypes.get('SyntaxError')!) && args.length === 2) {
    unsupported(`${base.name}() with the place of the error`);
  }
  if (!base.mro.includes(exceptionTypes.get('OSError')!)) return new PyException(cls, args);
  if (args.length > 2 && args.length < 6) unsupported(`${base.name}() with a file name`);
  const name = cls.name === 'OSError' && !cls.isHeap && typeof args[0] === 'number' ? BY_NUMBER[args[0]] : undefined;
  return new PyException(name === undefined || args.length > 5 ? cls : exceptionTypes.get(name)!, args);
}

/** Keyword arguments that some exceptions keep as attributes. */
const KEPT: Record<string, string[]> = {
  AttributeError: ['name', 'obj'],
  ImportError: ['name', 'path'],
  NameError: ['name'],
};

function wrongKeywords(base: PyType, kwargs: Kwargs, cls: PyType): never {
  const kept = base.mro.find((type) => Object.hasOwn(KEPT, type.name));
  if (kept === undefined) typeError(`${cls.name}() takes no keyword arguments`);
  const wrong = kwargs.names.find((name) => !KEPT[kept.name].includes(name));
  if (wrong !== undefined) typeError(`'${wrong}' is an invalid keyword argument for ${kept.name}()`);
  unsupported(`${kept.name}() with keyword arguments`);
}

export const baseExceptionType = exceptionTypes.get('BaseException')!;
export const stopIterationType = exceptionTypes.get('StopIteration')!;

/** Raises the built-in exception `name` with the given arguments. */
export function raise(name: string, ...args: Value[]): never {
  const exception = new PyException(exceptionTypes.get(name)!, args);
  exception.context = exceptionState.handled;
  throw new Raised(exception);
}

/** Runs a step of an iterator in C: a StopIteration that comes up in it, whatever raised it, is the iterator's end. */
export function untilStop(advance: () => Value | undefined): Value | undefined {
  try {
    return advance();
  } catch (error) {
    if (error instanceof Raised && isException(error.exception, 'StopIteration')) return undefined;
    throw error;
  }
}

export function typeError(message: string): never {
  raise('TypeError', message);
}

export function valueError(message: string): never {
  raise('ValueError', message);
}

export function indexError(message: string): never {
  raise('IndexError', message);
}

/** Whether `exception` is caught by a handler of the built-in class `name`. */
export function isException(exception: PyException, name: string): boolean {
  return exception.cls.isSubclassOf(exceptionTypes.get(name)!);
}

/** The exception's `args` as a tuple. */
export function argumentsOf(exception: PyException): PyTuple {
  return new PyTuple(exception.args);
}
