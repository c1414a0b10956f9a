import { charge, Refusal } from './budget.ts';
import { parseLiteral } from './literal.ts';
import { hasSpecial } from './ops/special.ts';
import { PyDict } from './values/dict.ts';
import { PySet } from './values/set.ts';
import { PyInstance, PyList, PyTuple, type Value } from './values/value.ts';

/**
 * Throws an `output` refusal for a result whose text is a literal although the value is none, e.g. an instance whose `__repr__` returns
 * '4'. Answers are compared by what results show, so it would pass for 4 without being equal to it.
 */
export function refuseDisguised(value: Value, shown: string): void {
  if (!showsItself(value) || !isLiteral(shown)) return;
  throw new Refusal('output', `the result is an object that only shows itself as ${shown.slice(0, 80)}`);
}

/** Whether `value` is, or holds, an instance with a `__repr__` of its own. Results that contain themselves have been refused or show `...`. */
function showsItself(value: Value, open = new Set<Value>()): boolean {
  charge(1);
  if (value instanceof PyInstance && hasSpecial(value, '__repr__')) return true;
  if (open.has(value)) return false;
  const inner = value instanceof PyInstance ? value.payload : value;
  const items =
    inner instanceof PyList || inner instanceof PyTuple
      ? inner.items
      : inner instanceof PyDict
        ? [...inner.keyList(), ...inner.valueList()]
        : inner instanceof PySet
          ? inner.toArray()
          : [];
  if (items.length === 0) return false;
  open.add(value);
  const found = items.some((item) => showsItself(item, open));
  open.delete(value);
  return found;
}

function isLiteral(text: string): boolean {
  try {
    parseLiteral(text);
    return true;
  } catch {
    return false;
  }
}
