import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { threefry2x32 } from '../../core/rng.ts';
import { initialise } from '../tfjs/initialise.ts';
import { runProgram } from '../tfjs/runProgram.ts';
import { drawToken } from './drawToken.ref.ts';
import { type DrawOptions, sampleTokens, tokenMask } from './sampler.ts';
import { THREEFRY } from './threefry.wgsl.ts';

beforeAll(async () => {
  await initialise('webgpu');
});

/** Small numbers that look random, the same every time. */
function noise(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => (threefry2x32(seed, 0, i, 0)[0] / 2 ** 32) * 8 - 4);
}

async function draw(
  logits: Float32Array,
  rows: number,
  items: number[],
  options: Partial<DrawOptions>,
  allowed?: readonly number[][],
) {
  const words = allowed?.map((some) => [...tokenMask(logits.length / rows, some)]);
  const result = await sampleTokens(
    tf.tensor2d(logits, [rows, logits.length / rows]),
    tf.tensor1d(
      items.map((item) => item | 0),
      'int32',
    ),
    words ? tf.tensor2d(words, undefined, 'int32') : null,
    { key: [1, 2], position: 0, temperature: 1, ...options },
  );
  const values = await result.data();
  return Array.from({ length: rows }, (_, row) => ({
    token: values[row * 3],
    logProb: values[row * 3 + 1],
    entropy: values[row * 3 + 2],
  }));
}

describe('threefry on the GPU', () => {
  it('gives the same bits as in TypeScript', async () => {
    const words = Int32Array.from({ length: 4 * 500 }, (_, i) => threefry2x32(99, 7, i, 0)[0]);
    words.set([0, 0, 0, 0, -1, -1, -1, -1]);
    const program = {
      name: 'threefryTest',
      code: `${THREEFRY}
        fn main(index : i32) {
          let i = index * 4;
          if (i >= uniforms.wordsShape) { return; }
          let key = vec2<u32>(bitcast<u32>(words[i]), bitcast<u32>(words[i + 1]));
          let x = threefry2x32(key, vec2<u32>(bitcast<u32>(words[i + 2]), bitcast<u32>(words[i + 3])));
          result[2 * index] = bitcast<i32>(x.x);
          result[2 * index + 1] = bitcast<i32>(x.y);
        }`,
      inputNames: ['words'],
      uniforms: '',
      workgroupSize: 1,
      workgroups: 500,
    };
    const got = await runProgram(program, [tf.tensor1d(words)], [1000], 'int32', []).data();
    const expected: number[] = [];
    for (let i = 0; i < words.length; i += 4) {
      expected.push(...threefry2x32(words[i], words[i + 1], words[i + 2], words[i + 3]).map((word) => word | 0));
    }
    expect([...got]).toEqual(expected);
  });
});

describe('sampler on the GPU', () => {
  it.each([2, 63, 64, 65, 300, 1000])('draws the tokens of the reference, vocabulary %i', async (vocabulary) => {
    const rows = 24;
    const logits = noise(rows * vocabulary, vocabulary);
    const items = Array.from({ length: rows }, (_, row) => threefry2x32(5, 5, row, 0)[0]);
    const some = items.map((item) =>
      [...Array(vocabulary).keys()].filter((v) => v === item % vocabulary || (v * item) % 3 === 0),
    );
    for (const [temperature, topP, allowed] of [
      [1, 1, undefined],
      [0.6, 1, undefined],
      [0, 1, undefined],
      [1, 0.7, undefined],
      [0.6, 1, some],
      [1.5, 0.4, some],
      [0, 0.4, some],
    ] as const) {
      const drawn = await draw(
        logits,
        rows,
        items,
        { key: [17, 0xfedcba98], position: 11, temperature, topP },
        allowed,
      );
      drawn.forEach((row, index) => {
        const [word] = threefry2x32(17, 0xfedcba98, items[index], 11);
        const rowLogits = Float64Array.from(logits.subarray(index * vocabulary, (index + 1) * vocabulary));
        const limits = { topP, allowed: allowed?.[index] };
        const expected = drawToken(rowLogits, temperature, ((word >>> 9) + 0.5) * 2 ** -23, limits);
        expect(row.token, `row ${index} at ${temperature}, ${topP}`).toBe(expected.token);
        expect(row.logProb).toBeCloseTo(expected.logProb, 4);
        expect(row.entropy).toBeCloseTo(expected.entropy, 4);
      });
    }
  });

  it('takes the lowest id on ties when greedy, also across lanes', async () => {
    const logits = new Float32Array(2 * 200);
    logits[200 + 150] = 1;
    logits[200 + 70] = 1;
    const drawn = await draw(logits, 2, [0, 1], { temperature: 0 });
    expect(drawn.map(({ token }) => token)).toEqual([0, 70]);
  });

  it('draws every row, the first included, from its own distribution', async () => {
    const [rows, vocabulary, draws] = [8, 20, 1500];
    const logits = noise(rows * vocabulary, 3).map((z) => z / 2);
    const counts = new Float64Array(rows * vocabulary);
    // A hundred at a time, so that reading one back does not hold up the next.
    for (let first = 0; first < draws; first += 100) {
      const positions = Array.from({ length: 100 }, (_, i) => first + i);
      const drawn = positions.map((position) => draw(logits, rows, [...Array(rows).keys()], { position }));
      for (const each of await Promise.all(drawn)) {
        each.forEach(({ token }, row) => {
          counts[row * vocabulary + token]++;
        });
      }
    }
    for (let row = 0; row < rows; row++) {
      const weights = [...logits.subarray(row * vocabulary, (row + 1) * vocabulary)].map(Math.exp);
      const sum = weights.reduce((a, b) => a + b);
      const chiSquare = weights.reduce((total, weight, v) => {
        const expected = (draws * weight) / sum;
        return total + (counts[row * vocabulary + v] - expected) ** 2 / expected;
      }, 0);
      expect(chiSquare, `row ${row}`).toBeLessThan(50.8); // 19 degrees of freedom: p = 1e-4
    }
  });
});
