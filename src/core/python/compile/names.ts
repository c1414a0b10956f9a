import { unsupported } from '../budget.ts';
import { builtins } from '../builtins/table.ts';
import { raise } from '../values/exceptions.ts';
import { type Frame, parentOf } from '../values/frame.ts';
import type { Value } from '../values/value.ts';
import { resolve, type Scope } from './scope.ts';
import type { Evaluate, Store } from './types.ts';

/** The slot of `name` in the current frame, −1 when it lives elsewhere. */
export function localSlot(scope: Scope, name: string): number {
  const place = resolve(scope, scope.mangle(name));
  return place.kind === 'local' ? place.slot : -1;
}

/** The built-in that `name` certainly means here, `undefined` when the program binds the name. */
export function knownBuiltin(scope: Scope, name: string): Value | undefined {
  return resolve(scope, name).kind === 'unknown' ? builtins.get(name) : undefined;
}

/** Reads a name. */
export function compileLoad(scope: Scope, id: string): Evaluate {
  const name = scope.mangle(id);
  const place = resolve(scope, name);
  const { globals, module } = scope.context;
  switch (place.kind) {
    case 'local': {
      const { slot } = place;
      if (scope.kind === 'class') return loadInClass(scope, name, slot);
      const unbound = unboundError(scope, name);
      return (f) => {
        const value = f[slot];
        return value === undefined ? unbound() : value;
      };
    }
    case 'outer': {
      const { hops, slot } = place;
      if (hops === 1) return (f) => parentOf(f)[slot] ?? checkFree(parentOf(f)[slot], name);
      return (f) => {
        const value = ancestor(f, hops)[slot];
        return value === undefined ? unboundFree(name) : value;
      };
    }
    case 'global': {
      const { slot } = place;
      const builtin = builtins.get(name);
      return () => {
        const value = globals[slot];
        return value === undefined ? (builtin ?? undefinedName(name)) : value;
      };
    }
    case 'unknown': {
      const builtin = builtins.get(name);
      if (builtin !== undefined) return () => builtin;
      return () => {
        // Bound later, by the expression that calls the program.
        const slot = module.names.get(name);
        const value = slot === undefined ? undefined : globals[slot];
        return value === undefined ? undefinedName(name) : value;
      };
    }
  }
}

function checkFree(value: Value | undefined, name: string): Value {
  return value === undefined ? unboundFree(name) : value;
}

/** In a class body an unbound local name is looked for further out. */
function loadInClass(scope: Scope, name: string, slot: number): Evaluate {
  const { globals, module } = scope.context;
  return (f) => {
    const value = f[slot];
    if (value !== undefined) return value;
    const globalSlot = module.names.get(name);
    const outer = globalSlot === undefined ? undefined : globals[globalSlot];
    return outer === undefined ? (builtins.get(name) ?? undefinedName(name)) : outer;
  };
}

/** The frame `hops` definitions further out. */
export function ancestor(frame: Frame, hops: number): Frame {
  let outer = frame;
  for (let i = 0; i < hops; i++) outer = parentOf(outer);
  return outer;
}

/** Writes a name. */
export function compileStoreName(scope: Scope, id: string): Store {
  const name = scope.mangle(id);
  const place = resolve(scope, name);
  const { globals } = scope.context;
  switch (place.kind) {
    case 'local': {
      const { slot } = place;
      return (f, value) => {
        f[slot] = value;
      };
    }
    case 'outer': {
      const { hops, slot } = place;
      return (f, value) => {
        ancestor(f, hops)[slot] = value;
      };
    }
    case 'global': {
      const { slot } = place;
      return (_f, value) => {
        globals[slot] = value;
      };
    }
    case 'unknown': {
      const slot = scope.context.module.declare(name);
      return (_f, value) => {
        globals[slot] = value;
      };
    }
  }
}

/** `del name`. */
export function compileDeleteName(scope: Scope, id: string): (frame: Frame) => void {
  const name = scope.mangle(id);
  const place = resolve(scope, name);
  const { globals } = scope.context;
  if (place.kind === 'local' || place.kind === 'outer') {
    const hops = place.kind === 'local' ? 0 : place.hops;
    const { slot } = place;
    return (f) => {
      const frame = ancestor(f, hops);
      if (frame[slot] === undefined) {
        if (scope.kind === 'class') undefinedName(name);
        unboundLocal(name);
      }
      frame[slot] = undefined;
    };
  }
  const slot = place.kind === 'global' ? place.slot : scope.context.module.declare(name);
  return () => {
    if (globals[slot] === undefined) undefinedName(name);
    globals[slot] = undefined;
  };
}

/** What raises the error of a local name that is unbound, worded for where it is read. */
export function unboundError(scope: Scope, name: string): () => never {
  if (scope.comprehensionNames === null || scope.comprehensionNames.has(name)) return () => unboundLocal(name);
  return () => unboundFree(name);
}

function unboundLocal(name: string): never {
  raise('UnboundLocalError', `cannot access local variable '${name}' where it is not associated with a value`);
}

function unboundFree(name: string): never {
  raise(
    'NameError',
    `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
  );
}

/** Names that CPython binds in every module. */
const OF_MODULES = new Set([
  '__doc__',
  '__file__',
  '__spec__',
  '__loader__',
  '__package__',
  '__builtins__',
  '__annotations__',
  '__build_class__',
]);

export function undefinedName(name: string): never {
  if (OF_MODULES.has(name)) unsupported(name);
  raise('NameError', `name '${name}' is not defined`);
}
