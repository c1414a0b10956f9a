import { Purpose, RandomStream } from '../core/rng.ts';
import { type ModelShape, parameterCount, parameterLayout } from './modelShape.ts';

/**
 * Random initial weights, [parameterCount]: norm gains 1, matrices (the tied embedding too) N(0, 1/in),
 * and the two matrices that write to the residual stream divided by √(2 · layers) (GPT-2's rule).
 */
export function initialWeights(shape: ModelShape, seed: number): Float32Array {
  const weights = new Float32Array(parameterCount(shape));
  parameterLayout(shape).forEach(({ name, dims, offset, size }, item) => {
    if (dims.length === 1) {
      weights.fill(1, offset, offset + size);
      return;
    }
    const random = new RandomStream({ seed, purpose: Purpose.initialWeights, step: 0, item });
    let deviation = 1 / Math.sqrt(dims[1]);
    if (name.endsWith('o_proj.weight') || name.endsWith('down_proj.weight')) deviation /= Math.sqrt(2 * shape.layers);
    for (let i = offset; i < offset + size; i++) weights[i] = deviation * random.normal();
  });
  return weights;
}
