import { describe, expect, it } from 'vitest';
import { runRequest } from '../run.ts';

/** Orders recorded from CPython 3.11 with PYTHONHASHSEED=0. */
const ORDERS: [string, string][] = [
  ["list(set('hello world'))", "[' ', 'd', 'r', 'h', 'o', 'e', 'w', 'l']"],
  ['list({1, 100, 50, 8, 16, 33})', '[16, 1, 33, 50, 100, 8]'],
  ['list(set(range(5, 0, -1)))', '[1, 2, 3, 4, 5]'],
  ["list({'a', 'b', 'c'} | {'x', 'y'})", "['y', 'c', 'a', 'x', 'b']"],
  ["list({(1, 2), (3, 4), ('a',)})", "[('a',), (1, 2), (3, 4)]"],
];

const HISTORY = `
def f():
    s = set(range(30))
    for i in range(0, 30, 3):
        s.discard(i)
    s.add(100)
    s.update([64, 32, 7])
    return list(s), s.pop(), s.pop()
`;

describe('set', () => {
  it.each(ORDERS)('%s goes in the order of CPython’s table', (call, output) => {
    expect(runRequest({ code: '', call })).toMatchObject({ ok: true, output });
  });

  it('keeps the table’s order through removals, growth and pops', () => {
    const output = '([1, 2, 4, 5, 7, 8, 10, 11, 13, 14, 16, 17, 19, 20, 22, 23, 25, 26, 28, 29, 32, 64, 100], 1, 2)';
    expect(runRequest({ code: HISTORY, call: 'f()' })).toMatchObject({ ok: true, output });
  });
});
