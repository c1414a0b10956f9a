import { NotImplemented } from '../values/types.ts';
import { PyBuiltin, PyFunction, PyInstance, PyStaticMethod, type Value } from '../values/value.ts';
import { bind } from './attributes.ts';
import { call, callFunction } from './call.ts';

/**
 * Calls the special method that the program's class defines for `value`. `NotImplemented` when the value is of a
 * built-in class or its class has none of its own (then the built-in behaviour applies).
 */
export function callSpecial(value: Value, name: string, ...args: Value[]): Value {
  if (!(value instanceof PyInstance)) return NotImplemented;
  const method = value.cls.lookup(name);
  if (method === undefined || method === null || method instanceof PyBuiltin) return NotImplemented;
  if (method instanceof PyFunction) return callFunction(method, [value, ...args], null);
  if (method instanceof PyStaticMethod) return call(method.func, args);
  return call(bind(method, value, value.cls), args);
}

/** Whether the program's class of `value` defines the special method `name`. */
export function hasSpecial(value: Value, name: string): boolean {
  if (!(value instanceof PyInstance)) return false;
  const method = value.cls.lookup(name);
  return method !== undefined && method !== null && !(method instanceof PyBuiltin);
}
