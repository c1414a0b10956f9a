import { describe, expect, it } from 'vitest';
import { runRequest } from './run.ts';

/** A value of every kind that a program can get hold of. */
const VALUES = [
  'None',
  'True',
  '5',
  '2**70',
  '1.5',
  '1j',
  "'s'",
  "b'b'",
  'bytearray(1)',
  '[]',
  '()',
  '{}',
  '{1}',
  'frozenset()',
  'range(3)',
  'slice(1)',
  'iter([])',
  'iter("")',
  'iter({})',
  'iter({1})',
  'enumerate([])',
  'zip()',
  'map(str, [])',
  'filter(None, [])',
  'reversed([])',
  '(i for i in [])',
  'g()',
  '{}.keys()',
  '{}.items()',
  'len',
  '[].append',
  'str.upper',
  'lambda: 0',
  'A',
  'A()',
  'A().m',
  'A.m',
  'int',
  'type',
  'object()',
  'super(A, A())',
  'property()',
  'Exception("x")',
  'NotImplemented',
  '...',
  'math',
  'math.sin',
  'collections.deque()',
  'collections.Counter()',
  'collections.namedtuple("P", "x")(1)',
  'collections.defaultdict(int)',
  'functools.partial(len)',
  'functools.lru_cache(len)',
  're.compile("a")',
  're.match("a", "a")',
  'decimal.Decimal(1)',
  'fractions.Fraction(1)',
  'typing.List[int]',
  'int | None',
  'list[int]',
];

/** Names by which JavaScript values lead to the machinery around them. */
const HOST_NAMES = [
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  '__lookupGetter__',
  'call',
  'apply',
  'bind',
  'caller',
  'arguments',
  'attributes',
  'cls',
  'code',
  'parent',
  'frame',
  'native',
  'variadic',
  'mroList',
  'construct',
  'globals',
  'globalThis',
  'process',
  'require',
  'window',
  'self',
  'fn',
  'run',
  'payload',
  'iterate',
  'represent',
  'operate',
  'getItem',
  'invoke',
  'lookup',
  'setAttribute',
  'cache',
  'module',
  'owner',
  'start_',
  'drain',
];

const CODE = `
import math, collections, functools, re, decimal, fractions, typing
def g(): yield 1
class A:
    def m(self): return 1
def probe(values, names):
    found = []
    for text, value in values:
        for name in names:
            if name == 'start' or name == 'self': continue
            try:
                if hasattr(value, name): found.append((text, name))
            except BaseException as e:
                found.append((text, name, repr(e)))
    return found
`;

describe('no way from a program to the host', () => {
  it('no value has an attribute of JavaScript’s', () => {
    const values = `[${VALUES.map((value) => `(${JSON.stringify(value)}, ${value})`).join(', ')}]`;
    const result = runRequest({
      code: CODE,
      call: `probe(${values}, ${JSON.stringify(HOST_NAMES)})`,
      fuel: 10_000_000,
    });
    expect(result).toMatchObject({ ok: true, output: '[]' });
  });

  it.each([
    '__dict__',
    '__globals__',
    '__code__',
    '__closure__',
    '__subclasses__',
    '__bases__',
    '__mro__',
    '__builtins__',
  ])('asking for %s is refused, however it is asked', (name) => {
    for (const call of [
      `A().${name}`,
      `A.${name}`,
      `getattr(A.m, '${name}')`,
      `hasattr(A, '${name}')`,
      `'{0.${name}}'.format(A)`,
    ]) {
      expect(runRequest({ code: CODE, call })).toMatchObject({ ok: false, error: { kind: 'unsupported' } });
    }
  });

  it('attributes of a program’s own classes cannot reach prototypes', () => {
    const code = `${CODE}
def f():
    a = A()
    for name in ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString']:
        setattr(a, name, 1)
        setattr(A, name, 2)
    d = {'__proto__': 1, 'constructor': 2}
    return a.constructor, A.prototype, d, [k for k in d], {}.get('constructor'), f"{d['__proto__']}"`;
    const output = "(1, 2, {'__proto__': 1, 'constructor': 2}, ['__proto__', 'constructor'], None, '1')";
    expect(runRequest({ code, call: 'f()' })).toMatchObject({ ok: true, output });
    expect(runRequest({ code: CODE, call: 'A().__class__.__name__' })).toMatchObject({ ok: true, output: "'A'" });
  });

  it('keyword and format names are looked up nowhere else', () => {
    for (const call of ["'{constructor}'.format()", "'{0.constructor}'.format(1)", "'%(constructor)s' % {}"]) {
      expect(runRequest({ code: '', call })).toMatchObject({ ok: false, error: { kind: 'python' } });
    }
    expect(runRequest({ code: 'from math import constructor', call: '1' })).toMatchObject({ ok: false });
    expect(runRequest({ code: 'import constructor', call: '1' })).toMatchObject({ ok: false });
    expect(runRequest({ code: 'import __proto__', call: '1' })).toMatchObject({ ok: false });
  });
});
