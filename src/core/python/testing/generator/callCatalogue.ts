import { askCPython } from '../cpythonOracle.ts';

/** What there is to call in CPython, as it says itself: nothing that it offers is missed because ours does not. */
export interface CallCatalogue {
  /** Built-in functions, classes and exceptions. */
  builtins: Callable[];
  /** Functions, classes and constants of each module that programs may import. */
  modules: { name: string; members: Callable[] }[];
  /** Methods and attributes by an expression that makes a value with them. */
  methods: { value: string; members: Callable[] }[];
}

export interface Callable {
  name: string;
  /** Names by which it takes arguments, as far as it says. */
  parameters: string[];
  /** How many arguments it needs, and takes at most by place; 0 and 3 where it does not say. */
  least: number;
  most: number;
}

/** Modules that programs may import, `sys` apart, which offers one number. */
export const CALLED_MODULES = [
  'abc',
  'bisect',
  'collections',
  'collections.abc',
  'copy',
  'dataclasses',
  'decimal',
  'enum',
  'fractions',
  'functools',
  'heapq',
  'itertools',
  'math',
  'operator',
  're',
  'string',
  'typing',
] as const;

/** Lines that every generated call can rely on. */
export const CALL_PREAMBLE = `import ${CALLED_MODULES.join(', ')}
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple
from decimal import Decimal
from fractions import Fraction

class P:
    def __init__(self, x, y=0):
        self.x, self.y = x, y
    def __repr__(self):
        return f'P({self.x!r}, {self.y!r})'
    def __eq__(self, other):
        return isinstance(other, P) and (self.x, self.y) == (other.x, other.y)
    def __lt__(self, other):
        return self.x < other.x
    def __hash__(self):
        return 5
    def go(self, n=1):
        return n

class Plain:
    pass

class MyInt(int):
    pass

class MyStr(str):
    pass

class MyList(list):
    pass

class MyDict(dict):
    def __missing__(self, key):
        return 0

class Index:
    def __index__(self):
        return 2

class Color(enum.Enum):
    RED = 1
    BLUE = 'b'

class Level(enum.IntEnum):
    LOW = 1
    HIGH = 5

@dataclasses.dataclass
class Data:
    a: int
    b: str = 'x'

@dataclasses.dataclass(frozen=True, order=True)
class Key:
    n: int

Pair = namedtuple('Pair', 'first second')

def one(x):
    return x

def two(x, y=3, *rest, z=4):
    return [x, y]

def less(a, b):
    return (a > b) - (a < b)

def gen(n=3):
    yield from range(n)
`;

/** Expressions whose methods and attributes are called: a value of every type. */
export const RECEIVERS = [
  '7',
  'True',
  '10**20',
  '2.5',
  '(1+2j)',
  "'abc'",
  "'a,b c'",
  "'Straße 12'",
  "b'abc'",
  "bytearray(b'xyz')",
  '[3, 1, 2]',
  "['b', 'a']",
  '(1, 2, 1)',
  "{'a': 1, 'b': 2}",
  '{1: 2}',
  '{1, 2, 3}',
  'frozenset({1, 2})',
  'range(2, 9, 3)',
  'slice(1, 9, 2)',
  "{'a': 1, 'b': 2}.keys()",
  "{'a': 1, 'b': 2}.values()",
  "{'a': 1, 'b': 2}.items()",
  'iter([1, 2, 3])',
  "iter('ab')",
  'iter({1: 2})',
  'gen()',
  'enumerate([5, 6])',
  'zip([1], [2])',
  'map(one, [1, 2])',
  'filter(None, [0, 1])',
  'reversed([1, 2])',
  'None',
  'Ellipsis',
  'NotImplemented',
  'len',
  'one',
  'two',
  'P(1)',
  'P(1).go',
  '[].append',
  'P',
  'int',
  'str',
  'dict',
  'float',
  'bytes',
  "ValueError('bad')",
  "KeyError('k')",
  "Counter('abca')",
  'OrderedDict(a=1, b=2)',
  'defaultdict(list, {1: [2]})',
  'deque([1, 2, 3], 5)',
  "ChainMap({'a': 1}, {'b': 2})",
  'Pair(1, 2)',
  'Pair',
  "Decimal('1.50')",
  "Decimal('-7')",
  'Fraction(3, 4)',
  'Color.RED',
  'Color',
  'Level.HIGH',
  "Data(1, 'z')",
  'Key(3)',
  "re.compile('(?P<w>[a-z])([0-9]*)')",
  "re.match('(a)(b)?', 'abc')",
  'itertools.count(2)',
  'itertools.chain([1], [2])',
  'itertools.permutations([1, 2, 3], 2)',
  'functools.partial(two, 1, z=2)',
  'functools.lru_cache(one)',
  'functools.cmp_to_key(less)',
  'operator.itemgetter(1)',
  "operator.attrgetter('x')",
  "operator.methodcaller('go', 4)",
  "string.Template('$a and $b')",
  'list[int]',
  'int | None',
  'typing.List[int]',
  'property(one)',
  'MyInt(4)',
  "MyStr('ab')",
  'MyList([1])',
  'MyDict(a=1)',
] as const;

/** Built-ins that reach outside or into the interpreter, refused one and all, and what would end CPython's process. */
const LEFT_OUT = ['breakpoint', 'input', 'open', 'exit', 'quit', 'help', 'eval', 'exec', 'compile', '__import__'];

const LIST = `
import builtins, importlib, inspect, json, sys
given = json.load(sys.stdin)
space = {'__name__': '__main__'}
exec(given['preamble'], space)

def describe(name, thing, bound=False):
    row = {'name': name, 'parameters': [], 'least': 0, 'most': 3}
    try:
        parameters = list(inspect.signature(thing).parameters.values())
    except (TypeError, ValueError):
        return row
    placed = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    row['least'] = sum(p.default is p.empty for p in placed)
    row['most'] = len(placed) + 2 * any(p.kind is p.VAR_POSITIONAL for p in parameters)
    row['parameters'] = [p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    return row

def members(thing, special):
    names = [n for n in dir(thing) if not n.startswith('_') or special and n.startswith('__')]
    rows = []
    for name in names:
        try:
            rows.append(describe(name, getattr(thing, name)))
        except Exception:
            rows.append(describe(name, None))
    return rows

json.dump({
    'builtins': [describe(n, getattr(builtins, n)) for n in dir(builtins)
                 if not n.startswith('_') and n not in given['leftOut'] and callable(getattr(builtins, n))],
    'modules': [{'name': m, 'members': members(importlib.import_module(m), False)} for m in given['modules']],
    'methods': [{'value': v, 'members': members(eval(v, space), True)} for v in given['receivers']],
}, sys.stdout)
`;

/** Asks CPython what there is to call. */
export function askCatalogue(): CallCatalogue {
  return askCPython<CallCatalogue>(LIST, {
    preamble: CALL_PREAMBLE,
    modules: CALLED_MODULES,
    receivers: RECEIVERS,
    leftOut: LEFT_OUT,
  });
}
