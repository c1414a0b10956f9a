import type { Attribute, Call, Expression, Keyword } from '../ast.ts';
import { allocate, budget, charge, held, MAX_DEPTH, outOfFuel } from '../budget.ts';
import { findAttribute, noAttribute } from '../ops/attributes.ts';
import { call, callFunction } from '../ops/call.ts';
import { payloadOf } from '../ops/equal.ts';
import { iterateAll, tryIterator } from '../ops/iterate.ts';
import { tooDeep } from '../ops/recursion.ts';
import { PyDict } from '../values/dict.ts';
import { raise, typeError } from '../values/exceptions.ts';
import { type Frame, newFrame } from '../values/frame.ts';
import { typeName, typeOf } from '../values/types.ts';
import {
  type Kwargs,
  PyBuiltin,
  PyFunction,
  PyInstance,
  PyList,
  PySuper,
  PyType,
  type Value,
} from '../values/value.ts';
import { compileGeneratorExpression } from './comprehensions.ts';
import { compileElements, compileExpression, keeping, mergeMapping } from './expressions.ts';
import { ancestor, knownBuiltin } from './names.ts';
import { resolve, type Scope } from './scope.ts';
import type { Evaluate } from './types.ts';

/** Compiles a call. */
export function compileCall(node: Call, scope: Scope): Evaluate {
  const plain = node.keywords.length === 0 && !node.args.some((arg) => arg.kind === 'Starred');
  if (node.func.kind === 'Name' && node.func.id === 'super' && knownBuiltin(scope, 'super') !== undefined) {
    if (plain && node.args.length === 0) return compileSuper(scope);
  }
  if (!plain) return compileGeneralCall(node, scope);
  const builtin = node.func.kind === 'Name' ? knownBuiltin(scope, node.func.id) : undefined;
  const args = node.args.map((arg) =>
    arg.kind === 'GeneratorExp' && builtin !== undefined
      ? keeping(scope, compileGeneratorExpression(arg, scope, true))
      : compileExpression(arg, scope),
  );
  if (node.func.kind === 'Attribute') return compileMethodCall(node.func, args, scope);
  if (node.func.kind === 'Name') {
    if (builtin instanceof PyBuiltin) {
      const direct = compileBuiltinCall(builtin, args);
      if (direct !== undefined) return direct;
    }
  }
  return compileFunctionCall(compileExpression(node.func, scope), args);
}

/** A built-in function known at compile time, with a fitting number of arguments: called without checks. */
function compileBuiltinCall(builtin: PyBuiltin, args: Evaluate[]): Evaluate | undefined {
  const { native } = builtin;
  if (native === null || args.length < builtin.min || args.length > builtin.max) return undefined;
  const [a, b, c] = args;
  switch (args.length) {
    case 0:
      return () => native();
    case 1:
      return (f) => {
        if (--budget.fuel < 0) outOfFuel();
        return native(a(f));
      };
    case 2:
      return (f) => {
        if (--budget.fuel < 0) outOfFuel();
        return native(a(f), b(f));
      };
    case 3:
      return (f) => {
        if (--budget.fuel < 0) outOfFuel();
        return native(a(f), b(f), c(f));
      };
    default:
      return undefined;
  }
}

/** Runs a Python function on a filled frame. */
function enter(fn: PyFunction, frame: Frame): Value {
  if (++budget.depth > MAX_DEPTH) tooDeep('');
  if (--budget.fuel < 0) outOfFuel();
  const result = fn.code.run(frame);
  budget.depth--;
  return result;
}

function compileFunctionCall(func: Evaluate, args: Evaluate[]): Evaluate {
  const count = args.length;
  if (count === 1) {
    const [a] = args;
    return (f) => {
      const fn = func(f);
      if (fn instanceof PyFunction) {
        const { code } = fn;
        if (code.simple && code.parameters.length === 1) {
          const frame = newFrame(code.size, fn.parent);
          frame[1] = a(f);
          return enter(fn, frame);
        }
      }
      return call(fn, [a(f)], null);
    };
  }
  return (f) => {
    const fn = func(f);
    if (fn instanceof PyFunction) {
      const { code } = fn;
      if (code.simple && code.parameters.length === count) {
        const frame = newFrame(code.size, fn.parent);
        for (let i = 0; i < count; i++) frame[i + 1] = args[i](f);
        return enter(fn, frame);
      }
    }
    const values: Value[] = [];
    for (let i = 0; i < count; i++) values.push(args[i](f));
    return call(fn, values, null);
  };
}

/** Compiles `object.name(args)` without making a bound method where it can. */
function compileMethodCall(func: Attribute, args: Evaluate[], scope: Scope): Evaluate {
  const object = compileExpression(func.value, scope);
  const name = scope.mangle(func.attr);
  if (name === 'append' && args.length === 1) return compileAppend(object, args);
  const count = args.length;
  const [a, b] = args;
  let cachedType: PyType | null = null;
  let cached: PyBuiltin | null = null;
  return (f) => {
    const self = object(f);
    const type = typeOf(self);
    if (type === cachedType) {
      if (--budget.fuel < 0) outOfFuel();
      const native = cached!.native!;
      switch (count) {
        case 0:
          return native(self);
        case 1:
          return native(self, a(f));
        case 2:
          return native(self, a(f), b(f));
        default:
          return native(self, ...(args.map((arg) => arg(f)) as [Value]));
      }
    }
    if (!type.isHeap && !(self instanceof PyType) && !(self instanceof PySuper)) {
      const method = type.lookup(name);
      if (method instanceof PyBuiltin && method.native !== null && count + 1 >= method.min && count + 1 <= method.max) {
        cachedType = type;
        cached = method;
        if (--budget.fuel < 0) outOfFuel();
        return method.native(self, ...(args.map((arg) => arg(f)) as [Value]));
      }
    }
    return callMethod(self, name, args, f);
  };
}

function compileAppend(object: Evaluate, args: Evaluate[]): Evaluate {
  const [item] = args;
  return (f) => {
    const self = object(f);
    if (self instanceof PyList) {
      if (--budget.fuel < 0) outOfFuel();
      if ((budget.memory -= 8) < 0) allocate(0);
      self.items.push(item(f));
      return null;
    }
    return callMethod(self, 'append', args, f);
  };
}

function callMethod(self: Value, name: string, args: Evaluate[], f: Frame): Value {
  if (self instanceof PyInstance && !self.attributes.has(name)) {
    const method = self.cls.lookup(name);
    if (method instanceof PyFunction) {
      const values: Value[] = [self];
      for (const arg of args) values.push(arg(f));
      return callFunction(held(method), values, null);
    }
  }
  const method = findAttribute(self, name);
  if (method === undefined) noAttribute(self, name);
  return call(
    method,
    args.map((arg) => arg(f)),
    null,
  );
}

/** A call with keywords or stars. */
function compileGeneralCall(node: Call, scope: Scope): Evaluate {
  const func = compileExpression(node.func, scope);
  const args = compileArguments(node.args, scope);
  const keywords = compileKeywords(node.keywords, scope);
  return (f) => {
    const fn = func(f);
    const values = args(f, fn);
    return call(fn, values, keywords(f, fn));
  };
}

function compileArguments(args: readonly Expression[], scope: Scope): (frame: Frame, fn: Value) => Value[] {
  if (!args.some((arg) => arg.kind === 'Starred')) return compileElements(args, scope);
  const parts = args.map((arg) => ({
    star: arg.kind === 'Starred',
    value: compileExpression(arg.kind === 'Starred' ? arg.value : arg, scope),
  }));
  return (f, fn) => {
    const values: Value[] = [];
    for (const part of parts) {
      const value = part.value(f);
      if (!part.star) values.push(value);
      else {
        if (tryIterator(value) === undefined) {
          const subject = parts.length === 1 ? `${callableName(fn)} argument` : 'Value';
          typeError(`${subject} after * must be an iterable, not ${typeName(value)}`);
        }
        iterateAll(
          value,
          (item) => {
            allocate(8);
            values.push(item);
          },
          () => values,
        );
      }
    }
    return values;
  };
}

/** How messages about stars name the function. */
function callableName(fn: Value): string {
  if (fn instanceof PyFunction) return `__main__.${fn.code.qualname}()`;
  if (fn instanceof PyBuiltin || fn instanceof PyType) return `${fn.name}()`;
  return `${typeName(fn)} object`;
}

function compileKeywords(keywords: readonly Keyword[], scope: Scope): (frame: Frame, fn: Value) => Kwargs | null {
  if (keywords.length === 0) return () => null;
  const values = keywords.map((keyword) => compileExpression(keyword.value, scope));
  if (keywords.every((keyword) => keyword.arg !== null)) {
    const names = keywords.map((keyword) => keyword.arg as string);
    return (f) => {
      const result: Value[] = [];
      for (let i = 0; i < values.length; i++) result.push(values[i](f));
      return { names, values: result };
    };
  }
  return (f, fn) => {
    const kwargs: Kwargs = { names: [], values: [] };
    keywords.forEach((keyword, i) => {
      const value = values[i](f);
      if (keyword.arg !== null) addKeyword(kwargs, keyword.arg, value, fn);
      else spreadKeywords(kwargs, value, fn);
    });
    return kwargs.names.length === 0 ? null : kwargs;
  };
}

function spreadKeywords(kwargs: Kwargs, value: Value, fn: Value): void {
  let mapping = payloadOf(value);
  if (!(mapping instanceof PyDict)) {
    if (!(mapping instanceof PyInstance) || mapping.cls.lookup('keys') === undefined) {
      typeError(`${callableName(fn)} argument after ** must be a mapping, not ${typeName(value)}`);
    }
    const dict = new PyDict();
    mergeMapping(dict, mapping);
    mapping = dict;
  }
  for (const [key, item] of (mapping as PyDict).entries()) {
    if (typeof key !== 'string') typeError('keywords must be strings');
    charge(1);
    addKeyword(kwargs, key, item, fn);
  }
}

function addKeyword(kwargs: Kwargs, name: string, value: Value, fn: Value): void {
  if (kwargs.names.includes(name)) {
    typeError(`${callableName(fn)} got multiple values for keyword argument '${name}'`);
  }
  kwargs.names.push(name);
  kwargs.values.push(value);
}

/** `super()` without arguments: the class around the method, and the method's first argument. */
function compileSuper(scope: Scope): Evaluate {
  const place = resolve(scope, '__class__');
  if (place.kind !== 'outer' || scope.kind !== 'function') {
    return () => raise('RuntimeError', 'super(): __class__ cell not found');
  }
  const { hops, slot } = place;
  return (f) => {
    const start = ancestor(f, hops)[slot];
    const self = f[1];
    if (self === undefined) raise('RuntimeError', 'super(): no arguments');
    return makeSuper(start as Value, self);
  };
}

/** `super(start, self)`. */
export function makeSuper(start: Value, self: Value): Value {
  if (!(start instanceof PyType)) typeError(`super() argument 1 must be a type, not ${typeName(start)}`);
  const order = self instanceof PyType && self.isSubclassOf(start) ? self : typeOf(self);
  if (!order.isSubclassOf(start)) typeError('super(type, obj): obj must be an instance or subtype of type');
  return new PySuper(start, self, order);
}
