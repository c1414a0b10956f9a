import { describe, expect, it } from 'vitest';
import { LiteralError, parseLiteral, parseLiteralArguments, sameLiteral } from './literal.ts';

describe('parseLiteral', () => {
  it('reads plain data', () => {
    expect(parseLiteral(' -3 ')).toEqual({ type: 'int', value: -3 });
    expect(parseLiteral('-0')).toEqual({ type: 'int', value: 0 });
    expect(parseLiteral("'a' 'b'")).toEqual({ type: 'str', value: 'ab' });
    expect(parseLiteral('1-2.5j')).toEqual({ type: 'complex', real: 1, imaginary: -2.5 });
    expect(parseLiteral('set()')).toEqual({ type: 'set', items: [] });
    expect(parseLiteral("{1: 'a', 1.0: 'b'}")).toEqual({
      type: 'dict',
      items: [
        [
          { type: 'int', value: 1 },
          { type: 'str', value: 'b' },
        ],
      ],
    });
    expect(parseLiteral('(1, [None, True], b"x")')).toEqual({
      type: 'tuple',
      items: [
        { type: 'int', value: 1 },
        { type: 'list', items: [{ type: 'None' }, { type: 'bool', value: true }] },
        { type: 'bytes', value: 'x' },
      ],
    });
  });

  it.each([
    '3) or (1',
    '2*2',
    '1+1',
    '(x := 4)',
    '(lambda: 4)()',
    'f(3)',
    'x',
    'True + 1j',
    '-True',
    '--1',
    'not 1',
    '1 if 1 else 2',
    '[x for x in (1,)]',
    "f'{1}'",
    '{**{}}',
    '[*(1, 2)]',
    '{[]: 1}',
    '{(1, [])}',
    'frozenset()',
    'set([1])',
    "'a'.upper()",
    '(1).real',
    '[1][0]',
    '1; 2',
    '1\n2',
    '',
    '(1',
    "__import__('os')",
    'yield',
    '...\u0000',
  ])('refuses %j, which is an expression to evaluate or no expression at all', (text) => {
    expect(() => parseLiteral(text)).toThrow(LiteralError);
  });
});

describe('parseLiteralArguments', () => {
  it('reads positional and keyword arguments, over several lines too', () => {
    expect(parseLiteralArguments("'a',\n [1],\n limit=-2,")).toEqual({
      args: [
        { type: 'str', value: 'a' },
        { type: 'list', items: [{ type: 'int', value: 1 }] },
      ],
      keywords: [{ name: 'limit', value: { type: 'int', value: -2 } }],
    });
    expect(parseLiteralArguments('')).toEqual({ args: [], keywords: [] });
  });

  it.each(['3) or (1', '1, f(2)', '*[1]', '**{}', 'x for x in y', 'a=1, a=2', 'a=1, 2', '1 2', '1)', '(1', 'x:=1'])(
    'refuses %j',
    (text) => {
      expect(() => parseLiteralArguments(text)).toThrow(LiteralError);
    },
  );
});

describe('sameLiteral', () => {
  it.each([
    ['4', '4.0'],
    ['1', 'True'],
    ['{1, 2}', '{2, 1}'],
    ['{1: 2, 3: 4}', '{3: 4, 1: 2}'],
    ['[1, (2, 3.0)]', '[True, (2, 3)]'],
    ['-0.0', '0'],
    ['9007199254740993', '9_007_199_254_740_993'],
    ['1e22', '10000000000000000000000'],
    ['2+0j', '2'],
    ['"a"', "'a'"],
    ['0x10', '16'],
    ['1e999', '2e999'],
    ['{1, 1.0, True}', '{1}'],
  ])('%s equals %s', (a, b) => {
    expect(sameLiteral(a, b)).toBe(true);
  });

  it.each([
    ["'2'", "'1+1'"],
    ['[1]', '(1,)'],
    ['1', "'1'"],
    ["'a'", "b'a'"],
    ['9007199254740993', '9007199254740992.0'],
    ['1e23', '100000000000000000000000'],
    ['{}', 'set()'],
    ['None', 'False'],
    ['{1: 2}', '{1: 3}'],
    ['[1, 2]', '[2, 1]'],
    ['4', '2*2'],
    ['1', '3) or (1'],
    ["['a,b']", "['a', 'b']"],
    ["'[1]'", '[1]'],
    ['1j', '1'],
    ['nan', 'nan'],
  ])('%s differs from %s', (a, b) => {
    expect(sameLiteral(a, b)).toBe(false);
  });
});
