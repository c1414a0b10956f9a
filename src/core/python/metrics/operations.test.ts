import { expect, it } from 'vitest';
import { parseModule } from '../parser.ts';
import { operationsOf } from './operations.ts';

it.each([
  ['b = sorted(a)', ['sorted()']],
  ['b = a[::-1]', ['[::-n]']],
  ['b = a[1:] + a[:1]', ['+', '[n:]', '[:n]']],
  ['b = a[-1:]', ['[-n:]']],
  ['b = a[0]', ['[n]']],
  ['b = a[-1]', ['[-n]']],
  ['b = [(v + 1) % 10 for v in a]', ['comprehension', '%', '+']],
  ['for v in a:\n    if v > 2:\n        b.append(v)\n    b += 1', ['for', 'if', 'comparison', '.append()', '+']],
  ['b = 1 if a and c else 2', ['if else', 'and']],
  ['return_value = a', []],
])('%s', (source, names) => {
  expect(operationsOf(parseModule(source))).toEqual(names);
});
