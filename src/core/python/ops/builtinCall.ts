import { charge, unsupported } from '../budget.ts';
import { typeError } from '../values/exceptions.ts';
import { functionType, objectType, typeName, typeOf } from '../values/types.ts';
import { type Kwargs, type PyBuiltin, PyInstance, type PyType, type Value } from '../values/value.ts';
import { missingArguments, tooManyPositional } from './argumentErrors.ts';

/** Calls a built-in: checks `self`, the number of arguments and their names, wording errors as CPython does. */
export function callBuiltin(fn: PyBuiltin, args: Value[], kwargs: Kwargs | null): Value {
  charge(1);
  if (fn.owner !== null) args = checkSelf(fn, args);
  if (fn.variadic !== null) {
    if (fn.max < 0 && kwargs !== null && kwargs.names.length > 0)
      typeError(`${qualifiedName(fn)} takes no keyword arguments`);
    return fn.variadic(args, kwargs);
  }
  if (fn.convention === 'python') args = placeParameters(fn, args, kwargs);
  else if (kwargs !== null && kwargs.names.length > 0) args = placeKeywords(fn, args, kwargs);
  else if (args.length < fn.min || args.length > fn.max) wrongCount(fn, args.length, 0);
  return fn.native!(...(args as [Value]));
}

function checkSelf(fn: PyBuiltin, args: Value[]): Value[] {
  const owner = fn.owner!;
  if (args.length === 0) noSelf(fn, owner);
  const self = args[0];
  if (owner === objectType) return args;
  if (!typeOf(self).isSubclassOf(owner)) {
    if (fn.cls === functionType) unsupported(`${owner.name}.${fn.name}() of a ${typeName(self)}`);
    if (fn.convention === 'slot') {
      typeError(`descriptor '${fn.name}' requires a '${owner.shownName}' object but received a '${typeName(self)}'`);
    }
    typeError(`descriptor '${fn.name}' for '${owner.shownName}' objects doesn't apply to a '${typeName(self)}' object`);
  }
  if (self instanceof PyInstance && self.payload !== undefined) return [self.payload, ...args.slice(1)];
  return args;
}

function noSelf(fn: PyBuiltin, owner: PyType): never {
  if (fn.convention === 'slot') typeError(`descriptor '${fn.name}' of '${owner.shownName}' object needs an argument`);
  if (fn.cls === functionType) missingArguments(`${owner.name}.${fn.name}`, ['self'], 'positional');
  typeError(`unbound method ${owner.name}.${fn.name}() needs an argument`);
}

function placeKeywords(fn: PyBuiltin, args: Value[], kwargs: Kwargs): Value[] {
  const offset = hiddenArguments(fn);
  if (fn.convention === 'slot') typeError(`wrapper ${fn.name}() takes no keyword arguments`);
  if (fn.keywords === null) typeError(`${qualifiedName(fn)} takes no keyword arguments`);
  const placed: (Value | undefined)[] = args.slice();
  if (args.length + kwargs.names.length > fn.max) wrongCount(fn, args.length, kwargs.names.length);
  kwargs.names.forEach((name, k) => {
    const place = name === '' ? -1 : fn.keywords!.indexOf(name);
    if (place < 0) typeError(`'${name}' is an invalid keyword argument for ${parsedName(fn, 'this function')}`);
    if (placed[place + offset] !== undefined) {
      typeError(`argument for ${parsedName(fn)} given by name ('${name}') and position (${place + 1})`);
    }
    placed[place + offset] = kwargs.values[k];
  });
  for (let i = args.length; i < fn.min; i++) {
    if (placed[i] === undefined) {
      typeError(`${parsedName(fn)} missing required argument '${fn.keywords[i - offset]}' (pos ${i - offset + 1})`);
    }
  }
  return placed as Value[];
}

/** Arguments in the places of their parameters, as a function written in Python takes them. */
function placeParameters(fn: PyBuiltin, args: Value[], kwargs: Kwargs | null): Value[] {
  const type = fn.owner ?? fn.within;
  const name = type === null ? fn.name : `${type.name}.${fn.name}`;
  const offset = fn.max - fn.keywords!.length;
  const placed: (Value | undefined)[] = args.slice();
  kwargs?.names.forEach((keyword, k) => {
    const place = fn.keywords!.indexOf(keyword) + offset;
    if (place < offset) typeError(`${name}() got an unexpected keyword argument '${keyword}'`);
    if (placed[place] !== undefined) typeError(`${name}() got multiple values for argument '${keyword}'`);
    placed[place] = kwargs.values[k];
  });
  if (args.length > fn.max) tooManyPositional(name, fn.min, fn.max, args.length, 0);
  const missing = fn.keywords!.filter((_, i) => i + offset < fn.min && placed[i + offset] === undefined);
  if (missing.length > 0) missingArguments(name, missing, 'positional');
  return placed as Value[];
}

/** How C's parser of arguments names the function: that of `decimal` is not told. */
function parsedName(fn: PyBuiltin, unknown = 'function'): string {
  return (fn.owner ?? fn.within)?.module === 'decimal' ? unknown : `${fn.name}()`;
}

/** Leading arguments that messages do not count. */
function hiddenArguments(fn: PyBuiltin): 0 | 1 {
  return fn.owner === null ? fn.hidden : 1;
}

/** Name with its type, as in `list.append()`. */
function qualifiedName(fn: PyBuiltin): string {
  const type = fn.owner ?? fn.within;
  if (type === null && fn.module !== null) return `${fn.module}.${fn.name}()`;
  return type === null ? `${fn.name}()` : `${type.name}.${fn.name}()`;
}

/** Words the TypeError of a wrong number of arguments after the convention that CPython's function follows. */
export function wrongCount(fn: PyBuiltin, given: number, keywords: number): never {
  const offset = hiddenArguments(fn);
  const min = fn.min - offset;
  const max = fn.max - offset;
  const count = given - offset;
  const plural = (n: number): string => (n === 1 ? '' : 's');
  if (fn.convention === 'slot') {
    // The wrappers of two arguments give C's argument parser an empty name.
    typeError(`${max === 2 ? ' ' : ''}expected ${max} argument${plural(max)}, got ${count}`);
  }
  if (fn.convention === 'keywords') {
    if (count + keywords > max) {
      typeError(
        `${parsedName(fn)} takes at most ${max} ${keywords > 0 && count === 0 ? 'keyword ' : ''}argument${plural(max)} (${count + keywords} given)`,
      );
    }
    if (fn.keywords![count] === '') {
      typeError(`${fn.name}() takes at least ${min} positional argument${plural(min)} (${count} given)`);
    }
    typeError(`${parsedName(fn)} missing required argument '${fn.keywords![count]}' (pos ${count + 1})`);
  }
  if (fn.convention === 'parse') {
    const bound = min === max ? 'exactly' : count < min ? 'at least' : 'at most';
    const limit = count < min ? min : max;
    typeError(`${fn.name}() takes ${bound} ${limit} argument${plural(limit)} (${count} given)`);
  }
  if (fn.convention === 'exact' && max === 0) typeError(`${qualifiedName(fn)} takes no arguments (${count} given)`);
  if (fn.convention === 'exact' && min === 1 && max === 1) {
    typeError(`${qualifiedName(fn)} takes exactly one argument (${count} given)`);
  }
  const bound = min === max ? '' : count < min ? 'at least ' : 'at most ';
  const limit = count < min ? min : max;
  typeError(`${fn.name} expected ${bound}${limit} argument${plural(limit)}, got ${count}`);
}
