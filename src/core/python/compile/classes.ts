import type { ClassDef, Expression } from '../ast.ts';
import { allocate, held, unsupported } from '../budget.ts';
import { bind } from '../ops/attributes.ts';
import { call } from '../ops/call.ts';
import { typeError, valueError } from '../values/exceptions.ts';
import { newFrame } from '../values/frame.ts';
import { objectType, typeName, typeType } from '../values/types.ts';
import {
  InconsistentOrder,
  type Kwargs,
  PyBuiltin,
  PyClassMethod,
  PyFunction,
  PyInstance,
  PyList,
  PyObject,
  PyProperty,
  PyStaticMethod,
  PyTuple,
  PyType,
  type Value,
} from '../values/value.ts';
import { collectBindings } from './bindings.ts';
import { childExpressions } from './children.ts';
import { compileExpression } from './expressions.ts';
import { docstringOf } from './functions.ts';
import { compileStoreName } from './names.ts';
import { Scope } from './scope.ts';
import { compileBlock } from './statements.ts';
import type { Execute } from './types.ts';

/**
 * Hooks of base classes that build their subclasses in their own way (`Enum`, `NamedTuple`); the first base that has
 * one makes the class.
 */
export const classBuilders = new Map<
  PyType,
  (name: string, bases: PyType[], namespace: Map<string, Value>, annotated: readonly string[]) => Value
>();

/** Compiles a `class` statement. */
export function compileClassDef(node: ClassDef, scope: Scope): Execute {
  const inner = new Scope('class', node.name, scope, scope.context);
  inner.className = node.name;
  const classSlot = inner.declare('__class__');
  collectBindings(node.body, inner);
  const body = compileBlock(node.body, inner, node.name);
  const { live, tracer } = scope.context;
  const traced = tracer === null ? body : tracer.body(node.name, node.line, inner, (f) => body(f) ?? null);
  const run = live === null ? traced : live.call((f) => traced(f) ?? null, 0);
  const bases = node.bases.map((base) => compileExpression(base, scope));
  const keywords = node.keywords.map((keyword) => ({
    name: keyword.arg,
    value: compileExpression(keyword.value, scope),
  }));
  const decorators = node.decorator_list.map((decorator) => compileExpression(decorator, scope));
  const store = compileStoreName(scope, node.name);
  const qualname = scope.qualify(node.name);
  const members = [...inner.names].filter(([name]) => name !== '__class__' && !name.startsWith('.'));
  const docstring = docstringOf(node.body);
  const annotationTexts = new Map(inner.annotated.map((a) => [a.name, namesIn(a.annotation)]));
  return (f) => {
    const functions = decorators.map((decorator) => decorator(f));
    const parents = bases.map((base) => toBase(base(f)));
    const kwargs: Kwargs = { names: [], values: [] };
    for (const { name, value } of keywords) {
      if (name === null) unsupported('** in a class statement');
      kwargs.names.push(name);
      kwargs.values.push(value(f));
    }
    const frame = held(newFrame(inner.size, f));
    run(frame);
    const namespace = new Map<string, Value>();
    for (const [name, slot] of members) {
      const value = frame[slot];
      if (value !== undefined) namespace.set(name, value);
    }
    if (docstring !== null) namespace.set('__doc__', docstring);
    let value = makeClass(
      node.name,
      qualname,
      parents,
      namespace,
      kwargs,
      inner.annotated.map((a) => a.name),
    );
    frame[classSlot] = value;
    if (value instanceof PyType) value.annotationTexts = annotationTexts;
    for (let i = functions.length - 1; i >= 0; i--) value = call(functions[i], [value]);
    store(f, value);
    return undefined;
  };
}

/** The names in an annotation, one after another. */
function namesIn(annotation: Expression): string {
  const own = annotation.kind === 'Name' ? annotation.id : annotation.kind === 'Attribute' ? annotation.attr : '';
  if (annotation.kind === 'Constant') return String(annotation.value);
  return [own, ...childExpressions(annotation).map(namesIn)].join(' ');
}

/** A base given in a class statement; annotations of `typing` such as `Generic[T]` stand for their class. */
function toBase(value: Value): PyType {
  if (value instanceof PyType) return value;
  const entries = value instanceof PyInstance ? value.cls.lookup('__mro_entries__') : undefined;
  if (entries !== undefined) {
    const replaced = call(bind(entries, value, (value as PyInstance).cls), [new PyTuple([value])]);
    if (replaced instanceof PyTuple && replaced.items[0] instanceof PyType) return replaced.items[0];
    return objectType;
  }
  if (value instanceof PyObject && value.asBase !== undefined) return value.asBase();
  if (value instanceof PyBuiltin && value.name.endsWith('ExceptionGroup')) unsupported(value.name);
  if (value instanceof PyFunction) typeError("function() argument 'code' must be code, not str");
  typeError(`${typeName(value)} is not an acceptable base type`);
}

/** Types that CPython does not let classes derive from either. */
const CLOSED = new Set(
  'NoneType NotImplementedType bool builtin_function_or_method cell code coroutine dict_items dict_keys dict_values ellipsis frame function generator getset_descriptor memoryview method range slice Match Pattern UnionType'.split(
    ' ',
  ),
);

/** Makes the class and runs the hooks of its bases and members. */
export function makeClass(
  name: string,
  qualname: string,
  parents: PyType[],
  namespace: Map<string, Value>,
  kwargs: Kwargs,
  annotated: readonly string[],
): Value {
  let isAbstract = false;
  const metaclass = kwargs.names.indexOf('metaclass');
  if (metaclass >= 0) {
    const type = kwargs.values[metaclass];
    if (!(type instanceof PyType) || (type !== typeType && type.name !== 'ABCMeta' && type.name !== 'EnumMeta')) {
      unsupported('metaclasses');
    }
    kwargs = without(kwargs, metaclass);
    isAbstract = type.name === 'ABCMeta';
  }
  const bases = parents.length === 0 ? [objectType] : parents;
  for (const base of bases) {
    if (base === typeType) unsupported('metaclasses');
    if (base.isHeap || base.acceptableBase) continue;
    if (!CLOSED.has(base.name)) unsupported(`deriving from ${base.shownName}`);
    typeError(`type '${base.name}' is not an acceptable base type`);
  }
  const builder = bases
    .map((base) => base.mro.map((type) => classBuilders.get(type)).find((b) => b !== undefined))
    .find((b) => b !== undefined);
  if (builder !== undefined) return builder(name, bases, namespace, annotated);
  const cls = newClass(name, qualname, bases, namespace);
  cls.annotated = annotated;
  if (isAbstract) {
    cls.isAbstract = true;
    cls.abstractMethods = abstractMethods(cls);
  }
  finishClass(cls, kwargs);
  return cls;
}

function without(kwargs: Kwargs, place: number): Kwargs {
  return { names: kwargs.names.filter((_, i) => i !== place), values: kwargs.values.filter((_, i) => i !== place) };
}

/** Estimated bytes of a class, besides its members. */
const CLASS_BYTES = 1024;

/** A class object with its namespace, before any hook has run. */
export function newClass(name: string, qualname: string, bases: PyType[], namespace: Map<string, Value>): PyType {
  if (new Set(bases).size < bases.length) {
    const twice = bases.find((base, i) => bases.indexOf(base) !== i)!;
    typeError(`duplicate base class ${twice.name}`);
  }
  allocate(CLASS_BYTES);
  let cls: PyType;
  try {
    cls = new PyType(name, bases, true, namespace);
  } catch (error) {
    if (!(error instanceof InconsistentOrder)) throw error;
    typeError(
      `Cannot create a consistent method resolution\norder (MRO) for bases ${error.bases.map((base) => base.name).join(', ')}`,
    );
  }
  cls.module = '__main__';
  cls.qualname = qualname;
  checkLayouts(cls);
  checkSlotNames(namespace);
  if (namespace.has('__del__')) unsupported('__del__, which runs when the last reference goes,');
  // A class with an __eq__ of its own and no __hash__ is unhashable.
  if (namespace.has('__eq__') && !namespace.has('__hash__')) namespace.set('__hash__', null);
  for (const hook of ['__init_subclass__', '__class_getitem__']) {
    const value = namespace.get(hook);
    if (value instanceof PyFunction) namespace.set(hook, new PyClassMethod(value));
  }
  const maker = namespace.get('__new__');
  if (maker instanceof PyFunction) namespace.set('__new__', new PyStaticMethod(maker));
  cls.isAbstract = bases.some((base) => base.isAbstract);
  if (cls.isAbstract) cls.abstractMethods = abstractMethods(cls);
  return cls;
}

function checkSlotNames(namespace: ReadonlyMap<string, Value>): void {
  const slots = namespace.get('__slots__');
  const names = slots instanceof PyTuple || slots instanceof PyList ? slots.items : [slots];
  for (const name of names) {
    if (typeof name === 'string' && namespace.has(name)) {
      valueError(`'${name}' in __slots__ conflicts with class variable`);
    }
  }
}

/** Refuses to derive from two built-in classes whose instances hold different things. */
function checkLayouts(cls: PyType): void {
  const holders = cls.mro.filter(
    (type) =>
      !type.isHeap && type !== objectType && type.module !== 'enum' && type.construct !== undefined && !type.isAbstract,
  );
  const isError = (type: PyType): boolean => type.mro.some((ancestor) => ancestor.name === 'BaseException');
  for (const a of holders) {
    for (const b of holders) {
      if (a.isSubclassOf(b) || b.isSubclassOf(a) || (isError(a) && isError(b))) continue;
      typeError('multiple bases have instance lay-out conflict');
    }
  }
}

/** Calls `__set_name__` of members and `__init_subclass__` of the bases. */
function finishClass(cls: PyType, kwargs: Kwargs): void {
  for (const [name, value] of [...cls.attributes]) {
    if (!(value instanceof PyInstance)) continue;
    const hook = value.cls.lookup('__set_name__');
    if (hook !== undefined) call(bind(hook, value, value.cls), [cls, name]);
  }
  for (const base of cls.mro.slice(1)) {
    const hook = base.attributes.get('__init_subclass__');
    if (hook instanceof PyClassMethod) {
      call(hook.func, [cls], kwargs.names.length > 0 ? kwargs : null);
      return;
    }
  }
}

/** Names of the abstract methods that `cls` leaves abstract, sorted. */
function abstractMethods(cls: PyType): string[] {
  const names = new Set<string>();
  for (const type of cls.mro) {
    if (!type.isHeap) {
      for (const name of type.abstractMethods) if (cls.lookup(name) === undefined) names.add(name);
      continue;
    }
    for (const name of type === cls ? type.attributes.keys() : type.abstractMethods) {
      const value = cls.lookup(name);
      if (value !== undefined && isAbstractMethod(value)) names.add(name);
    }
  }
  return [...names].sort();
}

function isAbstractMethod(value: Value): boolean {
  if (value instanceof PyFunction) return value.attributes?.get('__isabstractmethod__') === true;
  if (value instanceof PyProperty) return isAbstractMethod(value.getter);
  if (value instanceof PyClassMethod || value instanceof PyStaticMethod) return isAbstractMethod(value.func);
  return false;
}
