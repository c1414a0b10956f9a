import fc from 'fast-check';
import { deflateSync, strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { crc32 } from './crc32.ts';
import { inflateCapped } from './inflateCapped.ts';
import { readZip } from './readZip.ts';

const limit = () => 1_000_000;
const long = strToU8(Array.from({ length: 5000 }, (_, i) => `line ${i * 7919}\n`).join(''));
const zip = zipSync({ 'a.txt': strToU8('hello'), 'b.txt': long, 'c.bin': [new Uint8Array([1, 2, 3]), { level: 0 }] });
const text = (bytes?: Uint8Array) => new TextDecoder().decode(bytes);

it('has the check value of CRC-32', () => {
  expect(crc32(strToU8('123456789'))).toBe(0xcbf43926);
});

describe('inflateCapped', () => {
  it('stops a bomb soon after its limit', () => {
    const bomb = deflateSync(new Uint8Array(50_000_000));
    const { bytes, stopped } = inflateCapped(bomb, 1000);
    expect(stopped).toBe('large');
    expect(bytes).toHaveLength(1000);
  });

  it('keeps what came before the end of a cut text', () => {
    const whole = deflateSync(long);
    const { bytes, stopped } = inflateCapped(whole.subarray(0, whole.length / 2), 1_000_000);
    expect(stopped).toBe('damaged');
    expect(bytes.length).toBeGreaterThan(1000);
    expect(text(long).startsWith(text(bytes))).toBe(true);
  });

  it('takes any bytes without throwing', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => inflateCapped(bytes, 100).bytes.length <= 100));
  });
});

describe('readZip', () => {
  it('reads compressed and stored entries', () => {
    const entries = readZip(zip, limit);
    expect(text(entries?.get('a.txt')?.bytes)).toBe('hello');
    expect(entries?.get('b.txt')?.bytes).toEqual(long);
    expect(entries?.get('c.bin')).toEqual({ bytes: new Uint8Array([1, 2, 3]) });
  });

  it('gives what is there of a file that was cut off', () => {
    const entries = readZip(zip.subarray(0, zip.length * 0.6), limit);
    expect(text(entries?.get('a.txt')?.bytes)).toBe('hello');
    expect(entries?.get('b.txt')?.problem).toBe('is cut off');
    expect(text(long).startsWith(text(entries?.get('b.txt')?.bytes))).toBe(true);
    expect(entries?.has('c.bin')).toBe(false);
  });

  it('notices damage and size', () => {
    const damaged = zip.slice();
    damaged[40] ^= 255;
    expect(readZip(damaged, limit)?.get('a.txt')?.problem).toBe('is damaged');
    expect(readZip(zip, () => 100)?.get('b.txt')?.problem).toMatch(/^is larger than/);
    expect(readZip(zip, (name) => (name === 'a.txt' ? 100 : 0))?.size).toBe(1);
  });

  it('is undefined for what is no zip, and takes any bytes without throwing', () => {
    expect(readZip(strToU8('hello'), limit)).toBeUndefined();
    expect(readZip(new Uint8Array(), limit)).toBeUndefined();
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { maxLength: 20 }), (changes) => {
        const bytes = zip.slice();
        for (const [at, value] of changes) bytes[at] = value;
        readZip(bytes, limit);
      }),
    );
  });
});
