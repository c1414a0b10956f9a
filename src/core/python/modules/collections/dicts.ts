import type { BinaryOperator } from '../../ast.ts';
import { charge, unsupported } from '../../budget.ts';
import {
  defineClassMethods,
  defineMethods,
  exact,
  keywords,
  makeBuiltin,
  python,
  variadic,
} from '../../builtins/define.ts';
import { iterateItems } from '../../builtins/functions.ts';
import { fromKeys, updateDict } from '../../methods/dict.ts';
import { tooManyPositional } from '../../ops/argumentErrors.ts';
import { binary } from '../../ops/arithmetic.ts';
import { noAttribute } from '../../ops/attributes.ts';
import { call, isCallable } from '../../ops/call.ts';
import { lessThan, order } from '../../ops/compare.ts';
import { equal, equalDicts, payloadOf } from '../../ops/equal.ts';
import { indexOf, toIndex } from '../../ops/integer.ts';
import { container, entries, items, repr } from '../../ops/repr.ts';
import { sortItems } from '../../ops/sort.ts';
import { getItem } from '../../ops/subscript.ts';
import { truth } from '../../ops/truth.ts';
import { PyDict } from '../../values/dict.ts';
import { isException, Raised, raise, typeError } from '../../values/exceptions.ts';
import { NativeIterator } from '../../values/iterators.ts';
import { dictType, makeType } from '../../values/types.ts';
import {
  type Kwargs,
  type OrderOperator,
  type PyBuiltin,
  PyGetter,
  PyList,
  PyTuple,
  type Value,
} from '../../values/value.ts';

function dictSubtype(name: string) {
  const type = makeType(name, dictType);
  type.module = 'collections';
  type.acceptableBase = true;
  return type;
}

export const defaultDictType = dictSubtype('defaultdict');
export const counterType = dictSubtype('Counter');
counterType.writtenInPython = true;
export const orderedDictType = dictSubtype('OrderedDict');
defaultDictType.shownName = 'collections.defaultdict';
orderedDictType.shownName = 'collections.OrderedDict';

/** `collections.defaultdict`. */
export class PyDefaultDict extends PyDict {
  constructor(public factory: Value) {
    super();
  }

  override emptyLike(): PyDict {
    return new PyDefaultDict(this.factory);
  }

  override missing(key: Value): Value {
    if (this.factory === null) raise('KeyError', key);
    const value = call(this.factory, []);
    this.set(key, value);
    return value;
  }

  override represent(): string {
    const inside = container(this, '{', '}', '...', () => entries(this));
    return `defaultdict(${repr(this.factory)}, ${inside})`;
  }
}
PyDefaultDict.prototype.cls = defaultDictType;

defaultDictType.construct = (args, kwargs) => {
  const factory = args[0] ?? null;
  if (factory !== null && !isCallable(factory)) typeError('first argument must be callable or None');
  if (args.length > 2) typeError(`dict expected at most 1 argument, got ${args.length - 1}`);
  const dict = new PyDefaultDict(factory);
  updateDict(dict, args[1], kwargs);
  return dict;
};
defaultDictType.attributes.set(
  'default_factory',
  new PyGetter(
    'default_factory',
    (self) => (self as PyDefaultDict).factory,
    (self, factory) => {
      (payloadOf(self) as PyDefaultDict).factory = factory;
    },
  ),
);

/** `collections.Counter`. */
export class PyCounter extends PyDict {
  override emptyLike(): PyDict {
    return new PyCounter();
  }

  override missing(): Value {
    return 0;
  }

  /** `del counter[key]` asks for no key that is there. */
  override deleteItem(key: Value): void {
    this.delete(key);
  }

  /** Adds `amount` to the count of `key`. */
  tally(key: Value): void {
    const count = this.get(key);
    if (count === undefined) this.set(key, 1);
    else if (typeof count === 'number') this.set(key, count + 1);
    else this.set(key, binary('Add', count, 1));
  }

  /** Entries by falling count, ties in order of insertion. */
  ranked(): [Value, Value][] {
    const all = this.entries();
    charge(all.length);
    const places = all.map((_, i): Value => i);
    const counts = all.map((entry) => entry[1]);
    sortItems(
      places,
      makeBuiltin(
        'count',
        exact(1, (place: Value) => counts[place as number]),
      ),
      true,
    );
    return places.map((place) => all[place as number]);
  }

  /** As `ranked`, in order of insertion where counts cannot be compared. */
  private rankedIfComparable(): [Value, Value][] {
    try {
      return this.ranked();
    } catch (error) {
      if (!(error instanceof Raised && isException(error.exception, 'TypeError'))) throw error;
      return this.entries();
    }
  }

  override equals(other: Value): boolean {
    if (!(other instanceof PyDict)) return false;
    if (!(other instanceof PyCounter)) return equalDicts(this, other);
    const agree = (a: PyCounter, b: PyCounter): boolean =>
      a.entries().every(([key, count]) => equal(count, countOf(b, key)));
    charge(this.size + other.size);
    return agree(this, other) && agree(other, this);
  }

  override isOrdered(other: Value, op: OrderOperator): boolean | undefined {
    if (!(other instanceof PyCounter)) return undefined;
    const keys = new PyDict();
    keys.setAll(this);
    keys.setAll(other);
    const weak = op === 'Lt' || op === 'LtE' ? 'LtE' : 'GtE';
    const holds = keys.keyList().every((key) => truth(order(countOf(this, key), countOf(other, key), weak)));
    return holds && (op === weak || !this.equals(other));
  }

  override operate(op: BinaryOperator, other: Value, reflected: boolean): Value | undefined {
    if (!(other instanceof PyCounter) || reflected) return undefined;
    const combine = COMBINE[op];
    if (combine === undefined) return undefined;
    const result = new PyCounter();
    charge(this.size + other.size);
    for (const [key, count] of this.entries()) keepPositive(result, key, combine(count, countOf(other, key)));
    if (op === 'BitAnd') return result;
    for (const [key, count] of other.entries()) {
      if (this.has(key)) continue;
      if (op !== 'Sub') keepPositive(result, key, count);
      else if (truth(order(count, 0, 'Lt'))) result.set(key, binary('Sub', 0, count));
    }
    return result;
  }

  /** `+=` and so on count into this counter and drop what is not positive. */
  override applyInPlace(op: BinaryOperator, other: Value): Value | undefined {
    const combine = COMBINE[op];
    if (combine === undefined) return undefined;
    const theirs = payloadOf(other);
    charge(this.size);
    if (op === 'BitAnd') {
      for (const [key, count] of this.entries()) this.set(key, combine(count, getItem(other, key)));
    } else {
      if (!(theirs instanceof PyDict)) noAttribute(other, 'items');
      charge(theirs.size);
      for (const [key, count] of theirs.entries()) this.set(key, combine(countOf(this, key), count));
    }
    for (const [key, count] of this.entries()) if (!isPositive(count)) this.delete(key);
    return this;
  }

  override applyUnary(op: 'USub' | 'UAdd' | 'Invert'): Value | undefined {
    if (op === 'Invert') return undefined;
    const result = new PyCounter();
    for (const [key, count] of this.entries()) {
      if (op === 'UAdd') keepPositive(result, key, count);
      else if (truth(order(count, 0, 'Lt'))) result.set(key, binary('Sub', 0, count));
    }
    return result;
  }

  override represent(): string {
    if (this.size === 0) return 'Counter()';
    return container(this, 'Counter({', '})', '...', () => {
      const sorted = new PyDict();
      for (const [key, count] of this.rankedIfComparable()) sorted.set(key, count);
      return entries(sorted);
    });
  }
}
PyCounter.prototype.cls = counterType;

const COMBINE: Partial<Record<BinaryOperator, (a: Value, b: Value) => Value>> = {
  Add: (a, b) => binary('Add', a, b),
  Sub: (a, b) => binary('Sub', a, b),
  BitAnd: (a, b) => (lessThan(a, b) ? a : b),
  BitOr: (a, b) => (lessThan(a, b) ? b : a),
};

/** `counter[key]`: 0 for what was not counted. */
function countOf(counter: PyDict, key: Value): Value {
  const count = counter.get(key);
  return count === undefined ? 0 : count;
}

function isPositive(count: Value): boolean {
  return truth(order(count, 0, 'Gt'));
}

function keepPositive(counter: PyCounter, key: Value, count: Value): void {
  if (isPositive(count)) counter.set(key, count);
}

/** `update` and `subtract` take one positional argument and any keywords. */
function checkCount(name: string, args: readonly Value[]): void {
  if (args.length > 2) tooManyPositional(`Counter.${name}`, 1, 2, args.length, 0);
}

function count(counter: PyCounter, values: Value | undefined, kwargs: Kwargs | null, sign: 1 | -1): void {
  const source = values === undefined || values === null ? undefined : payloadOf(values);
  const addAll = (counts: readonly (readonly [Value, Value])[]): void => {
    // An empty counter takes over counts as they are, whatever their types.
    const isEmpty = counter.size === 0;
    for (const [key, amount] of counts) {
      if (sign === -1) counter.set(key, binary('Sub', countOf(counter, key), amount));
      else counter.set(key, isEmpty ? amount : binary('Add', amount, countOf(counter, key)));
    }
  };
  if (source instanceof PyDict) addAll(source.entries());
  else if (source !== undefined && sign === 1)
    iterateItems(
      source,
      (item) => counter.tally(item),
      () => counter,
    );
  else if (source !== undefined) iterateItems(source, (item) => addAll([[item, 1]]));
  if (kwargs !== null) addAll(kwargs.names.map((name, i) => [name, kwargs.values[i]]));
}

counterType.construct = (args, kwargs) => {
  if (args.length > 1) tooManyPositional('Counter.__init__', 1, 2, args.length + 1, 0);
  const counter = new PyCounter();
  count(counter, args[0], kwargs, 1);
  return counter;
};

defineMethods(counterType, {
  most_common: python(
    ['n'],
    0,
    (self: PyCounter, n: Value = null) => {
      if (n !== null && indexOf(n) === undefined) {
        order(n, self.size, 'GtE');
        unsupported('Counter.most_common() of a number that is no int');
      }
      const ranked = self.ranked();
      const most = n === null ? ranked.length : Math.max(0, toIndex(n));
      return new PyList(ranked.slice(0, most).map((entry) => new PyTuple(entry)));
    },
    1,
  ),
  elements: python(
    [],
    0,
    (self: PyCounter) => {
      const all = self.entries();
      let place = 0;
      let given = 0;
      const next = (): Value | undefined => {
        while (place < all.length) {
          const [key, amount] = all[place];
          if (given < toIndex(amount)) {
            given++;
            return key;
          }
          place++;
          given = 0;
        }
        return undefined;
      };
      return new NativeIterator('chain', { next, holds: () => all });
    },
    1,
  ),
  total: python([], 0, (self: PyCounter) => self.valueList().reduce((a, b) => binary('Add', a, b), 0), 1),
  update: variadic((args, kwargs) => {
    checkCount('update', args);
    count(args[0] as PyCounter, args[1], kwargs, 1);
    return null;
  }),
  subtract: variadic((args, kwargs) => {
    checkCount('subtract', args);
    count(args[0] as PyCounter, args[1], kwargs, -1);
    return null;
  }),
});

/** `collections.OrderedDict`. */
export class PyOrderedDict extends PyDict {
  override emptyLike(): PyDict {
    return new PyOrderedDict();
  }

  override equals(other: Value): boolean {
    if (!(other instanceof PyDict)) return false;
    if (!equalDicts(this, other)) return false;
    if (!(other instanceof PyOrderedDict)) return true;
    const theirs = other.keyList();
    return this.keyList().every((key, i) => key === theirs[i] || equal(key, theirs[i]));
  }

  override represent(): string {
    if (this.size === 0) return 'OrderedDict()';
    return container(this, 'OrderedDict([', '])', '...', () =>
      items(this.entries().map((entry) => new PyTuple(entry))),
    );
  }
}
PyOrderedDict.prototype.cls = orderedDictType;

orderedDictType.construct = (args, kwargs) => {
  if (args.length > 1) typeError(`expected at most 1 arguments, got ${args.length}`);
  const dict = new PyOrderedDict();
  updateDict(dict, args[0], kwargs);
  return dict;
};

const ofDict = dictType.attributes;
for (const name of ['keys', 'values', 'items', 'clear', 'copy']) {
  defineMethods(orderedDictType, { [name]: ofDict.get(name) as PyBuiltin });
}

defineMethods(orderedDictType, {
  pop: keywords(['key', 'default'], 1, (ofDict.get('pop') as PyBuiltin).native!),
  setdefault: keywords(['key', 'default'], 1, (ofDict.get('setdefault') as PyBuiltin).native!),
  move_to_end: keywords(['key', 'last'], 1, (self: PyOrderedDict, key: Value, last: Value = true) => {
    const value = self.delete(key);
    if (value === undefined) raise('KeyError', key);
    if (truth(last)) {
      self.set(key, value);
      return null;
    }
    const rest = self.entries();
    charge(rest.length);
    self.clear();
    self.set(key, value);
    for (const [k, v] of rest) self.set(k, v);
    return null;
  }),
  popitem: keywords(['last'], 0, (self: PyOrderedDict, last: Value = true) => {
    const entry = self.popItem(!truth(last));
    return entry === undefined ? raise('KeyError', 'dictionary is empty') : new PyTuple(entry);
  }),
});

defineClassMethods(orderedDictType, { fromkeys: keywords(['iterable', 'value'], 1, fromKeys) });
defineClassMethods(counterType, {
  fromkeys: python(
    ['iterable', 'v'],
    1,
    () => raise('NotImplementedError', 'Counter.fromkeys() is undefined.  Use Counter(iterable) instead.'),
    1,
  ),
});
