import { allocate, budget, charge, outOfFuel } from '../budget.ts';
import {
  argument,
  defineClassMethods,
  exact,
  keyword,
  makeBuiltin,
  parseArguments,
  range,
} from '../builtins/define.ts';
import { addValues } from '../compile/operators.ts';
import { call, call1 } from '../ops/call.ts';
import { equal, payloadOf } from '../ops/equal.ts';
import { indexOf, toIndex, toSize } from '../ops/integer.ts';
import { getIterator, toArray } from '../ops/iterate.ts';
import { hasSpecial } from '../ops/special.ts';
import { truth } from '../ops/truth.ts';
import { typeError, valueError } from '../values/exceptions.ts';
import { type Advance, NativeIterator } from '../values/iterators.ts';
import { makeType } from '../values/types.ts';
import {
  type Kwargs,
  PyComplex,
  PyFloat,
  PyInstance,
  type PyIterator,
  PyObject,
  PyTuple,
  type PyType,
  type Value,
} from '../values/value.ts';

type Start = (args: Value[], kwargs: Kwargs | null) => Advance;

/** Iterators that run until their step function gives `undefined`. */
const STARTS: Record<string, Start> = {
  chain: (args) => chain(args),
  count: (args, kwargs) => {
    let n: Value = argument(args, 0, kwargs, 'start', 0);
    const step = argument(args, 1, kwargs, 'step', 1);
    checkNames('count', ['start', 'step'], args, kwargs);
    if (!isNumber(n) || !isNumber(step)) typeError('a number is required');
    return {
      holds: () => [n, step],
      next: () => {
        const item = n;
        n = addValues(n, step);
        return item;
      },
    };
  },
  cycle: (args) => {
    const items = one('cycle', args);
    const saved: Value[] = [];
    let place = -1;
    return {
      holds: () => [items, saved],
      next: () => {
        if (place < 0) {
          const item = items.next();
          if (item !== undefined) {
            allocate(8);
            saved.push(item);
            return item;
          }
          place = 0;
        }
        if (saved.length === 0) return undefined;
        if (place >= saved.length) place = 0;
        return saved[place++];
      },
    };
  },
  repeat: (args, kwargs) => {
    checkNames('repeat', ['object', 'times'], args, kwargs);
    const item = argument(args, 0, kwargs, 'object');
    const times = argument(args, 1, kwargs, 'times');
    if (item === undefined) typeError("repeat() missing required argument 'object' (pos 1)");
    let left = times === undefined ? Infinity : toIndex(times);
    return { holds: () => item, next: () => (left-- > 0 ? item : undefined) };
  },
  accumulate: (args, kwargs) => {
    checkNames('accumulate', ['iterable', 'func', 'initial'], args, kwargs, 1);
    const items = getIterator(argument(args, 0, kwargs, 'iterable', null));
    const func = argument(args, 1, kwargs, 'func', null);
    const initial = keyword(kwargs, 'initial', null);
    let total: Value | undefined;
    return {
      holds: () => [items, func, initial, total],
      next: () => {
        if (total === undefined && initial !== null) {
          total = initial;
          return total;
        }
        const item = items.next();
        if (item === undefined) return undefined;
        if (total === undefined) total = item;
        else total = func === null ? addValues(total, item) : call(func, [total, item]);
        return total;
      },
    };
  },
  islice: (args, kwargs) => islice(args, kwargs),
  takewhile: (args) => {
    const [func, values] = two('takewhile', args);
    const items = getIterator(values);
    let done = false;
    return {
      holds: () => [func, items],
      next: () => {
        if (done) return undefined;
        const item = items.next();
        if (item !== undefined && truth(call1(func, item))) return item;
        done = true;
        return undefined;
      },
    };
  },
  dropwhile: (args) => {
    const [func, values] = two('dropwhile', args);
    const items = getIterator(values);
    let dropping = true;
    return {
      holds: () => [func, items],
      next: () => {
        for (;;) {
          const item = items.next();
          if (item === undefined) return undefined;
          if (dropping && truth(call1(func, item))) continue;
          dropping = false;
          return item;
        }
      },
    };
  },
  filterfalse: (args) => {
    const [func, values] = two('filterfalse', args);
    const items = getIterator(values);
    return {
      holds: () => [func, items],
      next: () => {
        for (;;) {
          const item = items.next();
          if (item === undefined) return undefined;
          if (!truth(func === null ? item : call1(func, item))) return item;
        }
      },
    };
  },
  starmap: (args) => {
    const [func, values] = two('starmap', args);
    const items = getIterator(values);
    return {
      holds: () => [func, items],
      next: () => {
        const item = items.next();
        return item === undefined ? undefined : call(func, toArray(item));
      },
    };
  },
  compress: (args, kwargs) => {
    checkNames('compress', ['data', 'selectors'], args, kwargs, 2);
    const items = getIterator(argument(args, 0, kwargs, 'data', null));
    const selectors = getIterator(argument(args, 1, kwargs, 'selectors', null));
    return {
      holds: () => [items, selectors],
      next: () => {
        for (;;) {
          const item = items.next();
          const selector = selectors.next();
          if (item === undefined || selector === undefined) return undefined;
          if (truth(selector)) return item;
        }
      },
    };
  },
  pairwise: (args) => {
    const items = one('pairwise', args);
    let previous = items.next();
    return {
      holds: () => [items, previous],
      next: () => {
        if (previous === undefined) return undefined;
        const item = items.next();
        if (item === undefined) return undefined;
        const pair = new PyTuple([previous, item]);
        previous = item;
        return pair;
      },
    };
  },
  zip_longest: (args, kwargs) => {
    const fill = keyword(kwargs, 'fillvalue', null);
    const iterators: (PyIterator | null)[] = args.map(getIterator);
    let active = iterators.length;
    return {
      holds: () => [iterators, fill],
      next: () => {
        if (active === 0) return undefined;
        const items: Value[] = [];
        for (let i = 0; i < iterators.length; i++) {
          const item = iterators[i]?.next();
          if (item === undefined && iterators[i] !== null) {
            iterators[i] = null;
            if (--active === 0) return undefined;
          }
          items.push(item === undefined ? fill : item);
        }
        return new PyTuple(items);
      },
    };
  },
  product: (args, kwargs) => {
    const repeat = toIndex(keyword(kwargs, 'repeat', 1));
    if (repeat < 0) valueError('repeat argument cannot be negative');
    const lists = args.map(toArray);
    const pools: Value[][] = [];
    allocate(repeat * lists.length * 8);
    for (let i = 0; i < repeat; i++) pools.push(...lists);
    return product(pools);
  },
  permutations: (args, kwargs) => {
    checkNames('permutations', ['iterable', 'r'], args, kwargs, 1);
    const items = toArray(argument(args, 0, kwargs, 'iterable', null));
    const size = argument(args, 1, kwargs, 'r', null);
    if (size !== null && indexOf(size) === undefined) typeError('Expected int as r');
    return permutations(items, size === null ? items.length : count(toSize(size)));
  },
  combinations: (args, kwargs) => combinations(...pool('combinations', args, kwargs), false),
  combinations_with_replacement: (args, kwargs) =>
    combinations(...pool('combinations_with_replacement', args, kwargs), true),
};

function count(size: Value): number {
  const n = toIndex(size);
  return n < 0 ? valueError('r must be non-negative') : n;
}

function pool(name: string, args: Value[], kwargs: Kwargs | null): [Value[], number] {
  checkNames(name, ['iterable', 'r'], args, kwargs, 2);
  // The number is read first.
  const size = toSize(argument(args, 1, kwargs, 'r', null));
  return [toArray(argument(args, 0, kwargs, 'iterable', null)), count(size)];
}

function one(name: string, args: Value[]): PyIterator {
  if (args.length !== 1) typeError(`${name} expected 1 argument, got ${args.length}`);
  return getIterator(args[0]);
}

function two(name: string, args: Value[]): [Value, Value] {
  if (args.length !== 2) typeError(`${name} expected 2 arguments, got ${args.length}`);
  return [args[0], args[1]];
}

function chain(values: readonly Value[]): Advance {
  let place = 0;
  let current: PyIterator | null = null;
  return {
    holds: () => [values, current],
    next: () => {
      for (;;) {
        if (current === null) {
          if (place >= values.length) return undefined;
          current = getIterator(values[place++]);
        }
        const item = current.next();
        if (item !== undefined) return item;
        current = null;
      }
    },
  };
}

function chainIterables(iterables: Value): Advance {
  const outer = getIterator(iterables);
  let current: PyIterator | null = null;
  return {
    holds: () => [outer, current],
    next: () => {
      for (;;) {
        if (current === null) {
          const next = outer.next();
          if (next === undefined) return undefined;
          current = getIterator(next);
        }
        const item = current.next();
        if (item !== undefined) return item;
        current = null;
      }
    },
  };
}

/** Checks the number and the names of arguments that may be given by name. */
function checkNames(
  name: string,
  names: readonly string[],
  args: readonly Value[],
  kwargs: Kwargs | null,
  required = 0,
): void {
  const placed = parseArguments(name, names, args, kwargs);
  for (let i = 0; i < required; i++) {
    if (placed[i] === undefined) typeError(`${name}() missing required argument '${names[i]}' (pos ${i + 1})`);
  }
}

/** Whether C's `PyNumber_Check` says so: an int, a float, a complex number or what can become one. */
function isNumber(value: Value): boolean {
  const inner = payloadOf(value);
  if (indexOf(inner) !== undefined || inner instanceof PyFloat || inner instanceof PyComplex) return true;
  if (inner instanceof PyInstance) return hasSpecial(inner, '__float__') || hasSpecial(inner, '__int__');
  return inner instanceof PyObject && inner.toFloat !== undefined;
}

const MAX_SIZE = 2n ** 63n - 1n;

function islice(args: Value[], kwargs: Kwargs | null): Advance {
  if (kwargs !== null) typeError('islice() takes no keyword arguments');
  if (args.length > 4) typeError(`islice expected at most 4 arguments, got ${args.length}`);
  if (args.length < 2) typeError(`islice expected at least 2 arguments, got ${args.length}`);
  const bound = (value: Value | undefined, fallback: number): number => {
    if (value === undefined || value === null) return fallback;
    const n = indexOf(value);
    return n === undefined || n > MAX_SIZE ? -1 : Number(n);
  };
  const start = args.length > 2 ? bound(args[1], 0) : 0;
  const stop = bound(args[args.length > 2 ? 2 : 1], Infinity);
  const range = 'must be None or an integer: 0 <= x <= sys.maxsize.';
  if (stop === -1 || (stop < 0 && args.length === 2)) valueError(`Stop argument for islice() ${range}`);
  if (start < 0 || stop < 0) valueError(`Indices for islice() ${range}`);
  const step = bound(args[3], 1);
  if (step < 1) valueError('Step for islice() must be a positive integer or None.');
  const items = getIterator(args[0]);
  let next = start;
  let seen = 0;
  let ended = false;
  // Items before `start` are taken even where `stop` lets none through: `next(islice(it, n, n), None)` advances by n.
  return {
    holds: () => [items],
    next: () => {
      if (ended) return undefined;
      for (; seen < next; seen++) {
        if (items.next() === undefined) {
          ended = true;
          return undefined;
        }
      }
      const item = seen < stop ? items.next() : undefined;
      if (item === undefined) {
        ended = true;
        return undefined;
      }
      seen++;
      next = Math.min(next + step, stop);
      return item;
    },
  };
}

function product(pools: Value[][]): Advance {
  let places: number[] | null = null;
  return {
    holds: () => [pools, places],
    next: () => {
      charge(pools.length >> 2);
      if (places === null) {
        if (pools.some((items) => items.length === 0)) return undefined;
        places = pools.map(() => 0);
      } else {
        let i = pools.length - 1;
        while (i >= 0 && ++places[i] === pools[i].length) places[i--] = 0;
        if (i < 0) return undefined;
      }
      return tuple(places.map((place, i) => pools[i][place]));
    },
  };
}

function tuple(items: Value[]): PyTuple {
  allocate(16 + items.length * 8);
  return new PyTuple(items);
}

function permutations(items: Value[], size: number): Advance {
  const n = items.length;
  const places = items.map((_, i) => i);
  const cycles = Array.from({ length: Math.min(size, n) }, (_, i) => n - i);
  let begun = false;
  return {
    holds: () => [items, places, cycles],
    next: () => {
      charge(size >> 2);
      if (!begun) {
        begun = true;
        return size > n ? undefined : tuple(places.slice(0, size).map((i) => items[i]));
      }
      if (size > n) return undefined;
      for (let i = size - 1; i >= 0; i--) {
        if (--budget.fuel < 0) outOfFuel();
        cycles[i]--;
        if (cycles[i] === 0) {
          const [moved] = places.splice(i, 1);
          places.push(moved);
          cycles[i] = n - i;
        } else {
          const j = n - cycles[i];
          [places[i], places[j]] = [places[j], places[i]];
          return tuple(places.slice(0, size).map((k) => items[k]));
        }
      }
      return undefined;
    },
  };
}

function combinations(items: Value[], size: number, repeating: boolean): Advance {
  const n = items.length;
  if (size > n && !(repeating && n > 0)) return { holds: () => null, next: () => undefined };
  allocate(size * 8);
  const places = Array.from({ length: size }, (_, i) => (repeating ? 0 : i));
  let begun = false;
  return {
    holds: () => [items, places],
    next: () => {
      charge(size >> 2);
      if (!begun) {
        begun = true;
        return tuple(places.map((i) => items[i]));
      }
      let i = size - 1;
      while (i >= 0 && places[i] === (repeating ? n - 1 : i + n - size)) i--;
      if (i < 0) return undefined;
      const next = places[i] + 1;
      for (let j = i; j < size; j++) places[j] = repeating ? next : next + j - i;
      return tuple(places.map((k) => items[k]));
    },
  };
}

function iteratorType(name: string, start: Start): PyType {
  const type = makeType(name);
  type.module = 'itertools';
  type.shownName = `itertools.${name}`;
  type.construct = (args, kwargs) => {
    if (start.length < 2 && kwargs !== null) typeError(`${name}() takes no keyword arguments`);
    const iterator = new NativeIterator(name, start(args, kwargs));
    iterator.cls = type;
    return iterator;
  };
  return type;
}

/** `groupby`: each group shares the underlying iterator, as in CPython. */
function groupBy(args: Value[], kwargs: Kwargs | null): Advance {
  checkNames('groupby', ['iterable', 'key'], args, kwargs, 1);
  const items = getIterator(argument(args, 0, kwargs, 'iterable', null));
  const key = argument(args, 1, kwargs, 'key', null);
  let current: { item: Value; key: Value } | null = null;
  let groupKey: Value | undefined;
  let group = 0;
  const advance = (): boolean => {
    const item = items.next();
    current = item === undefined ? null : { item, key: key === null ? item : call1(key, item) };
    return current !== null;
  };
  return {
    holds: () => [items, key, current, groupKey],
    next: () => {
      const mine = ++group;
      if (groupKey === undefined) {
        if (!advance()) return undefined;
      } else {
        while (current !== null && equal(current.key, groupKey)) advance();
        if (current === null) return undefined;
      }
      const first = current as unknown as { item: Value; key: Value };
      groupKey = first.key;
      const mineKey = first.key;
      const members = new NativeIterator('_grouper', {
        holds: () => [items, key, current, mineKey],
        next: () => {
          if (group !== mine || current === null || !equal(current.key, mineKey)) return undefined;
          const { item } = current;
          advance();
          return item;
        },
      });
      return new PyTuple([groupKey, members]);
    },
  };
}

function tee(values: Value, copies: Value = 2): Value {
  const count = toSize(copies);
  if (count < 0) valueError('n must be >= 0');
  const source = getIterator(values);
  const shared: Value[] = [];
  allocate(count * 100);
  charge(count);
  const views = Array.from({ length: count }, () => {
    let place = 0;
    return new NativeIterator('_tee', {
      holds: () => [source, shared],
      next: () => {
        if (place === shared.length) {
          const item = source.next();
          if (item === undefined) return undefined;
          allocate(8);
          shared.push(item);
        }
        return shared[place++];
      },
    });
  });
  return new PyTuple(views);
}

/** `itertools`. */
export function itertoolsModule(): Record<string, Value> {
  const members: Record<string, Value> = {};
  for (const [name, start] of Object.entries(STARTS)) members[name] = iteratorType(name, start);
  members.groupby = iteratorType('groupby', groupBy);
  members.tee = makeBuiltin('tee', range(1, 2, tee));
  defineClassMethods(members.chain as PyType, {
    from_iterable: exact(2, (_cls: Value, iterables: Value) => new NativeIterator('chain', chainIterables(iterables))),
  });
  return members;
}
