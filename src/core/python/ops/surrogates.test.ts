import { expect, it } from 'vitest';
import { runRequest } from '../run.ts';
import { hasSurrogates } from './surrogates.ts';

it('tells texts whose code units are not their code points, short and long', () => {
  for (const length of [1, 300]) {
    expect(hasSurrogates('一'.repeat(length))).toBe(false);
    expect(hasSurrogates(`${'a'.repeat(length)}😀`)).toBe(true);
    expect(hasSurrogates(`${'a'.repeat(length)}\udc00`)).toBe(true);
  }
});

it.each(['s[:10]', 's[3]', 'len(s)', "s < 'b'", "'b' in s[:5]", 's < t'])(
  'does not look through a long text anew at each %s',
  (operation) => {
    const code = `def f():\n    s = '一' * 10**5\n    t = '一' * 10**5 + 'b'\n    while True:\n        ${operation}`;
    const started = performance.now();
    expect(runRequest({ code, args: '' })).toMatchObject({ ok: false, error: { kind: 'fuel' } });
    // Looking through it each time takes 8 to 40 seconds.
    expect(performance.now() - started).toBeLessThan(3000);
  },
);
