import { expect, it } from 'vitest';
import { runRequest } from '../python/run.ts';
import { programFacts } from './programFacts.ts';
import { programWindow } from './programWindow.ts';

const window = (program: string, start: number, length: number) => programWindow(programFacts(program), start, length);

it('cuts neighbouring statements out of a chain as a program of their own', () => {
  const chain = 'def f(c):\n    d = sorted(c)\n    e = d[::-1]\n    g = [9 - v for v in e]\n    return g';
  expect(window(chain, 0, 3)).toBe(chain);
  expect(window(chain, 1, 1)).toBe('def f(d):\n    e = d[::-1]\n    return e');
  expect(window(chain, 1, 2)).toBe('def f(d):\n    e = d[::-1]\n    g = [9 - v for v in e]\n    return g');
  const [whole, first, last] = [
    { code: chain, args: '[3, 1, 2]' },
    { code: window(chain, 0, 1) as string, args: '[3, 1, 2]' },
    { code: window(chain, 1, 2) as string, args: '[1, 2, 3]' },
  ].map(runRequest);
  expect(first).toMatchObject({ ok: true, output: '[1, 2, 3]' });
  expect(last).toMatchObject({ ok: true, output: whole.ok && whole.output });
});

it('takes what the statements read of the rest as parameters, in the order in which the program binds it', () => {
  const program = 'def f(x, y):\n    a = x + 1\n    b = a * y\n    c = max(b, x)\n    return c';
  expect(window(program, 1, 2)).toBe('def f(x, y, a):\n    b = a * y\n    c = max(b, x)\n    return c');
  expect(window(program, 0, 1)).toBe('def f(x):\n    a = x + 1\n    return a');
});

it.each([
  ['a statement that reads nothing', 'def f(a):\n    b = [1]\n    return b', 0, 1],
  ['statements beyond the end', 'def f(a):\n    b = a[1:]\n    return b', 0, 2],
  ['a branch', 'def f(a):\n    if a:\n        a = a[1:]\n    b = a\n    return b', 0, 1],
  ['two targets', 'def f(a):\n    b, c = a\n    return b', 0, 1],
  ['an item as the target', 'def f(a):\n    a[0] = 1\n    return a', 0, 1],
  ['two functions', 'def g(a):\n    return a\n\ndef f(a):\n    b = g(a)\n    return b', 0, 1],
])('has none of %s', (_, program, start, length) => {
  expect(window(program, start, length)).toBeUndefined();
});
