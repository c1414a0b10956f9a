import { makeBuiltin, variadic } from '../../builtins/define.ts';
import type { Value } from '../../values/value.ts';
import { chainMapType } from './chainMap.ts';
import { dequeType } from './deque.ts';
import { counterType, defaultDictType, orderedDictType } from './dicts.ts';
import { namedtuple } from './namedtuple.ts';

/** `collections`. */
export function collectionsModule(): Record<string, Value> {
  return {
    deque: dequeType,
    Counter: counterType,
    defaultdict: defaultDictType,
    OrderedDict: orderedDictType,
    ChainMap: chainMapType,
    namedtuple: makeBuiltin('namedtuple', variadic(namedtuple)),
  };
}
