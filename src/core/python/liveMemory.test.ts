import { describe, expect, it } from 'vitest';
import { runRequest } from './run.ts';

const LARGE = 'def large(i): return [i] * 1000\n';

/** Runs with much fuel and little memory, so that memory is what may end it. */
const run = (code: string, call: string) => runRequest({ code, call, fuel: 10 ** 8, memory: 2 ** 20 });

describe('values that are dropped', () => {
  it.each([
    ['in a statement', 'for i in range(5000): x = [i] * 1000', 'len(x)', '1000'],
    ['in a while loop', 'i = 0\nwhile len([i] * 1000) + i < 6000: i += 1', 'i', '5000'],
    ['in a function', 'def f(i):\n    x = [i] * 1000\n    return len(x)', '[f(i) for i in range(5000)][-1]', '1000'],
    [
      'in recursion',
      'def f(n): return len([n] * 1000) + (f(n - 1) if n else 0)',
      'sum(f(99) for _ in range(60))',
      '6000000',
    ],
    ['in a comprehension', '', '[len(str(i) * 1000) for i in range(5000)][-1]', '4000'],
    ['in nested clauses', '', 'len([0 for i in range(100) for x in [[i] * 50000] if len(x) < 0])', '0'],
    ['in a set comprehension', '', '{len([i] * 1000) for i in range(5000)}', '{1000}'],
    ['in a dict comprehension', '', '{i % 2: len([i] * 1000) for i in range(5000)}', '{0: 1000, 1: 1000}'],
    ['in a generator expression', LARGE, 'sum(len(large(i)) for i in range(5000))', '5000000'],
    [
      'in a generator',
      'def g():\n    for i in range(5000):\n        x = [i] * 1000\n        yield len(x)',
      'sum(g())',
      '5000000',
    ],
    [
      'given by a generator',
      `${LARGE}def g():\n    for i in range(5000): yield large(i)`,
      'sum(x[0] for x in g())',
      '12497500',
    ],
    ['in a map', LARGE, 'sum(map(lambda i: len(large(i)), range(5000)))', '5000000'],
    ['between maps', LARGE, 'sum(map(len, map(large, range(5000))))', '5000000'],
    ['in a list of a map', LARGE, 'len(list(map(len, map(large, range(5000)))))', '5000'],
    [
      'in a reduce',
      'from functools import reduce',
      'len(reduce(lambda a, i: a[-999:] + [i], range(5000), []))',
      '1000',
    ],
    ['in a sort by key', '', 'sorted(range(5000), key=lambda i: -len([i] * (1000 + i % 2)))[0]', '1'],
    [
      'in a sort by comparison',
      'class A:\n    def __init__(s, n): s.n = n\n    def __lt__(s, o): return len([0] * 1000) > 0 and s.n < o.n',
      'sorted(A(-i * i % 977) for i in range(1000))[0].n',
      '0',
    ],
    ['in a maximum', LARGE, 'max(map(large, range(5000)), key=lambda x: x[0])[0]', '4999'],
    ['in a test of all', LARGE, 'all(len(large(i)) == 1000 for i in range(5000))', 'True'],
    ['in a set of few', '', 'len(set((i % 2,) * 1000 for i in range(5000)))', '2'],
    ['as strings that replace each other', "s = ''\nfor i in range(40000): s = (s + str(i))[-5000:]", 'len(s)', '5000'],
    ['as a string with +=', "s = ''\nfor i in range(20000): s += 'ab'", 'len(s)', '40000'],
    [
      'from a sliding window',
      'from collections import deque\nd = deque()\nfor i in range(20000):\n    d.append([i] * 100)\n    if len(d) > 50: d.popleft()',
      'd[0][0]',
      '19950',
    ],
    [
      'from a dict that is cleared',
      'd = {}\nfor i in range(5000):\n    d[i] = [i] * 1000\n    if len(d) > 100: d.clear()',
      'len(d)',
      '51',
    ],
    [
      'as objects',
      'class A:\n    def __init__(s, i): s.x = [i] * 1000\nfor i in range(5000): a = A(i)',
      'a.x[0]',
      '4999',
    ],
    ['as big integers', 'for i in range(2000): n = 7 ** 6000 + i', 'n % 1000', '0'],
    [
      'with exceptions',
      'def f(i):\n    raise ValueError([i] * 1000)\nn = 0\nfor i in range(5000):\n    try: f(i)\n    except ValueError as e: n += len(e.args[0])',
      'n',
      '5000000',
    ],
    [
      'through a cache',
      'from functools import lru_cache\n@lru_cache(16)\ndef f(i): return [i] * 1000',
      'sum(len(f(i)) for i in range(5000))',
      '5000000',
    ],
    [
      'in operators',
      'class A:\n    def __add__(s, o): return len([o] * 1000)',
      'sum(A() + i for i in range(5000))',
      '5000000',
    ],
    ['beside what lasts', 'kept = [0] * 10 ** 5\nfor i in range(5000): x = [i] * 1000', 'len(kept)', '100000'],
    [
      'beside an argument that lasts',
      'def f(x):\n    for i in range(5000): y = [i] * 1000\n    return len(x)',
      'f([0] * 10 ** 5)',
      '100000',
    ],
  ])('%s do not count', (_, code, call, output) => {
    expect(run(code, call)).toMatchObject({ ok: true, output });
  });

  it('do not count in a traced run either, nor beside more than half of the default budget', () => {
    const code = 'def f():\n    kept = [0] * 10**6\n    for i in range(5000): x = [i] * 1000\n    return len(x)';
    const request = { code, args: '', trace: true, fuel: 10 ** 8 };
    expect(runRequest(request)).toMatchObject({ ok: true, output: '1000' });
  });

  it('let fuel end a loop that never would', () => {
    const request = { code: 'while True: x = [[], [], [], [], [], [], [], [], [], [], [], []]', call: '0' };
    expect(runRequest(request)).toMatchObject({ ok: false, error: { kind: 'fuel' } });
  });
});

/** Programs that keep what this makes. */
const KEPT = {
  'a list': '[0] * 1000',
  'a tuple': '(0,) * 1000',
  'a dict': 'dict.fromkeys(range(1000))',
  'a set': 'set(range(1000))',
  'a deque': 'collections.deque([0] * 1000)',
  'a string': "'a' * 1000",
  bytes: 'bytes(1000)',
  'a big integer': '7 ** 3000',
  'an iterator': 'iter([0] * 1000)',
  'a reversed iterator': "reversed('a' * 1000)",
  'an iterator over a dict': 'iter(dict.fromkeys(range(1000)).items())',
  'an iterator over a deque': 'iter(collections.deque([0] * 1000))',
  'an iterator with an end': 'iter(([0] * 1000).pop, 5)',
  'a long range': 'iter(range(7 ** 3000, 7 ** 3001))',
  zip: 'zip([0] * 1000, [1] * 1000)',
  map: 'map(len, [0] * 1000)',
  filter: 'filter(None, [0] * 1000)',
  enumerate: 'enumerate([0] * 1000)',
  chain: 'itertools.chain([0] * 1000, [0])',
  'chain.from_iterable': 'itertools.chain.from_iterable([[0] * 1000])',
  islice: 'itertools.islice([0] * 1000, 5)',
  accumulate: 'itertools.accumulate([0], initial=[0] * 1000)',
  groupby: 'itertools.groupby([0] * 1000)',
  permutations: 'itertools.permutations(range(1000), 2)',
  combinations: 'itertools.combinations(range(1000), 2)',
  product: 'itertools.product(range(1000))',
  cycle: 'itertools.cycle([0] * 1000)',
  repeat: 'itertools.repeat([0] * 1000)',
  count: 'itertools.count(7 ** 3000)',
  pairwise: 'itertools.pairwise([[0] * 1000, 1])',
  zip_longest: 'itertools.zip_longest([0], fillvalue=[0] * 1000)',
  tee: 'itertools.tee([0] * 1000)',
  takewhile: 'itertools.takewhile(len, [0] * 1000)',
  starmap: 'itertools.starmap(len, [0] * 1000)',
  compress: 'itertools.compress([0] * 1000, [1])',
  'heapq.merge': 'heapq.merge([0] * 1000)',
  finditer: "re.finditer('a', 'a' * 1000)",
  'a match': "re.match('a*', 'a' * 1000)",
  'elements of a Counter': 'collections.Counter(range(1000)).elements()',
  'a partial': 'functools.partial(len, x=[0] * 1000)',
  'a cached function': 'functools.lru_cache(lambda b=[0] * 1000: 0)',
  'a method': '([0] * 1000).append',
  'a default argument': 'lambda b=[0] * 1000: b',
  'a closure': '(lambda b: lambda: b)([0] * 1000)',
  'an exception': 'ValueError([0] * 1000)',
  'a generator': 'g([0] * 1000)',
  'a generator that has begun': 'begun(g([0] * 1000))',
  'a generator in a loop': 'begun(looping())',
  'a generator with a context': 'begun(within())',
  'a generator that returns': 'begun(returning())',
  'a generator in another': 'begun(delegating())',
  'a generator that was sent something': 'sent(taking())',
  'a generator that goes through what it was sent': 'sent(going())',
  'a generator expression': '(x for x in [0] * 1000)',
  'a generator expression that has begun': 'begun(y for x in [0] for y in [0] * 1000)',
  'an instance': 'A([0] * 1000)',
  'a class': 'made()',
  'a dataclass': 'decorated()',
  'an enumeration': 'enumerated()',
  'a named tuple with a default': "collections.namedtuple('N', 'a', defaults=[[0] * 1000])",
  'nothing but an instance': 'object()',
  'an empty set': 'set()',
  'an empty dict': '{}',
};

const PRELUDE = `import collections, dataclasses, enum, functools, heapq, itertools, re
class A:
    def __init__(self, x): self.x = x
    def __enter__(self): pass
    def __exit__(self, *a): pass
def g(a):
    b = a + [0]
    yield 1
    yield b
def begun(it):
    next(it)
    return it
def looping():
    for x in [0] * 1000: yield x
def within():
    with A([0] * 1000): yield 1
def returning():
    try: return [0] * 1000
    finally: yield 1
def delegating():
    yield from [0] * 1000
def sent(it):
    next(it)
    it.send([0] * 1000)
    return it
def taking():
    yield from (yield)
def going():
    for x in (yield): yield x
def made():
    class B:
        x = [0] * 1000
    return B
def decorated():
    @dataclasses.dataclass(init=False, repr=False, eq=False)
    class B:
        x: int = dataclasses.field(default_factory=lambda b=[0] * 1000: b)
    return B
def enumerated():
    class B(enum.Enum):
        X = (0,) * 1000
    return B
kept = []
`;

describe('values that are kept', () => {
  const refused = { ok: false, error: { kind: 'memory' } };

  it.each(Object.entries(KEPT))('count: %s', (_, made) => {
    expect(run(`${PRELUDE}while True: kept.append(${made})`, '0')).toMatchObject(refused);
  });

  it.each([
    ['a chain of instances', 'n = None\nwhile True:\n    m = A(n)\n    n = m'],
    ['a chain of functions', 'f = None\nwhile True: f = lambda f=f: f'],
    ['a chain of partials', 'f = len\nwhile True: f = functools.partial(f)'],
    ['a chain of iterators', 'i = []\nwhile True: i = map(len, i)'],
    ['attributes of a class', "i = 0\nwhile True:\n    i += 1\n    setattr(A, f'a{i}', [0] * 100)"],
    ['attributes of a function', "i = 0\nwhile True:\n    i += 1\n    setattr(made, f'a{i}', [0] * 100)"],
    ['the results of a cache', '@functools.cache\ndef f(n): return [n] * 1000\nfor i in itertools.count(): f(i)'],
    [
      'exceptions that were raised',
      'while True:\n    try: raise ValueError([0] * 1000)\n    except ValueError as e: kept.append(e)',
    ],
    ['what is printed', "while True: print('a' * 1000)"],
    [
      'what one iterator has had and its twin has not',
      'a, b = itertools.tee([i] * 1000 for i in itertools.count())\nfor x in a: pass',
    ],
    ['what a list is made of', 'list([i] * 1000 for i in itertools.count())'],
    ['what a set is made of', 'set((i,) * 1000 for i in itertools.count())'],
    ['what a dict is made of', 'dict((i, [i] * 1000) for i in itertools.count())'],
    ['what a display spreads', '[*([i] * 1000 for i in itertools.count())]'],
    ['what arguments spread', 'print(*([i] * 1000 for i in itertools.count()))'],
    ['what a sum has come to', 'sum(([i] * 1000 for i in itertools.count()), [])'],
    ['what a reduction has come to', 'functools.reduce(lambda a, b: a + b, ([i] * 1000 for i in itertools.count()))'],
    ['what a comprehension has made', '[[i] * 1000 for i in itertools.count()]'],
    [
      'what a function got from native code and made longer',
      'list(map(lambda a: a.extend([0] * 10000), [[] for i in range(1000)]))',
    ],
    ['what only native code has left', 'list(filter(lambda a: a.extend([0] * 10000) or True, map(list, [()] * 1000)))'],
    [
      'what native code read before it was removed',
      'kept.append([0] * 1000)\ndef f(i):\n    kept.append([0] * 1000)\n    kept[i] = None\nlist(zip(kept, map(f, range(10 ** 6))))',
    ],
    [
      'what native code removed',
      'kept.append([0] * 1000)\nlist(zip(map(kept.pop, itertools.repeat(0)), map(lambda i: kept.append([0] * 1000), range(10 ** 6))))',
    ],
  ])('count: %s', (_, code) => {
    expect(run(PRELUDE + code, '0')).toMatchObject(refused);
  });

  it.each([
    ['a variable', 'b = [0] * 10 ** 4\nf(n + 1)'],
    ['an operand', 'len([0] * 10 ** 4 + f(n + 1))'],
    ['an argument', 'max([0] * 10 ** 4, f(n + 1))'],
    ['an item of a display', '[[0] * 10 ** 4, f(n + 1)]'],
    ['a value of a display', '{1: [0] * 10 ** 4, 2: f(n + 1)}'],
    ['a part of a string', "f'{str(n) * 10 ** 5}{f(n + 1)}'"],
    ['what is compared', '[0] * 10 ** 4 < f(n + 1)'],
    ['what a loop goes through', 'for x in [0] * 10 ** 4: f(n + 1)'],
    ['what an iterator goes through', 'for x in iter([0] * 10 ** 4): f(n + 1)'],
    ['what a comprehension goes through', '[f(n + 1) for x in [0] * 10 ** 4]'],
    ['what a comprehension has made', '[f(n + 1) if i else [0] * 10 ** 4 for i in range(2)]'],
    ['a context', 'with A([0] * 10 ** 4): f(n + 1)'],
    ['what is matched', 'match [0] * 10 ** 4:\n    case _: f(n + 1)'],
    ['what is to be returned', 'try: return [0] * 10 ** 4\nfinally: f(n + 1)'],
    ['what is raised', 'try: raise ValueError([0] * 10 ** 4)\nfinally: f(n + 1)'],
    ['what is handled', 'try: raise ValueError([0] * 10 ** 4)\nexcept ValueError: f(n + 1)'],
    ['a decorator', '@(lambda b: lambda g: f(n + 1))([0] * 10 ** 4)\ndef g(): pass'],
    ['a class to be', 'class B:\n    b = [0] * 10 ** 4\n    c = f(n + 1)'],
    ['an operand whose variable has another value', 'global x\nx = [0] * 10 ** 4\nx == f(n + 1)'],
    ['an operand whose attribute has another value', 'f.x = [0] * 10 ** 4\nf.x == f(n + 1)'],
    ['an operand whose item is another one', 'd[0] = [0] * 10 ** 4\nd[0] == f(n + 1)'],
    ['a variable to be added to', 'global x\nx = [0] * 10 ** 4\nx += f(n + 1)'],
    ['an attribute to be added to', 'f.x = [0] * 10 ** 4\nf.x += f(n + 1)'],
    ['an item to be added to', 'd[0] = [0] * 10 ** 4\nd[0] += f(n + 1)'],
    ['what is being sorted', '[[0] * 10 ** 4].sort(key=lambda x: f(n + 1))'],
    ['a method that was replaced', 'A.m = (lambda b: lambda s, c=b: f(n + 1))([0] * 10 ** 4)\nA(0).m(0)'],
    [
      'the end of a context that was replaced',
      'A.__exit__ = (lambda b: lambda *a: b)([0] * 10 ** 4)\nwith A(0): f(n + 1)',
    ],
    ['what was sorted before it was replaced', 'kept[:] = [[0] * 10 ** 4]\nsorted(kept, key=lambda x: f(n + 1))'],
  ])('count in every call of a recursion: %s', (_, body) => {
    const code = `${PRELUDE}d = {}\ndef f(n):\n    ${body.replaceAll('\n', '\n    ')}`;
    expect(run(code, 'f(0)')).toMatchObject(refused);
  });

  it('are refused at once where one alone is too large', () => {
    const start = performance.now();
    for (const call of ["'a' * 10 ** 10", '[0] * 10 ** 9']) expect(run('', call)).toMatchObject(refused);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
