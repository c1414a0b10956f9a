import type { BinaryOperator } from '../ast.ts';
import { allocate, payForText, unsupported } from '../budget.ts';
import { construct } from '../ops/call.ts';
import { repr } from '../ops/repr.ts';
import { typeError } from './exceptions.ts';
import { makeType, noneType, objectType, typeType } from './types.ts';
import { type Kwargs, PyList, PyObject, PyTuple, PyType, type Value } from './value.ts';

/** `int | None`: what annotations make with `|`. */
export class PyUnion extends PyObject {
  constructor(readonly members: readonly Value[]) {
    super();
  }

  override operate(op: BinaryOperator, other: Value, reflected: boolean): Value | undefined {
    return op === 'BitOr' ? makeUnion(this, other, reflected) : undefined;
  }

  override classes(): readonly Value[] {
    return this.members.map((member) => (member === null ? noneType : member));
  }

  override equals(other: Value): boolean {
    return (
      other instanceof PyUnion &&
      other.members.length === this.members.length &&
      this.members.every((m) => other.members.includes(m))
    );
  }

  /** By address in CPython, of its class among others. */
  override hashAs(): Value {
    return new PyTuple([this.cls, this.members.length]);
  }

  override represent(): string {
    // Forms of `typing` turn a union into one of theirs, worded by rules of their own.
    if (this.members.some((member) => member instanceof PyTypeForm && member.cls !== genericAliasType))
      unsupported('repr of typing unions');
    return this.members.map((member) => (member === noneType ? 'None' : formName(member))).join(' | ');
  }
}

PyUnion.prototype.cls = makeType('UnionType');
PyUnion.prototype.cls.shownName = 'types.UnionType';
PyUnion.prototype.cls.module = 'types';

/** Estimated bytes of a form that a program makes. */
const FORM_BYTES = 256;

/**
 * A form of the module `typing`: `List`, `Optional[int]`, `TypeVar('T')`. It can be subscripted, joined with `|` and
 * derived from; at run time it means nothing, or the built-in class that it names.
 */
export class PyTypeForm extends PyObject {
  constructor(
    readonly text: string,
    /** The class that the form stands for in `isinstance` and as a base. */
    readonly origin: PyType | null,
    /** What calling it does (`TypeVar('T')`, `NamedTuple('P', …)`). */
    private readonly called: ((args: Value[], kwargs: Kwargs | null) => Value) | null = null,
    readonly parameters: readonly Value[] = [],
  ) {
    super();
  }

  override getItem(key: Value): Value {
    // A form among the parameters may be, or hold, a variable that the key stands for.
    if (this.parameters.length > 0 && !this.parameters.some((parameter) => parameter instanceof PyTypeForm)) {
      typeError(`${this.text} is not a generic class`);
    }
    const parameters = key instanceof PyTuple ? key.items : [key];
    allocate(FORM_BYTES);
    return new PyTypeForm(
      payForText(`${this.text}[${parameters.map(formName).join(', ')}]`),
      this.origin,
      this.called,
      parameters,
    );
  }

  override operate(op: BinaryOperator, other: Value, reflected: boolean): Value | undefined {
    return op === 'BitOr' ? makeUnion(this, other, reflected) : undefined;
  }

  override invoke(args: Value[], kwargs: Kwargs | null): Value {
    if (this.called !== null) return this.called(args, kwargs);
    typeError(
      `Type ${this.text.split('.').pop()} cannot be instantiated; use ${this.origin?.name ?? 'a class'}() instead`,
    );
  }

  override classes(): readonly Value[] {
    if (this.parameters.length > 0) {
      typeError(
        this.cls === genericAliasType
          ? 'isinstance() argument 2 cannot be a parameterized generic'
          : 'Subscripted generics cannot be used with class and instance checks',
      );
    }
    if (this.origin === null) typeError('isinstance() arg 2 must be a type, a tuple of types, or a union');
    return [this.origin];
  }

  override asBase(): PyType {
    return this.origin ?? objectType;
  }

  override equals(other: Value): boolean {
    return other instanceof PyTypeForm && other.text === this.text;
  }

  /** By address in CPython, of its class among others. */
  override hashAs(): Value {
    return new PyTuple([this.cls, this.text]);
  }

  override iterate(): never {
    return unsupported('unpacking a type form');
  }

  override represent(): string {
    if (this.cls !== genericAliasType) unsupported('repr of typing forms');
    return this.text;
  }
}

PyTypeForm.prototype.cls = makeType('_GenericAlias');
PyTypeForm.prototype.cls.construct = () => unsupported('calling typing._GenericAlias');

const genericAliasType = makeType('GenericAlias');
genericAliasType.shownName = 'types.GenericAlias';
genericAliasType.module = 'types';

/** `list[int]`. */
export function genericAlias(type: PyType, key: Value): Value {
  const parameters = key instanceof PyTuple ? key.items : [key];
  allocate(FORM_BYTES);
  const form = new PyTypeForm(
    payForText(`${formName(type)}[${parameters.map(formName).join(', ')}]`),
    type,
    (args, kwargs) => construct(type, args, kwargs),
    parameters,
  );
  form.cls = genericAliasType;
  return form;
}

PyType.prototype.operate = function (
  this: PyType,
  op: BinaryOperator,
  other: Value,
  reflected: boolean,
): Value | undefined {
  return op === 'BitOr' ? makeUnion(this, other, reflected) : undefined;
};

function makeUnion(form: Value, other: Value, reflected: boolean): Value | undefined {
  if (!isForm(form) || !isForm(other)) return undefined;
  const members: Value[] = [];
  for (const side of reflected ? [other, form] : [form, other]) {
    for (const member of side instanceof PyUnion ? side.members : [side])
      if (!members.includes(member)) members.push(member);
  }
  return members.length === 1 ? members[0] : new PyUnion(members);
}

function isForm(value: Value): boolean {
  return value === null || value instanceof PyType || value instanceof PyUnion || value instanceof PyTypeForm;
}

/** How an annotation shows inside another one. */
function formName(value: Value): string {
  if (value === null) return 'None';
  if (value instanceof PyType)
    return value === typeType ? 'type' : value.module === 'builtins' ? value.name : `${value.module}.${value.qualname}`;
  if (value instanceof PyList) return `[${value.items.map(formName).join(', ')}]`;
  return value instanceof PyTypeForm ? value.text : repr(value);
}
