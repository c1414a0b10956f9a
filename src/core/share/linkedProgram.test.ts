import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { fromBase64url, toBase64url } from './base64url.ts';
import { decodeProgram, encodeProgram } from './linkedProgram.ts';

it('base64url gives any bytes back, and nothing for other texts', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
    }),
  );
  for (const text of ['a', 'a+b/', 'ab==', 'é']) expect(fromBase64url(text)).toBeUndefined();
});

describe('a program in a link', () => {
  it('comes back exactly', () => {
    const program = { program: 'def f(a):\n    return a[::-1]  # é', inputs: ['[1, 2]'], type: 'abduction' as const };
    expect(decodeProgram(encodeProgram(program))).toEqual(program);
  });

  it('is refused beyond 64 KB, when written and when unpacked', () => {
    const noise = Array.from({ length: 40_000 }, (_, i) => (i * 2654435761) % 99991).join(',');
    expect(() => encodeProgram({ program: noise, inputs: [] })).toThrow('longer than 64 KB');
    const bomb = toBase64url(deflateSync(new Uint8Array(30_000_000)));
    expect(decodeProgram(bomb)).toBe('The program in this link is longer than 64 KB and was not read.');
  });

  it('that is damaged gives a sentence', () => {
    const whole = encodeProgram({ program: 'def f(a):\n    return a', inputs: [] });
    for (const text of ['', '*', 'AAAA', whole.slice(0, -4), toBase64url(deflateSync(new Uint8Array([123])))]) {
      expect(decodeProgram(text)).toMatch(/^The program in this link is damaged/);
    }
    expect(decodeProgram(toBase64url(deflateSync(new TextEncoder().encode('{"program":1}'))))).toMatch(/damaged/);
  });
});
