import type { BinaryOperator } from '../ast.ts';
import { orderSets } from '../ops/compare.ts';
import { equal } from '../ops/equal.ts';
import { iterateAll } from '../ops/iterate.ts';
import { container, items } from '../ops/repr.ts';
import type { PyDict } from './dict.ts';
import { DictIterator, type DictPart, ReverseDictIterator } from './iterators.ts';
import { PySet } from './set.ts';
import { makeType } from './types.ts';
import { type OrderOperator, type PyIterator, PyObject, PyTuple, type Value } from './value.ts';

export const takeKey = (dict: PyDict, place: number): Value => dict.keys[place] as Value;
export const takeValue = (dict: PyDict, place: number): Value => dict.values[place];
export const takeItem = (dict: PyDict, place: number): Value =>
  new PyTuple([dict.keys[place] as Value, dict.values[place]]);

const TAKE = { keys: takeKey, values: takeValue, items: takeItem };

/** The types of the views. */
export const viewTypes = {
  keys: makeType('dict_keys'),
  values: makeType('dict_values'),
  items: makeType('dict_items'),
};

const orderedViewTypes = {
  keys: makeType('odict_keys', viewTypes.keys),
  values: makeType('odict_values', viewTypes.values),
  items: makeType('odict_items', viewTypes.items),
};

/** `dict.keys()`, `.values()`, `.items()`: a window on the dict. */
export class PyDictView extends PyObject {
  constructor(
    readonly dict: PyDict,
    readonly part: DictPart,
  ) {
    super();
    this.cls = dict.cls.name === 'OrderedDict' ? orderedViewTypes[part] : viewTypes[part];
  }

  override lengthOf(): number {
    return this.dict.size;
  }

  override iterate(): PyIterator {
    return new DictIterator(this.dict, TAKE[this.part]);
  }

  reversed(): PyIterator {
    return new ReverseDictIterator(this.dict, TAKE[this.part]);
  }

  override contains(item: Value): boolean {
    if (this.part === 'keys') return this.dict.has(item);
    if (this.part === 'values') return this.dict.valueList().some((value) => value === item || equal(value, item));
    if (!(item instanceof PyTuple) || item.items.length !== 2) return false;
    const value = this.dict.get(item.items[0]);
    return value !== undefined && (value === item.items[1] || equal(value, item.items[1]));
  }

  override represent(): string {
    return `${this.cls.name}(${container(this, '[', ']', '...', () => items(this.toArray()))})`;
  }

  /** The members as they are now. */
  toArray(): Value[] {
    if (this.part === 'keys') return this.dict.keyList();
    if (this.part === 'values') return this.dict.valueList();
    return this.dict.entries().map((entry) => new PyTuple(entry));
  }

  override equals(other: Value): boolean {
    if (this.part === 'values') return false;
    if (!(other instanceof PySet) && !(other instanceof PyDictView && other.part !== 'values')) return false;
    const mine = this.toSet();
    const theirs = other instanceof PySet ? other : other.toSet();
    return mine.size === theirs.size && mine.isSubsetOf(theirs);
  }

  override isOrdered(other: Value, op: OrderOperator): boolean | undefined {
    if (this.part === 'values') return undefined;
    if (other instanceof PySet) return orderSets(this.toSet(), other, op);
    return other instanceof PyDictView && other.part !== 'values'
      ? orderSets(this.toSet(), other.toSet(), op)
      : undefined;
  }

  /** Set operators of keys and items; the other side may be any iterable. */
  override operate(op: BinaryOperator, other: Value, reflected: boolean): Value | undefined {
    if (this.part === 'values') return undefined;
    if (op !== 'BitAnd' && op !== 'BitOr' && op !== 'BitXor' && op !== 'Sub') return undefined;
    const mine = this.toSet();
    const theirs = new PySet();
    iterateAll(other, (item) => theirs.add(item));
    const [left, right] = reflected ? [theirs, mine] : [mine, theirs];
    switch (op) {
      case 'BitAnd':
        return left.intersection(right);
      case 'Sub':
        left.removeAll(right);
        return left;
      case 'BitXor':
        left.toggleAll(right);
        return left;
      case 'BitOr': {
        // CPython adds the other side element by element.
        for (const item of right.toArray()) left.add(item);
        return left;
      }
    }
  }

  /** A set of the members, added one by one. */
  toSet(): PySet {
    const set = new PySet();
    for (const item of this.toArray()) set.add(item);
    return set;
  }
}
