import { expect, it } from 'vitest';
import { describeKernels, expectNear, TERMS } from '../describeKernels.testing.ts';
import { linear, linearBackward } from '../linear/linear.ref.ts';
import { rmsNorm, rmsNormBackward } from '../rmsNorm/rmsNorm.ref.ts';
import { headLoss } from './head.ref.ts';

describeKernels(['head', 'stats'], (single, shape) => {
  const { width: D, vocabulary: V, epsilon } = shape;

  it('last norm, projection and loss with all terms; tokens without weight have no gradient', async () => {
    const kernels = single();
    const { tokens: N, batch } = kernels;
    const { sections, scalars, V4 } = kernels.sizes;
    const { embed, norm: gain } = kernels.layers;
    const x = kernels.put(kernels.residual(shape.layers), kernels.noise(N * D));
    kernels.run('head', 0);
    kernels.run('stats', 0, 1);
    const final = rmsNorm(x, gain, epsilon);
    const logits = linear(final, embed, D);
    const dLogits = new Float64Array(N * V);
    const padded = new Float64Array(N * 4 * V4);
    const [logProbs, entropies] = [new Float64Array(N), new Float64Array(N)];
    const sums = new Float64Array(4);
    const counted = new Set<number>();
    for (let s = 0; s + 1 < batch.starts.length; s++) {
      for (let i = batch.starts[s] + 1; i < batch.starts[s + 1]; i++) {
        const [n, target, weight] = [i - 1, batch.tokens[i], batch.weights[i]];
        const [sampled, other] = [batch.sampledLogProbs?.[i], batch.referenceLogProbs?.[i]];
        const head = headLoss(TERMS, logits.subarray(n * V, (n + 1) * V), target, weight, sampled, other);
        [logProbs[n], entropies[n]] = [head.logProb, head.entropy];
        if (weight !== 0) counted.add(n);
        head.sums.forEach((value, term) => {
          sums[term] += value;
        });
        dLogits.set(head.gradient, n * V);
      }
    }
    for (let n = 0; n < N; n++) padded.set(dLogits.subarray(n * V, (n + 1) * V), n * 4 * V4);
    const got = await kernels.get(sections.logits, 4 * V4);
    expectNear(got, padded, 'gradient of the logits');
    for (let n = 0; n < N; n++) {
      if (!counted.has(n)) expect(got.subarray(n * 4 * V4, (n + 1) * 4 * V4).every((g) => g === 0)).toBe(true);
    }
    // The last token of a sequence predicts nothing: what stands there is nobody's.
    const told = (values: Float32Array, wanted: Float64Array) =>
      values.map((value, n) => (wanted[n] === 0 ? 0 : value));
    expectNear(told(await kernels.getScalars(scalars.logProb), logProbs), logProbs, 'ln p');
    expectNear(told(await kernels.getScalars(scalars.entropy), entropies), entropies, 'entropy');
    const dx = new Float64Array(N * D);
    const dFinal = linearBackward(dLogits, final, embed, D, new Float64Array(V * D));
    rmsNormBackward(dFinal, x, gain, epsilon, dx, new Float64Array(D));
    expectNear(await kernels.get(kernels.dResidual(shape.layers), D), dx, 'gradient of the residual');
    const { gradients } = kernels.trainer;
    expectNear(await kernels.read(gradients, gradients.size - 16, 4), sums, 'sums of the loss');
  });
});
