import { expect, it } from 'vitest';
import { modelShape } from '../../modelShape.ts';
import { dot, expectGradient, noise } from '../expectGradient.testing.ts';
import { rotate } from './rotate.ref.ts';

it('has its derivative, with two of three pairs turned', () => {
  const shape = { ...modelShape('nano', 5), width: 6, heads: 1, headWidth: 6, rotaryWidth: 4 };
  const positions = Int32Array.of(0, 1, 2, 9, 0, 3, 4, 5);
  const [x, dy] = [noise(8 * 6), noise(8 * 6)];
  const dx = dy.slice();
  rotate(shape, dx, positions, -1);
  expectGradient(x, dx, () => {
    const y = x.slice();
    rotate(shape, y, positions, 1);
    return dot(dy, y);
  });
});

it('turns interleaved pairs of the first dimensions of each head only', () => {
  const two = { ...modelShape('nano', 5), width: 8, heads: 2, headWidth: 4, rotaryWidth: 2 };
  const x = Float64Array.of(1, 0, 3, 4, 0, 1, 5, 6);
  rotate(two, x, Int32Array.of(2), 1);
  const [c, s] = [Math.cos(2), Math.sin(2)];
  expect([...x]).toEqual([c, s, 3, 4, -s, c, 5, 6]);
  const wide = { ...two, heads: 1, headWidth: 8, rotaryWidth: 4 };
  const y = Float64Array.of(1, 0, 1, 0, 9, 9, 9, 9);
  rotate(wide, y, Int32Array.of(3), 1);
  expect([...y]).toEqual(
    [Math.cos(3), Math.sin(3), Math.cos(0.3), Math.sin(0.3), 9, 9, 9, 9].map((v) => expect.closeTo(v, 12)),
  );
});
