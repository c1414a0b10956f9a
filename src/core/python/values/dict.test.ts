import { beforeEach, describe, expect, it } from 'vitest';
import { budget } from '../budget.ts';
import { PyDict } from './dict.ts';
import { PyFloat, PyTuple } from './value.ts';

beforeEach(() => {
  budget.fuel = 1_000_000;
  budget.memory = 1 << 24;
});

describe('PyDict', () => {
  it('files equal keys of different types together and keeps the first', () => {
    const dict = new PyDict();
    dict.set(1, 'int');
    dict.set(true, 'bool');
    dict.set(new PyFloat(1), 'float');
    dict.set(2n ** 60n, 'big');
    dict.set(new PyFloat(2 ** 60), 'big float');
    expect(dict.entries()).toEqual([
      [1, 'float'],
      [2n ** 60n, 'big float'],
    ]);
    dict.set('1', 'str');
    expect(dict.size).toBe(3);
  });

  it('finds tuples by value', () => {
    const dict = new PyDict();
    dict.set(new PyTuple([1, 'a']), 'first');
    expect(dict.get(new PyTuple([true, 'a']))).toBe('first');
    expect(dict.get(new PyTuple([1, 'b']))).toBeUndefined();
    expect(dict.delete(new PyTuple([1, 'a']))).toBe('first');
    expect(dict.size).toBe(0);
  });

  it('keeps the order of insertion through deletions and compaction', () => {
    const dict = new PyDict();
    for (let i = 0; i < 200; i++) dict.set(i, i * i);
    for (let i = 0; i < 200; i++) if (i % 7 !== 0) dict.delete(i);
    dict.set(0, 'changed in place');
    dict.set(1, 'again, at the end');
    const keys = dict.keyList();
    expect(keys.slice(0, 3)).toEqual([0, 7, 14]);
    expect(keys[keys.length - 1]).toBe(1);
    expect(dict.get(196)).toBe(196 * 196);
    expect(dict.popItem()).toEqual([1, 'again, at the end']);
    expect(dict.popItem(true)).toEqual([0, 'changed in place']);
    expect(dict.size).toBe(28);
  });
});
