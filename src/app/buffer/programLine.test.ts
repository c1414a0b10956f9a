import { expect, it } from 'vitest';
import { programLine } from './programLine.ts';

it('keeps every statement, and nothing of the layout', () => {
  expect(programLine('def f(x):\n    y = x[1:]\n\n    return y\n')).toBe('def f(x): ↵ y = x[1:] ↵ return y');
  expect(programLine('')).toBe('');
});
