import { unsupported } from '../../budget.ts';
import { defineGetters, defineMethods, exact, range } from '../../builtins/define.ts';
import { getIterator } from '../../ops/iterate.ts';
import { items } from '../../ops/repr.ts';
import { PyDict } from '../../values/dict.ts';
import { PyDictView, viewTypes } from '../../values/dictViews.ts';
import { raise, typeError } from '../../values/exceptions.ts';
import { makeType, typeName } from '../../values/types.ts';
import { type PyIterator, PyList, PyObject, type PyType, type Value } from '../../values/value.ts';

export const chainMapType = makeType('ChainMap');
chainMapType.writtenInPython = true;
chainMapType.module = 'collections';

/** `collections.ChainMap`: looks a key up in one dict after another, writes to the first. */
export class PyChainMap extends PyObject {
  constructor(readonly maps: PyDict[]) {
    super();
  }

  /** All entries as one dict, in CPython's order. */
  merged(): PyDict {
    const dict = new PyDict();
    for (let i = this.maps.length - 1; i >= 0; i--) dict.setAll(this.maps[i]);
    return dict;
  }

  find(key: Value): Value | undefined {
    for (const map of this.maps) {
      const value = map.get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  override getItem(key: Value): Value {
    const value = this.find(key);
    return value === undefined ? raise('KeyError', key) : value;
  }

  override setItem(key: Value, value: Value): void {
    this.maps[0].set(key, value);
  }

  override deleteItem(key: Value): void {
    if (this.maps[0].delete(key) === undefined)
      raise('KeyError', `Key not found in the first mapping: ${items([key])}`);
  }

  override contains(item: Value): boolean {
    return this.maps.some((map) => map.has(item));
  }

  override lengthOf(): number {
    return this.merged().size;
  }

  override iterate(): PyIterator {
    return getIterator(this.merged());
  }

  override represent(): string {
    return `ChainMap(${items(this.maps)})`;
  }
}
PyChainMap.prototype.cls = chainMapType;

/** One of a `ChainMap`'s maps: others than dicts are left out. */
function mapOf(value: Value): PyDict {
  return value instanceof PyDict ? value : unsupported(`a ChainMap of a ${typeName(value)}`);
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
  const maps = args.map(mapOf);
  return new PyChainMap(maps.length === 0 ? [new PyDict()] : maps);
};

defineMethods(chainMapType, {
  get: range(2, 3, (self: PyChainMap, key: Value, fallback: Value = null) => {
    const value = self.find(key);
    return value === undefined ? fallback : value;
  }),
  keys: exact(1, (self: PyChainMap) => new ChainMapView(self, 'keys')),
  values: exact(1, (self: PyChainMap) => new ChainMapView(self, 'values')),
  items: exact(1, (self: PyChainMap) => new ChainMapView(self, 'items')),
  new_child: range(1, 2, (self: PyChainMap, map: Value = null) => {
    return new PyChainMap([map === null ? new PyDict() : mapOf(map), ...self.maps]);
  }),
  pop: range(2, 3, (self: PyChainMap, key: Value, fallback?: Value) => {
    const value = self.maps[0].delete(key);
    if (value !== undefined) return value;
    return fallback === undefined ? raise('KeyError', `Key not found in the first mapping: ${items([key])}`) : fallback;
  }),
});
defineGetters(chainMapType, {
  maps: (self: PyChainMap) => new PyList(self.maps),
  parents: (self: PyChainMap) => new PyChainMap(self.maps.length > 1 ? self.maps.slice(1) : [new PyDict()]),
});
