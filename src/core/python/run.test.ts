import { describe, expect, it } from 'vitest';
import { runFile, runRequest } from './run.ts';

describe('runRequest', () => {
  it('calls f with the argument list and shows the repr of its result', () => {
    const result = runRequest({
      code: 'def f(a, *b, k=0):\n    print(a)\n    return [a, b, k]',
      args: "1, 'x', k={2: 3.0}",
    });
    expect(result).toMatchObject({ ok: true, output: "[1, ('x',), {2: 3.0}]", stdout: '1\n' });
    expect(result.steps).toBeGreaterThan(0);
  });

  it('evaluates an expression after the code', () => {
    expect(runRequest({ code: 'x = 20', call: '[y := x + 1, y * 2]' })).toMatchObject({ ok: true, output: '[21, 42]' });
  });

  it('gives CPython’s type, message and line of an uncaught exception', () => {
    const code = 'def g(x):\n    return 1 // x\n\ndef f(x):\n    y = 2\n    return g(x) + y';
    const error = { kind: 'python', type: 'ZeroDivisionError', message: 'integer division or modulo by zero', line: 2 };
    expect(runRequest({ code, args: '0' })).toMatchObject({ ok: false, error });
  });

  it('gives syntax errors of program and arguments their place', () => {
    expect(runRequest({ code: 'def f(:\n    pass', args: '' })).toMatchObject({
      ok: false,
      error: { kind: 'syntax', line: 1 },
    });
    expect(runRequest({ code: 'def f(): pass', args: '1 +' })).toMatchObject({ ok: false, error: { kind: 'syntax' } });
  });

  it('starts each run from fresh state', () => {
    const request = {
      code: 'seen = []\ndef f(x, log=[]):\n    seen.append(x); log.append(x)\n    return seen, log',
      args: '1',
    };
    expect(runRequest(request)).toEqual(runRequest(request));
  });

  it('refuses results too long to show, and those that show an address', () => {
    expect(runRequest({ code: '', call: "'x' * 30000" })).toMatchObject({ ok: false, error: { kind: 'output' } });
    expect(runRequest({ code: '', call: '[lambda: 0]' })).toMatchObject({ ok: false, error: { kind: 'output' } });
  });
});

describe('budgets', () => {
  it.each([
    ['while True: pass', '0', 'fuel'],
    ['', 'sum(range(10**12))', 'fuel'],
    ['', "'a' * 10**10", 'memory'],
    ['', '[0] * 10**9', 'memory'],
    ['', '10**10**8', 'memory'],
    ['', 'list(range(10**9))', 'fuel'],
    ['', "f'{1:1000000000}'", 'memory'],
    ['', "'%1000000000d' % 1", 'memory'],
    ['', "'x'.center(10**9)", 'memory'],
    ['', '1 << 10**9', 'memory'],
    ['import math', 'math.factorial(10**7)', 'memory'],
    ['import re', "re.match('(a+)+b', 'a' * 40)", 'fuel'],
    ['import itertools', 'list(itertools.product(range(100), repeat=10))', 'fuel'],
    ['s = "ab"\nwhile True: s += s', '0', 'memory'],
    ['l = [0]\nwhile True: l += l', '0', 'fuel'],
    ['x = 3\nwhile True: x *= x', '0', 'memory'],
    ['def f(n): return f(n + 1)', 'f(0)', 'recursion'],
    ['l = []\nfor _ in range(5000): l = [l]', 'repr(l)', 'recursion'],
    ['def f():\n    try: f()\n    finally: f()', 'f()', 'fuel'],
    ['while True:\n    try:\n        while True: pass\n    except BaseException: pass', '0', 'fuel'],
  ])('%s / %s ends as a refusal (%s)', (code, call, kind) => {
    const start = performance.now();
    expect(runRequest({ code, call })).toMatchObject({ ok: false, error: { kind } });
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('honours the fuel asked for', () => {
    const code = 'def f(n):\n    for i in range(n): pass\n    return n';
    expect(runRequest({ code, args: '1000', fuel: 500 })).toMatchObject({ ok: false, error: { kind: 'fuel' } });
    expect(runRequest({ code, args: '1000', fuel: 2000 })).toMatchObject({ ok: true, output: '1000' });
  });
});

describe('a refusal while a list is sorted', () => {
  it('is not taken for an error of the sort', () => {
    const code =
      "xs = [1, 2]\ndef k(x):\n    xs.append(x)\n    return 'a' * 10**10\ntry: xs.sort(key=k)\nexcept ValueError: pass";
    expect(runRequest({ code, call: '0' })).toMatchObject({ ok: false, error: { kind: 'memory' } });
    const raising =
      'xs = [1, 2]\ndef k(x):\n    xs.append(x)\n    raise KeyError(x)\ntry: xs.sort(key=k)\nexcept KeyError: pass';
    expect(runRequest({ code: raising, call: 'xs' })).toMatchObject({ ok: true, output: '[1, 2]' });
  });
});

describe('refusals', () => {
  it.each(['os', 'sys.exit', 'random', 'datetime', 'subprocess', 'threading', 'hashlib', 'time', 'logging'])(
    'bans import %s by name, wherever it stands',
    (name) => {
      const [module, member] = name.split('.');
      const statement = member === undefined ? `import ${module}` : `from ${module} import ${member}`;
      const result = runRequest({ code: `def f():\n    if False:\n        ${statement}\n    return 1`, args: '' });
      expect(result).toMatchObject({ ok: false, error: { kind: 'banned', line: 3 } });
    },
  );

  it.each([
    'eval("1")',
    'exec("")',
    'open("x")',
    'input()',
    '__import__("os")',
    '(lambda: 0).__globals__',
    'int.__subclasses__()',
    '(0).__class__.__bases__',
    "'{0.__class__.__mro__}'.format(1)",
  ])('refuses %s', (call) => {
    expect(runRequest({ code: '', call })).toMatchObject({ ok: false, error: { kind: 'unsupported' } });
  });

  it('names the module that it does not have', () => {
    const error = { kind: 'unsupported', message: expect.stringContaining('numpy') };
    expect(runRequest({ code: 'import numpy as np', call: '1' })).toMatchObject({ ok: false, error });
  });
});

describe('numbers that come from addresses', () => {
  it.each(['id([])', 'hash(A())', 'id(A) % 2 ** 20', '[type(x).__name__ + str(hash(x) % 97) for x in [A()]]'])(
    'refuses %s as a result, which no two runs of CPython share',
    (call) => {
      const error = { kind: 'output', message: expect.stringContaining("an object's address") };
      expect(runRequest({ code: 'class A: pass', call })).toMatchObject({ ok: false, error });
    },
  );

  it.each([
    ['id(A) == id(A)', 'True'],
    ['hash(A) == hash(A)', 'True'],
    ['len({A(), A()})', '2'],
    ['A in {A: 1}', 'True'],
  ])('lets %s pass, which does not depend on them', (call, output) => {
    expect(runRequest({ code: 'class A: pass', call })).toMatchObject({ ok: true, output });
  });
});

describe('short-lived values', () => {
  it.each([
    "s + 'y'",
    's[1:]',
    's * 2',
    "'%s!' % s",
    "'{}!'.format(s)",
    "f'{s}!'",
    's.upper()',
    "s.split('x')",
    'a + a',
    'a * 2',
    'sorted(a)',
    'copy.copy(a)',
    'copy.deepcopy(a)',
    'dict(d)',
    '{**d}',
    'd | d',
    'copy.deepcopy(d)',
    'set(a)',
    'z | z',
    'bytes(1000)',
    'b + b',
    'b[1:]',
    '7 ** 3000',
  ])('%s in a loop ends the fuel before the memory', (made) => {
    const code = `import copy
s = 'x' * 1000
a = list(range(1000))
d = dict.fromkeys(a)
z = set(a)
b = bytes(a8 & 255 for a8 in a)
while True:
    t = ${made}`;
    expect(runRequest({ code, call: 't' })).toMatchObject({ ok: false, error: { kind: 'fuel' } });
  });

  it.each(["s = '%s%s' % (s, s)", "s = '{}{}'.format(s, s)"])('%s is paid for, as text that lasts', (doubled) => {
    const code = `s = 'xxx'\nfor i in range(60):\n    ${doubled}`;
    const { error } = runRequest({ code, call: 'len(s)' }) as { error: { message: string } };
    expect(error.message).toMatch(/step budget|than its budget/);
  });
});

describe('the order of a set of constant strings', () => {
  const words = "{'dog', 'bar', 'kiwi', 'foo', 'key', 'green'}";

  it('is refused where it shows and depends on what the process has interned', () => {
    const result = runRequest({ code: `def f():\n    return [w for w in ${words}]\n`, call: 'f()' });
    expect(result).toMatchObject({ ok: false, error: { kind: 'output' } });
  });

  it('is of no account where it does not show', () => {
    const result = runRequest({ code: `def f():\n    return sorted(${words})[:2], 'foo' in ${words}\n`, call: 'f()' });
    expect(result).toMatchObject({ ok: true, output: "(['bar', 'dog'], True)" });
  });
});

describe('a request for a deterministic result', () => {
  const ask = (call: string, code = '') => runRequest({ code, call, deterministic: true });

  it('passes what does not depend on the order of a set, and sets and dicts in whatever order they show', () => {
    for (const call of [
      "sorted({'a', 'b', 'c'})",
      "{'a', 'b', 'c'}",
      "{w: 1 for w in {'a', 'b', 'c'}}",
      "{'a': 1}['a']",
    ])
      expect(ask(call)).toMatchObject({ ok: true });
  });

  it.each([
    "list({'ab', 'cd', 'ef', 'gh'})",
    "[w for w in {'dog', 'bar', 'kiwi', 'foo', 'key', 'green'}]",
    "hash('a')",
    "''.join(set('hello'))",
    "{}[1] if list({'x', 'y'})[0] == 'x' else 1 // 0",
    "1 if list({'x', 'y'})[0] == 'x' else 1 // 0",
  ])('refuses %s, which does', (call) => {
    const error = { kind: 'nondeterministic', type: 'Nondeterministic' };
    expect(ask(call)).toMatchObject({
      ok: false,
      error: { ...error, message: expect.stringMatching(/^it gives .* or /) },
    });
  });

  it('passes an exception whose message alone depends on it', () => {
    const error = { kind: 'python', type: 'KeyError' };
    expect(ask("[{}[w] for w in {'ab', 'cd', 'ef', 'gh'}]")).toMatchObject({ ok: false, error });
  });

  it('traces the first run', () => {
    const code = 'def f(x):\n    y = {x}\n    return y';
    expect(runRequest({ code, args: "'a'", deterministic: true, trace: true }).trace).toHaveLength(4);
  });

  it.each([
    ['(i for i in [1])', 'read only once'],
    ['lambda: 0', 'equal only to itself'],
    ["[float('nan')]", 'not equal to itself'],
    ['A()', 'neither __eq__ nor __repr__'],
    ['[B()]', 'only shows itself as [4]'],
    ['id([])', "an object's address"],
  ])('refuses %s, which no answer could equal', (call, reason) => {
    const error = { kind: 'output', message: expect.stringContaining(reason) };
    const code =
      'class A: pass\nclass B:\n    def __eq__(self, other): return True\n    def __repr__(self): return "4"';
    expect(ask(call, code)).toMatchObject({ ok: false, error });
  });
});

describe('runFile', () => {
  it('gives what the file printed', () => {
    expect(runFile('for i in range(3):\n    print(i, end=" ")\nprint()')).toEqual({ stdout: '0 1 2 \n' });
  });

  it('ends the traceback as CPython does', () => {
    const { stdout, error } = runFile('print("before")\nclass Oops(Exception): pass\nraise Oops("it broke")');
    expect(stdout).toBe('before\n');
    expect(error?.traceback.split('\n').at(-1)).toBe('__main__.Oops: it broke');
  });
});
