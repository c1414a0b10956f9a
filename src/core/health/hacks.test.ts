import { describe, expect, it } from 'vitest';
import { programFacts } from '../tasks/programFacts.ts';
import type { Task } from '../tasks/taskType.ts';
import { hacksOf, ignoresInput } from './hacks.ts';

const entryOf = (program: string) => {
  const { entry } = programFacts(program);
  if (!entry) throw new Error('no entry');
  return entry;
};

describe('ignoresInput', () => {
  it.each([
    ['a constant', 'def f(a):\n    return [1, 2]', true],
    ['a chain that starts from a constant', 'def f(a):\n    b = [1, 2]\n    c = b[::-1]\n    return c', true],
    ['the input computed and thrown away', 'def f(a):\n    b = sorted(a)\n    c = [1, 2]\n    return c', true],
    ['a chain', 'def f(a):\n    b = a[1:]\n    c = b[::-1]\n    return c', false],
    [
      'assigned out of order in a loop',
      'def f(a):\n    r = 0\n    x = 0\n    for i in [1, 2]:\n        r = x\n        x = a\n    return r',
      false,
    ],
    ['rounds of a loop', 'def f(a):\n    r = 0\n    for v in a:\n        r += 1\n    return r', false],
    ['a condition', 'def f(a):\n    if a:\n        return 1\n    return 2', false],
    ['a method call', 'def f(a):\n    b = []\n    b.append(a)\n    return b', false],
    ['an inner function', 'def f(a):\n    def g():\n        return a\n    return g()', false],
    ['no parameter at all', 'def f():\n    return 1', false],
  ])('%s', (_, program, ignored) => {
    expect(ignoresInput(entryOf(program))).toBe(ignored);
  });
});

describe('hacksOf', () => {
  const task: Task = {
    type: 'induction',
    program: 'def f(a):\n    b = sorted(a)\n    return b',
    inputs: ['[2, 1]', '[4, 3]'],
    outputs: ['[1, 2]', '[3, 4]'],
    message: 'put it in order',
  };
  it.each([
    ['an honest task', {}, []],
    ['the input given back', { inputs: ['[1, 2]'], outputs: ['[1, 2]'] }, ['inputReturned']],
    ['some input given back', { inputs: ['[1, 2]', '[2, 1]'], outputs: ['[1, 2]', '[1, 2]'] }, ['constantOutput']],
    [
      'a constant',
      { program: 'def f(a):\n    return [7, 7]', outputs: ['[7, 7]', '[7, 7]'] },
      ['inputIgnored', 'constantOutput'],
    ],
    ['a message with a hidden output', { message: 'it is [3, 4]' }, ['answerInMessage']],
    ['a message with a shown output', { message: 'like [1, 2]' }, []],
    ['two arguments', { program: 'def f(a, b):\n    return a, b', inputs: ['1, 2'], outputs: ['(1, 2)'] }, []],
  ])('%s', (_, change, expected) => {
    const changed = { ...task, ...change };
    expect(hacksOf(changed, entryOf(changed.program))).toEqual(expected);
  });
});
