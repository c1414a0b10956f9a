import { type ModelShape, parameterCount } from '../modelShape.ts';

/** Workgroups that a sum over tokens should be spread over, so that a large GPU has work for all of itself. */
const GRADIENT_GROUPS = 512;

/** How many workgroups a matrix of out4 × in4 vec4 takes. */
export function tiles(out4: number, in4: number): number {
  return Math.ceil(out4 / 8) * Math.ceil(in4 / 8);
}

/** Workgroups of one part of a layer's matrices. */
export function layerTiles({ width, hidden }: ModelShape): number {
  const [D4, M4] = [width / 4, hidden / 4];
  return tiles(3 * D4, D4) + tiles(D4, D4) + tiles(2 * M4, D4) + tiles(D4, M4);
}

/** Parts that sums over tokens are cut into; each has gradients of its own. */
export function gradientParts(shape: ModelShape): number {
  return Math.min(16, Math.max(1, Math.ceil(GRADIENT_GROUPS / layerTiles(shape))));
}

/** Length of one part in vec4: all parameters, then once more the embedding (its use as input), as in `gradientFloats4`. */
export function partLength4(shape: ModelShape): number {
  return (parameterCount(shape) + shape.vocabulary * shape.width) / 4;
}
