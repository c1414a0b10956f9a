import type { BinaryOperator } from '../ast.ts';
import type { Frame } from './frame.ts';

/**
 * Python values as JavaScript values.
 *
 * None is `null`; bool a boolean; int a number while |n| ≤ 2^53 − 1, else a bigint (normalised after each operation);
 * str a string; everything else an instance of `PyObject`. `undefined` is never a value: it marks an unbound name or
 * an exhausted iterator.
 */
export type Value = null | boolean | number | bigint | string | PyObject;

/**
 * A value that is not a JavaScript primitive. The optional methods are what native classes beyond the core types
 * (`deque`, dict views, `Fraction` …) bring to the operators.
 */
export abstract class PyObject {
  /** Its Python type; built-in classes carry it on the prototype. */
  declare cls: PyType;

  /** `self == other`; absent where only identity counts. */
  equals?(other: Value): boolean;
  /** `self < other` and so on; `undefined` where not supported. */
  isOrdered?(other: Value, op: OrderOperator): boolean | undefined;
  /** A binary operator with `self` on the left (on the right when `reflected`); `undefined` where not supported. */
  operate?(op: BinaryOperator, other: Value, reflected: boolean): Value | undefined;
  /** `self += other` and so on, where it changes `self`; `undefined` where not supported. */
  applyInPlace?(op: BinaryOperator, other: Value): Value | undefined;
  /** A unary operator; `undefined` where not supported. */
  applyUnary?(op: 'USub' | 'UAdd' | 'Invert'): Value | undefined;
  /** `bool(self)`; absent where always true. */
  isTrue?(): boolean;
  /** `len(self)`. */
  lengthOf?(): number;
  /** `iter(self)`. */
  iterate?(): PyIterator;
  /** `repr(self)`. */
  represent?(): string;
  /** `str(self)`, where it is not the repr. */
  toText?(): string;
  /** `format(self, spec)` for a spec that is not empty. */
  format?(spec: string): string;
  /** `self[key]`. */
  getItem?(key: Value): Value;
  /** `self[key] = value`. */
  setItem?(key: Value, value: Value): void;
  /** `del self[key]`. */
  deleteItem?(key: Value): void;
  /** `item in self`. */
  contains?(item: Value): boolean;
  /** `self(*args, **kwargs)`. */
  invoke?(args: Value[], kwargs: Kwargs | null): Value;
  /** `int(self)`. */
  toInteger?(): Value;
  /** `float(self)`. */
  toFloat?(): number;
  /** The classes that `isinstance` accepts for it (unions of `typing`). */
  classes?(): readonly Value[];
  /** What it becomes when reached as an attribute of an instance's class; absent where it is itself. */
  bindTo?(instance: Value): Value;
  /** The class that stands for it among the bases of a class statement. */
  asBase?(): PyType;
  /** Raises the AttributeError of a missing attribute, where it has words of its own. */
  noAttribute?(name: string): never;
  /** `hash(self)` as the hash of another value; `null` for unhashable. */
  hashAs?(): Value;
  /** The int or float that a number of another class equals; `undefined` where there is none. */
  plainNumber?(): Value | undefined;
}

export type OrderOperator = 'Lt' | 'LtE' | 'Gt' | 'GtE';

export class PyFloat extends PyObject {
  constructor(readonly v: number) {
    super();
  }
}

export class PyComplex extends PyObject {
  constructor(
    readonly re: number,
    readonly im: number,
  ) {
    super();
  }
}

export class PyList extends PyObject {
  constructor(public items: Value[]) {
    super();
  }

  /** Puts other items in place of its own, in the same array: a loop may be going through it. */
  refill(items: readonly Value[]): void {
    this.items.length = 0;
    for (const item of items) this.items.push(item);
  }
}

export class PyTuple extends PyObject {
  constructor(readonly items: readonly Value[]) {
    super();
  }
}

/** `bytes`; also the payload of `bytearray`, whose data may be replaced. */
export class PyBytes extends PyObject {
  constructor(public data: Uint8Array) {
    super();
  }
}

/** `range`; its bounds are exact JavaScript numbers (bigger ones are refused). */
export class PyRange extends PyObject {
  readonly length: number;

  constructor(
    readonly start: number,
    readonly stop: number,
    readonly step: number,
  ) {
    super();
    const span = step > 0 ? stop - start : start - stop;
    this.length = span <= 0 ? 0 : Math.ceil(span / Math.abs(step));
  }
}

export class PySlice extends PyObject {
  constructor(
    readonly start: Value,
    readonly stop: Value,
    readonly step: Value,
  ) {
    super();
  }
}

/** `NotImplemented`, `Ellipsis` and other objects that are only themselves. */
export class PySingleton extends PyObject {
  constructor(readonly text: string) {
    super();
  }
}

/** Keyword arguments of a call: names and values side by side, in order. */
export interface Kwargs {
  names: string[];
  values: Value[];
}

/** Names that a class keeps what it found for, and their greatest length. */
const MOST_CACHED = 1000;
const LONGEST_CACHED = 100;

/** A class: built in or written in the program. */
export class PyType extends PyObject {
  /** Method resolution order, itself first. */
  readonly mro: PyType[];
  readonly attributes: Map<string, Value>;
  private cache = new Map<string, Value | undefined>();
  private cacheVersion = -1;
  /** For classes from the program: `__module__` stands in reprs. */
  module = 'builtins';
  qualname: string;
  /** The name in messages: types written in C show their module there. */
  shownName: string;
  /** How `T(...)` makes an instance of a built-in type; `undefined` where it cannot be called. */
  construct: ((args: Value[], kwargs: Kwargs | null, cls: PyType) => Value) | undefined = undefined;
  /** Whether a program may derive a class from it. */
  acceptableBase = false;
  /** Whether CPython has it in Python: its methods are then functions. */
  writtenInPython = false;
  /** Whether it counts as a base of a class that does not derive from it (`collections.abc`). */
  instanceCheck: ((cls: PyType, value?: Value) => boolean) | undefined = undefined;
  /** Names of abstract methods that keep the class from being instantiated. */
  abstractMethods: string[] = [];
  /** Whether abstract methods keep it from being instantiated (its metaclass is `ABCMeta`). */
  isAbstract = false;
  /** Names annotated in the class body, in order. */
  annotated: readonly string[] = [];
  /** Their annotations as source text, where it matters (`ClassVar`). */
  annotationTexts: ReadonlyMap<string, string> = new Map();

  constructor(
    readonly name: string,
    readonly bases: PyType[],
    readonly isHeap = false,
    attributes = new Map<string, Value>(),
  ) {
    super();
    this.qualname = name;
    this.shownName = name;
    this.attributes = attributes;
    this.mro = [this, ...linearize(bases)];
  }

  /** The attribute `name` as found along the resolution order, not bound. */
  lookup(name: string): Value | undefined {
    if (this.cacheVersion !== typeVersion.current) {
      this.cache.clear();
      this.cacheVersion = typeVersion.current;
    }
    const cached = this.cache.get(name);
    if (cached !== undefined || this.cache.has(name)) return cached;
    let found: Value | undefined;
    for (const type of this.mro) {
      found = type.attributes.get(name);
      if (found !== undefined) break;
    }
    if (name.length > LONGEST_CACHED) return found;
    // A program may ask for any number of names.
    if (this.cache.size >= MOST_CACHED) this.cache.clear();
    this.cache.set(name, found);
    return found;
  }

  setAttribute(name: string, value: Value): void {
    this.attributes.set(name, value);
    typeVersion.current++;
  }

  isSubclassOf(other: PyType): boolean {
    return this === other || this.mro.includes(other);
  }
}

/** Counts changes to classes, so that lookups may be cached. */
const typeVersion = { current: 0 };

/** A base list with no consistent resolution order; the caller words the TypeError. */
export class InconsistentOrder {
  constructor(readonly bases: PyType[]) {}
}

/** C3 linearisation (https://www.python.org/download/releases/2.3/mro/) of the bases' orders. */
function linearize(bases: PyType[]): PyType[] {
  if (bases.length === 1) return bases[0].mro;
  const queues = [...bases.map((base) => [...base.mro]), [...bases]].filter((queue) => queue.length > 0);
  const order: PyType[] = [];
  while (queues.some((queue) => queue.length > 0)) {
    const next = queues
      .filter((queue) => queue.length > 0)
      .map((queue) => queue[0])
      .find((head) => !queues.some((queue) => queue.indexOf(head, 1) > 0));
    if (next === undefined) throw new InconsistentOrder(bases);
    order.push(next);
    for (const queue of queues) if (queue[0] === next) queue.shift();
  }
  return order;
}

/** An instance of a class from the program. */
export class PyInstance extends PyObject {
  readonly attributes = new Map<string, Value>();
  /** For classes derived from a built-in type: the built-in value itself. */
  payload: Value | undefined = undefined;

  constructor(cls: PyType) {
    super();
    this.cls = cls;
  }
}

/** An exception instance, of a built-in class or one from the program. */
export class PyException extends PyInstance {
  cause: Value = null;
  context: PyException | null = null;
  /** Line where it was raised first, 0 while it was not. */
  line = 0;

  constructor(
    cls: PyType,
    public args: readonly Value[],
  ) {
    super(cls);
  }
}

export class PyModule extends PyObject {
  constructor(
    readonly name: string,
    readonly attributes: Map<string, Value>,
    /** Names that CPython's module has and ours leaves out. */
    readonly leftOut: ReadonlySet<string> = new Set(),
  ) {
    super();
  }
}

/** A parameter of a Python function. */
export interface Parameter {
  name: string;
  slot: number;
}

/** What a `def` or `lambda` compiles to, shared by all functions made from it. */
export interface Code {
  name: string;
  qualname: string;
  line: number;
  /** Slots of a frame; slot 0 is the defining frame. */
  size: number;
  /** Positional parameters, positional-only ones first; parameter i lives in slot i + 1. */
  parameters: string[];
  positionalOnly: number;
  keywordOnly: string[];
  /** Slot of `*args`, 0 when there is none. */
  varargSlot: number;
  kwargSlot: number;
  /** Nothing but plain positional parameters. */
  simple: boolean;
  isGenerator: boolean;
  docstring: Value;
  /** Runs the body on a filled frame. */
  run: (frame: Frame) => Value;
}

export class PyFunction extends PyObject {
  /** Attributes set by the program (`f.calls = 0`). */
  attributes: Map<string, Value> | null = null;
  name: string;

  constructor(
    readonly code: Code,
    readonly parent: Frame,
    /** Defaults of the last positional parameters. */
    readonly defaults: readonly Value[],
    readonly keywordDefaults: ReadonlyMap<string, Value> | null,
  ) {
    super();
    this.name = code.name;
  }
}

/** How a built-in takes arguments, and so how CPython words a wrong count. */
export type Convention = 'exact' | 'range' | 'keywords' | 'parse' | 'python' | 'slot' | 'variadic';

/** Native code behind a built-in: missing optional arguments are `undefined`. */
export interface NativePositional {
  call(a?: Value, b?: Value, c?: Value, d?: Value, e?: Value, f?: Value): Value;
}

export type NativeVariadic = (args: Value[], kwargs: Kwargs | null) => Value;

/** A function or method of the run-time library. For methods the first argument is `self`. */
export class PyBuiltin extends PyObject {
  /** Type that owns the method, for binding and for messages; `null` for functions. */
  owner: PyType | null = null;
  /** For class and static methods: the type they belong to, for messages. */
  within: PyType | null = null;
  /** Leading arguments that messages do not count: the class of a class method. */
  hidden: 0 | 1 = 0;
  /** For functions of modules: how messages name the module. */
  module: string | null = null;

  constructor(
    readonly name: string,
    readonly min: number,
    readonly max: number,
    /** Positional code with `min`..`max` arguments (`self` included for methods); `null` when variadic. */
    readonly native: NativePositional['call'] | null,
    readonly variadic: NativeVariadic | null,
    readonly convention: Convention,
    /** Names by which the arguments (without `self`) may be passed. */
    readonly keywords: readonly string[] | null,
  ) {
    super();
    // An own property in every one, since some get another type: calls see objects of one shape.
    this.cls = PyBuiltin.prototype.cls;
  }
}

export class PyBoundMethod extends PyObject {
  constructor(
    readonly self: Value,
    readonly func: Value,
  ) {
    super();
  }
}

/** A bound method of a built-in type. */
export class PyBuiltinMethod extends PyBoundMethod {}

/** A bound special method of a built-in type (`(5).__add__`). */
export class PySlotMethod extends PyBoundMethod {}

export class PyProperty extends PyObject {
  constructor(
    readonly getter: Value,
    readonly setter: Value,
    readonly deleter: Value,
  ) {
    super();
  }
}

export class PyClassMethod extends PyObject {
  constructor(readonly func: Value) {
    super();
  }
}

export class PyStaticMethod extends PyObject {
  constructor(readonly func: Value) {
    super();
  }
}

/** `super()` of an instance or class, starting after `start` in the resolution order. */
export class PySuper extends PyObject {
  constructor(
    readonly start: PyType,
    readonly self: Value,
    readonly order: PyType,
  ) {
    super();
  }
}

/** An attribute computed by native code, as C's getset descriptors. */
export class PyGetter extends PyObject {
  constructor(
    readonly name: string,
    readonly get: (self: Value) => Value,
    readonly set: ((self: Value, value: Value) => void) | null = null,
  ) {
    super();
  }
}

/** Anything with `__next__` that the run-time library steps. */
export abstract class PyIterator extends PyObject {
  /** The next item, `undefined` when exhausted. Charges fuel where it loops by itself. */
  abstract next(): Value | undefined;
}
