import { unsupported } from '../../budget.ts';
import { defineGetters, defineMethods, exact, python, range } from '../../builtins/define.ts';
import { contains } from '../../ops/contains.ts';
import { getIterator, iterateAll, toArray } from '../../ops/iterate.ts';
import { items } from '../../ops/repr.ts';
import { getItem } from '../../ops/subscript.ts';
import { PyDict } from '../../values/dict.ts';
import { PyDictView, viewTypes } from '../../values/dictViews.ts';
import { isException, Raised, raise, typeError } from '../../values/exceptions.ts';
import { makeType, typeName } from '../../values/types.ts';
import { type PyIterator, PyList, PyObject, type PyType, type Value } from '../../values/value.ts';

export const chainMapType = makeType('ChainMap');
chainMapType.writtenInPython = true;
chainMapType.module = 'collections';

/** `collections.ChainMap`: looks a key up in one mapping after another, writes to the first. */
export class PyChainMap extends PyObject {
  /** Mappings, as far as the program keeps to them: CPython notices what is none when it uses it. */
  constructor(readonly maps: readonly Value[]) {
    super();
  }

  /** A dict of all keys in CPython's order, with their values as far as all maps are dicts. */
  private keys(): PyDict {
    const dict = new PyDict();
    for (let i = this.maps.length - 1; i >= 0; i--) {
      const map = this.maps[i];
      if (map instanceof PyDict) dict.setAll(map);
      else iterateAll(map, (key) => dict.set(key, null));
    }
    return dict;
  }

  /** All entries as one dict, in CPython's order. */
  merged(): PyDict {
    const dict = this.keys();
    if (this.maps.some((map) => !(map instanceof PyDict))) {
      for (const key of toArray(dict)) dict.set(key, this.getItem(key));
    }
    return dict;
  }

  find(key: Value): Value | undefined {
    for (const map of this.maps) {
      const value = map instanceof PyDict ? map.get(key) : unlessKeyError(() => getItem(map, key));
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** The mapping that is written to. */
  get first(): PyDict {
    const [map] = this.maps;
    return map instanceof PyDict ? map : unsupported(`changing a ChainMap of a ${typeName(map)}`);
  }

  override getItem(key: Value): Value {
    const value = this.find(key);
    return value === undefined ? raise('KeyError', key) : value;
  }

  override setItem(key: Value, value: Value): void {
    this.first.set(key, value);
  }

  override deleteItem(key: Value): void {
    if (this.first.delete(key) === undefined) raise('KeyError', `Key not found in the first mapping: ${items([key])}`);
  }

  override contains(item: Value): boolean {
    return this.maps.some((map) => contains(map, item));
  }

  override lengthOf(): number {
    return this.keys().size;
  }

  override iterate(): PyIterator {
    return getIterator(this.keys());
  }

  override represent(): string {
    return `ChainMap(${items(this.maps)})`;
  }
}
PyChainMap.prototype.cls = chainMapType;

function unlessKeyError(look: () => Value): Value | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof Raised && isException(error.exception, 'KeyError')) return undefined;
    throw error;
  }
}

/** What `keys()` and the like give, shown with the whole map in it. */
class ChainMapView extends PyDictView {
  constructor(
    private readonly chain: PyChainMap,
    part: 'keys' | 'values' | 'items',
  ) {
    super(chain.merged(), part);
    this.cls = VIEW_TYPES[part];
  }

  override represent(): string {
    return `${this.cls.name}(${this.chain.represent()})`;
  }
}

function viewType(name: string, base: PyType): PyType {
  const type = makeType(name, base);
  type.module = 'collections.abc';
  return type;
}

const VIEW_TYPES = {
  keys: viewType('KeysView', viewTypes.keys),
  values: viewType('ValuesView', viewTypes.values),
  items: viewType('ItemsView', viewTypes.items),
};

chainMapType.construct = (args, kwargs) => {
  const unknown = kwargs?.names[0];
  if (unknown !== undefined) typeError(`ChainMap.__init__() got an unexpected keyword argument '${unknown}'`);
  return new PyChainMap(args.length === 0 ? [new PyDict()] : args);
};

defineMethods(chainMapType, {
  get: python(
    ['key', 'default'],
    1,
    (self: PyChainMap, key: Value, fallback: Value = null) => (self.contains(key) ? self.getItem(key) : fallback),
    1,
  ),
  keys: exact(1, (self: PyChainMap) => new ChainMapView(self, 'keys')),
  values: exact(1, (self: PyChainMap) => new ChainMapView(self, 'values')),
  items: exact(1, (self: PyChainMap) => new ChainMapView(self, 'items')),
  new_child: range(1, 2, (self: PyChainMap, map: Value = null) => {
    return new PyChainMap([map ?? new PyDict(), ...self.maps]);
  }),
  pop: range(2, 3, (self: PyChainMap, key: Value, fallback?: Value) => {
    const value = self.first.delete(key);
    if (value !== undefined) return value;
    return fallback === undefined ? raise('KeyError', `Key not found in the first mapping: ${items([key])}`) : fallback;
  }),
});
defineGetters(chainMapType, {
  maps: (self: PyChainMap) => new PyList([...self.maps]),
  parents: (self: PyChainMap) => new PyChainMap(self.maps.length > 1 ? self.maps.slice(1) : [new PyDict()]),
});
