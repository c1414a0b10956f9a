import { typeError } from '../values/exceptions.ts';
import { functionType, methodDescriptorType, wrapperDescriptorType } from '../values/types.ts';
import {
  type Convention,
  type Kwargs,
  type NativePositional,
  PyBuiltin,
  PyClassMethod,
  PyGetter,
  PyStaticMethod,
  type PyType,
  type Value,
} from '../values/value.ts';

/** A built-in before it has its name. */
export interface Definition {
  min: number;
  max: number;
  native: NativePositional['call'] | null;
  variadic: ((args: Value[], kwargs: Kwargs | null) => Value) | null;
  convention: Convention;
  keywords: readonly string[] | null;
}

/** Exactly `count` arguments (`self` included for methods), by position only. */
export function exact(count: number, native: NativePositional['call']): Definition {
  return { min: count, max: count, native, variadic: null, convention: 'exact', keywords: null };
}

/** From `min` to `max` arguments, by position only. */
export function range(min: number, max: number, native: NativePositional['call']): Definition {
  return { min, max, native, variadic: null, convention: 'range', keywords: null };
}

/** As `range`, with errors worded as by C's `PyArg_ParseTuple`. */
export function parsed(min: number, max: number, native: NativePositional['call']): Definition {
  return { min, max, native, variadic: null, convention: 'parse', keywords: null };
}

/**
 * Arguments that may be given by name.
 * @param names of the arguments without `self`; '' for those that are positional only.
 * @param required how many of them must be given.
 */
export function keywords(
  names: readonly string[],
  required: number,
  native: NativePositional['call'],
  self: 0 | 1 = 1,
): Definition {
  return {
    min: required + self,
    max: names.length + self,
    native,
    variadic: null,
    convention: 'keywords',
    keywords: names,
  };
}

/** As `keywords`, for what CPython has written in Python: errors are worded as those of a program's own functions. */
export function python(
  names: readonly string[],
  required: number,
  native: NativePositional['call'],
  self: 0 | 1 = 0,
): Definition {
  return { ...keywords(names, required, native, self), convention: 'python' };
}

/** Any arguments. */
export function variadic(native: (args: Value[], kwargs: Kwargs | null) => Value): Definition {
  return {
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    native: null,
    variadic: native,
    convention: 'variadic',
    keywords: null,
  };
}

/** Makes a built-in function. */
export function makeBuiltin(name: string, d: Definition): PyBuiltin {
  return new PyBuiltin(name, d.min, d.max, d.native, d.variadic, d.convention, d.keywords);
}

/** Puts methods into a built-in type. */
export function defineMethods(type: PyType, methods: Record<string, Definition>): void {
  for (const [name, definition] of Object.entries(methods)) {
    const method = makeBuiltin(name, definition);
    method.owner = type;
    if (type.writtenInPython) method.cls = functionType;
    else method.cls = definition.convention === 'slot' ? wrapperDescriptorType : methodDescriptorType;
    type.attributes.set(name, method);
  }
}

/** Puts class methods into a built-in type; the class is their first argument. */
export function defineClassMethods(type: PyType, methods: Record<string, Definition>): void {
  for (const [name, definition] of Object.entries(methods)) {
    const method = makeBuiltin(name, definition);
    method.within = type;
    method.hidden = 1;
    if (type.writtenInPython) method.cls = functionType;
    type.attributes.set(name, new PyClassMethod(method));
  }
}

/** Puts static methods into a built-in type. */
export function defineStaticMethods(type: PyType, methods: Record<string, Definition>): void {
  for (const [name, definition] of Object.entries(methods)) {
    const method = makeBuiltin(name, definition);
    method.within = type;
    type.attributes.set(name, new PyStaticMethod(method));
  }
}

/** Puts computed attributes into a built-in type. */
export function defineGetters(type: PyType, getters: Record<string, (self: never) => Value>): void {
  for (const [name, get] of Object.entries(getters)) {
    type.attributes.set(name, new PyGetter(name, get as (self: Value) => Value));
  }
}

/** Any positional arguments, no keyword arguments. */
export function noKeywords(native: (args: Value[]) => Value): Definition {
  return { ...variadic(native), max: -1 };
}

/** Arguments by place or by name of a constructor, which takes them all as optional. */
export function parseArguments(
  name: string,
  names: readonly string[],
  args: readonly Value[],
  kwargs: Kwargs | null,
): (Value | undefined)[] {
  const given = args.length + (kwargs === null ? 0 : kwargs.names.length);
  if (given > names.length) {
    typeError(`${name}() takes at most ${names.length} arguments (${given} given)`);
  }
  const placed: (Value | undefined)[] = names.map((_, i) => args[i]);
  kwargs?.names.forEach((keyword, i) => {
    const place = names.indexOf(keyword);
    if (place < 0) typeError(`'${keyword}' is an invalid keyword argument for ${name}()`);
    if (place < args.length) {
      typeError(`argument for ${name}() given by name ('${keyword}') and position (${place + 1})`);
    }
    placed[place] = kwargs.values[i];
  });
  return placed;
}

/** The value of a keyword argument; `fallback` (or `undefined`) when it is not given. */
export function keyword(kwargs: Kwargs | null, name: string): Value | undefined;
export function keyword(kwargs: Kwargs | null, name: string, fallback: Value): Value;
export function keyword(kwargs: Kwargs | null, name: string, fallback?: Value): Value | undefined {
  if (kwargs === null) return fallback;
  const place = kwargs.names.indexOf(name);
  return place < 0 ? fallback : kwargs.values[place];
}

/** An argument given by place or by name; `fallback` (or `undefined`) when it is not given. */
export function argument(args: readonly Value[], place: number, kwargs: Kwargs | null, name: string): Value | undefined;
export function argument(
  args: readonly Value[],
  place: number,
  kwargs: Kwargs | null,
  name: string,
  fallback: Value,
): Value;
export function argument(
  args: readonly Value[],
  place: number,
  kwargs: Kwargs | null,
  name: string,
  fallback?: Value,
): Value | undefined {
  if (place < args.length) return args[place];
  return fallback === undefined ? keyword(kwargs, name) : keyword(kwargs, name, fallback);
}
