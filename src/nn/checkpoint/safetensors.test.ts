import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { float16Bits, float16Value } from './float16.ts';
import { CheckpointError, readSafetensors, writeSafetensors } from './safetensors.ts';

const tensors = new Map([
  ['a.weight', { shape: [2, 3], values: Float32Array.of(1, -2, 0.5, 1e-30, 65504, 3.140724) }],
  ['empty', { shape: [0], values: new Float32Array(0) }],
  ['b', { shape: [], values: Float32Array.of(7) }],
]);

/** A file with any header and data of `bytes` zero bytes. */
function file(header: unknown, bytes = 8): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const result = new Uint8Array(8 + json.length + bytes);
  new DataView(result.buffer).setBigUint64(0, BigInt(json.length), true);
  result.set(json, 8);
  return result;
}

const entry = (begin: number, end: number, changes: object = {}) => ({
  dtype: 'F32',
  shape: [(end - begin) / 4],
  data_offsets: [begin, end],
  ...changes,
});

describe('safetensors', () => {
  it('reads back what it wrote, bit for bit, also from the middle of a buffer', () => {
    const written = writeSafetensors(tensors);
    expect(readSafetensors(written)).toEqual(tensors);
    const shifted = new Uint8Array(written.length + 3);
    shifted.set(written, 3);
    expect(readSafetensors(shifted.subarray(3))).toEqual(tensors);
  });

  it('lays a file out as the format says', () => {
    const written = writeSafetensors(new Map([['x', { shape: [1], values: Float32Array.of(1) }]]));
    const length = Number(new DataView(written.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(written.subarray(8, 8 + length)))).toEqual({
      __metadata__: { format: 'pt' },
      x: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
    });
    expect([...written.subarray(8 + length)]).toEqual([0, 0, 0x80, 0x3f]);
  });

  it('stores half precision, rounded to nearest even', () => {
    const [values] = [...readSafetensors(writeSafetensors(tensors, 'F16')).values()].map((tensor) => [
      ...tensor.values,
    ]);
    expect(values).toEqual([1, -2, 0.5, 0, 65504, 3.140625]);
    expect(
      [2049, 2051, 65519, 65520, 2 ** -24, 2 ** -25, 3 * 2 ** -25].map((x) => float16Value(float16Bits(x))),
    ).toEqual([2048, 2052, 65504, Number.POSITIVE_INFINITY, 2 ** -24, 0, 2 ** -23]);
    for (let half = 0; half < 65536; half++) {
      const value = float16Value(half);
      if (!Number.isNaN(value)) expect(float16Bits(value)).toBe(half);
      else expect(float16Value(float16Bits(value))).toBeNaN();
    }
  });

  it.each([
    ['nothing', new Uint8Array(3), 'is truncated: it has 3 bytes'],
    ['a header cut short', file({ x: entry(0, 8) }).subarray(0, 20), 'is truncated'],
    ['data cut short', writeSafetensors(tensors).subarray(0, -1), 'is truncated: tensor b ends at byte 28'],
    ['a giant header length', new Uint8Array(16).fill(255), 'is no safetensors file'],
    ['no JSON', file('{"x":'), 'header is not JSON'],
    ['an array', file([1]), 'header is not an object'],
    ['another type', file({ x: entry(0, 8, { dtype: 'BF16' }) }), 'x: type BF16 is not read'],
    ['a negative size', file({ x: entry(0, 8, { shape: [-2] }) }), 'shape is not a list'],
    ['offsets the wrong way', file({ x: entry(0, 8, { data_offsets: [8, 0] }) }), 'data_offsets'],
    ['a shape that does not fit', file({ x: entry(0, 8, { shape: [3] }) }), '8 bytes do not hold F32 of shape [3]'],
    ['an overlap', file({ x: entry(0, 8), y: entry(4, 8) }), 'tensor y overlaps'],
    ['a gap', file({ x: entry(0, 4), y: entry(8, 12) }, 12), 'bytes 4 to 8 of the data belong to no tensor'],
    ['bytes left over', file({ x: entry(0, 4) }), '4 bytes after the last tensor'],
    ['an entry that is null', file({ x: null }), 'type undefined is not read'],
  ])('refuses %s in words', (_, bytes, words) => {
    expect(() => readSafetensors(bytes, 'base.safetensors')).toThrow(CheckpointError);
    expect(() => readSafetensors(bytes, 'base.safetensors')).toThrow(words);
    expect(() => readSafetensors(bytes, 'base.safetensors')).toThrow('base.safetensors');
  });

  it('answers any bytes with tensors or a CheckpointError', () => {
    const valid = writeSafetensors(tensors);
    fc.assert(
      fc.property(fc.nat(valid.length - 1), fc.nat(255), fc.nat(valid.length), (at, byte, end) => {
        const damaged = valid.slice(0, end);
        if (at < end) damaged[at] = byte;
        try {
          readSafetensors(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(CheckpointError);
        }
      }),
    );
  });
});
