import { it } from 'vitest';
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
