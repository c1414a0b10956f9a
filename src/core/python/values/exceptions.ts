import { exceptionState } from './exceptionState.ts';
import { objectType } from './objectType.ts';
import { PyException, PyTuple, PyType, type Value } from './value.ts';

/** A Python exception on its way up, with the frames it has left so far. */
export class Raised {
  /** Line in the frame being left, 0 while not yet known. */
  pending = 0;
  /** Frames left, innermost first. */
  readonly frames: { name: string; line: number }[] = [];

  constructor(readonly exception: PyException) {}

  /** The 1-based line where the exception came up, 0 when there is none. */
  get line(): number {
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
  ConnectionError: 'OSError',
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
  DeprecationWarning: 'Warning',
  FutureWarning: 'Warning',
  RuntimeWarning: 'Warning',
  SyntaxWarning: 'Warning',
  UserWarning: 'Warning',
};

/** The built-in exception classes by name. */
export const exceptionTypes: ReadonlyMap<string, PyType> = makeTypes();

function makeTypes(): Map<string, PyType> {
  const types = new Map<string, PyType>([['object', objectType]]);
  for (const [name, base] of Object.entries(HIERARCHY)) {
    const type = new PyType(name, [types.get(base)!]);
    type.acceptableBase = true;
    type.construct = (args, _kwargs, cls) => new PyException(cls, args);
    types.set(name, type);
  }
  types.delete('object');
  return types;
}

export const baseExceptionType = exceptionTypes.get('BaseException')!;
export const stopIterationType = exceptionTypes.get('StopIteration')!;

/** Raises the built-in exception `name` with the given arguments. */
export function raise(name: string, ...args: Value[]): never {
  const exception = new PyException(exceptionTypes.get(name)!, args);
  exception.context = exceptionState.handled;
  throw new Raised(exception);
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
