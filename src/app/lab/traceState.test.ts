import { expect, test } from 'vitest';
import type { TraceEvent } from '../../core/python/api.ts';
import { momentText, traceMoment } from './traceState.ts';

// 1 def g(x):      4 def f(a):
// 2     y = x + 1  5     b = g(a)
// 3     return y   6     return b
const trace: TraceEvent[] = [
  { event: 'call', line: 4, frame: 'f', depth: 1, changes: { a: '1' } },
  { event: 'line', line: 5, frame: 'f', depth: 1, changes: {} },
  { event: 'call', line: 1, frame: 'g', depth: 2, changes: { x: '1' } },
  { event: 'line', line: 2, frame: 'g', depth: 2, changes: {} },
  { event: 'line', line: 3, frame: 'g', depth: 2, changes: { y: '2' } },
  { event: 'return', line: 3, frame: 'g', depth: 2, changes: {}, value: '2' },
  { event: 'line', line: 6, frame: 'f', depth: 1, changes: { b: '2' } },
  { event: 'return', line: 6, frame: 'f', depth: 1, changes: {}, value: '2' },
];

test('values stand beside the line that gave them', () => {
  const { valuesByLine } = traceMoment(trace, 7);
  expect(Object.fromEntries(valuesByLine.get(2) ?? [])).toEqual({ y: '2' });
  expect(Object.fromEntries(valuesByLine.get(5) ?? [])).toEqual({ b: '2' });
  expect(Object.fromEntries(valuesByLine.get(4) ?? [])).toEqual({ a: '1' });
});

test('a value is not there before its line has run', () => {
  expect(traceMoment(trace, 1).valuesByLine.has(5)).toBe(false);
  expect(traceMoment(trace, 3).valuesByLine.has(2)).toBe(false);
});

test('frames come with a call and go with the return', () => {
  expect(traceMoment(trace, 1).frames.map((frame) => frame.name)).toEqual(['f']);
  expect(traceMoment(trace, 4).frames.map((frame) => frame.name)).toEqual(['f', 'g']);
  expect(traceMoment(trace, 6).frames.map((frame) => [frame.name, frame.line])).toEqual([['f', 6]]);
});

test('each step is said in words', () => {
  expect(trace.map((_, index) => momentText(traceMoment(trace, index)))).toEqual([
    'f is called',
    'Line 5 runs next',
    'g is called (depth 2)',
    'Line 2 runs next',
    'Line 3 runs next',
    'g returns 2',
    'Line 6 runs next',
    'f returns 2',
  ]);
});

test('a second call of the same function begins with fresh variables', () => {
  const twice = [...trace.slice(0, 6), ...trace.slice(2, 4)];
  expect([...traceMoment(twice, 7).frames[1].variables.keys()]).toEqual(['x']);
});
