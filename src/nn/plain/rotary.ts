import type { ModelShape } from '../modelShape.ts';

/**
 * Cosines and sines of the rotary angles, [positions, 2, headWidth] as (cos, sin), each value twice since the
 * pairs are interleaved. Dimensions that are not rotated have cosine 1 and sine 0.
 */
export function rotaryTable(shape: ModelShape, positions: Int32Array): Float32Array {
  const { headWidth, rotaryWidth, rotaryBase } = shape;
  const table = new Float32Array(positions.length * 2 * headWidth);
  for (let n = 0; n < positions.length; n++) {
    const cos = 2 * n * headWidth;
    table.fill(1, cos, cos + headWidth);
    for (let d = 0; d < rotaryWidth; d++) {
      const angle = positions[n] * rotaryBase ** ((-2 * (d >> 1)) / rotaryWidth);
      table[cos + d] = Math.cos(angle);
      table[cos + headWidth + d] = Math.sin(angle);
    }
  }
  return table;
}

/**
 * The matrix, block-diagonal over `heads` heads, that takes a row (x₂ᵢ, x₂ᵢ₊₁) to (−x₂ᵢ₊₁, x₂ᵢ) in the rotated
 * dimensions and to 0 in the others: [heads · headWidth, heads · headWidth].
 */
export function swapMatrix({ headWidth, rotaryWidth }: ModelShape, heads: number): Float32Array {
  const width = heads * headWidth;
  const matrix = new Float32Array(width * width);
  for (let head = 0; head < width; head += headWidth) {
    for (let even = head; even < head + rotaryWidth; even += 2) {
      matrix[(even + 1) * width + even] = -1;
      matrix[even * width + even + 1] = 1;
    }
  }
  return matrix;
}
