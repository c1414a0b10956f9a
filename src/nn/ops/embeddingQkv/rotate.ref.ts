import type { ModelShape } from '../../modelShape.ts';

/**
 * Rotates, in place, the interleaved pairs (2i, 2i + 1) of the first `rotaryWidth` dimensions of each head by
 * position · rotaryBase^(−2i / rotaryWidth), as `apply_rotary_pos_emb` of transformers' modeling_glm.py.
 * The derivative is the rotation by the opposite angle: `direction` −1.
 */
export function rotate(shape: ModelShape, x: Float64Array, positions: Int32Array, direction: 1 | -1): void {
  const { width, heads, headWidth, rotaryWidth, rotaryBase } = shape;
  for (let n = 0; n < positions.length; n++) {
    for (let pair = 0; pair < rotaryWidth / 2; pair++) {
      const angle = positions[n] * rotaryBase ** ((-2 * pair) / rotaryWidth);
      const cos = Math.cos(angle);
      const sin = direction * Math.sin(angle);
      for (let h = 0; h < heads; h++) {
        const at = n * width + h * headWidth + 2 * pair;
        const [even, odd] = [x[at], x[at + 1]];
        x[at] = even * cos - odd * sin;
        x[at + 1] = odd * cos + even * sin;
      }
    }
  }
}
