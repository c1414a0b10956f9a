import { describe, expect, it } from 'vitest';
import { runRequest } from './run.ts';

/** Event, line and frame of every event. */
function eventsOf(code: string, args: string): string[] {
  const { trace } = runRequest({ code, args, trace: true });
  return (trace ?? []).map(({ event, line, frame, depth }) => `${event} ${line} ${frame} ${depth}`);
}

describe('trace', () => {
  it('gives the events of sys.settrace: headers again at each turn', () => {
    const code =
      'def f(n):\n    s = 0\n    for i in range(n):\n        s += i\n    while s > 1:\n        s -= 1\n    return s';
    expect(eventsOf(code, '3')).toEqual(
      [
        'call 1',
        'line 2',
        'line 3',
        'line 4',
        'line 3',
        'line 4',
        'line 3',
        'line 4',
        'line 3',
        'line 5',
        'line 6',
        'line 5',
        'line 6',
        'line 5',
        'line 7',
        'return 7',
      ].map((event) => `${event} f 1`),
    );
  });

  it('shows the variables that changed, and the returned value', () => {
    const { trace } = runRequest({
      code: 'def f(a):\n    b = a + [1]\n    a.append(2)\n    return b',
      args: '[0]',
      trace: true,
    });
    expect(trace?.map(({ changes }) => changes)).toEqual([{ a: '[0]' }, {}, { b: '[0, 1]' }, { a: '[0, 2]' }, {}]);
    expect(trace?.at(-1)?.value).toBe('[0, 1]');
  });

  it('gives comprehensions and generators frames of their own', () => {
    expect(eventsOf('def f(x):\n    return [i for i in x]', '[7]')).toEqual([
      'call 1 f 1',
      'line 2 f 1',
      'call 2 <listcomp> 2',
      'line 2 <listcomp> 2',
      'line 2 <listcomp> 2',
      'return 2 <listcomp> 2',
      'return 2 f 1',
    ]);
    const code = 'def g():\n    yield 1\n    yield 2\ndef f():\n    return list(g())';
    expect(eventsOf(code, '')).toEqual([
      'call 4 f 1',
      'line 5 f 1',
      'call 1 g 2',
      'line 2 g 2',
      'return 2 g 2',
      'call 2 g 2',
      'line 3 g 2',
      'return 3 g 2',
      'call 3 g 2',
      'return 3 g 2',
      'return 5 f 1',
    ]);
  });

  it('follows a statement over its lines', () => {
    const code = 'def f(a,\n      b):\n    return max(\n        a,\n        b,\n    )';
    expect(eventsOf(code, '1, 2')).toEqual(
      ['call 1', 'line 3', 'line 4', 'line 5', 'line 3', 'return 3'].map((event) => `${event} f 1`),
    );
  });

  it('shows where exceptions go', () => {
    const code =
      'def f(x):\n    try:\n        return 1 // x\n    except ZeroDivisionError:\n        return -1\n    finally:\n        x = 5';
    expect(eventsOf(code, '0')).toEqual(
      ['call 1', 'line 2', 'line 3', 'line 4', 'line 5', 'line 7', 'return 7'].map((event) => `${event} f 1`),
    );
  });

  it('is bounded in events and in the length of reprs', () => {
    const { trace } = runRequest({
      code: 'def f():\n    x = "a" * 5000\n    for i in range(5000): pass',
      args: '',
      trace: true,
    });
    expect(trace).toHaveLength(2000);
    expect(trace?.[2].changes.x).toHaveLength(401);
  });

  it('does not change the result or the steps', () => {
    const request = { code: 'def f(n):\n    return sorted(str(i * 7 % 11) for i in range(n))', args: '20' };
    const { trace: _, ...traced } = runRequest({ ...request, trace: true });
    expect(traced).toMatchObject({ ...runRequest(request), steps: expect.any(Number) });
  });
});
