import { it } from 'vitest';
import { THREADS } from '../../gpu/dimensions.ts';
import { tiles } from '../../gpu/gradientParts.ts';
import { describeKernels, expectNear } from '../describeKernels.testing.ts';
import { linearBackward } from '../linear/linear.ref.ts';
import { optimizerGroups } from '../optimizer/optimizer.wgsl.ts';
import { rmsNorm, rmsNormBackward } from '../rmsNorm/rmsNorm.ref.ts';
import { embeddingBackward } from './embedding.ref.ts';

describeKernels(['embeddingGradient', 'gainGradient', 'gradient'], (single, shape) => {
  const { width: D, vocabulary: V, layers, epsilon } = shape;

  it('gradient of the embedding, as input and as output projection, and of the gain between', async () => {
    const kernels = single();
    const { tokens: N, batch, trainer, sizes } = kernels;
    const { sections, D4, V4 } = sizes;
    const { embed, norm } = kernels.layers;
    const last = kernels.put(kernels.residual(layers), kernels.noise(N * D));
    kernels.putNorm(2 * layers, last);
    const dLogits = kernels.noise(N * V);
    const padded = new Float64Array(N * 4 * V4);
    for (let n = 0; n < N; n++) padded.set(dLogits.subarray(n * V, (n + 1) * V), n * 4 * V4);
    kernels.put(sections.logits, padded);
    const dEmbedded = kernels.put(kernels.dResidual(0), kernels.noise(N * D));
    kernels.run('embeddingGradient', 0, tiles(V4, D4), trainer.parts);
    kernels.run('gainGradient', 0, Math.ceil(((2 * layers + 1) * D4) / THREADS));
    // What is left to the optimiser's first kernel is to add up the parts and put the gain in; its second is not compiled here.
    trainer.prepareStep({ learningRate: 0, weightDecay: 0, clipNorm: 1 }, 1);
    kernels.run('gradient', 0, optimizerGroups(sizes));

    const [dEmbed, dNorm] = [new Float64Array(V * D), new Float64Array(D)];
    const final = rmsNorm(last, norm, epsilon);
    const dFinal = linearBackward(dLogits, final, embed, D, dEmbed);
    rmsNormBackward(dFinal, last, norm, epsilon, new Float64Array(N * D), dNorm);
    embeddingBackward(dEmbedded, batch.tokens, D, dEmbed);
    expectNear(await kernels.read(trainer.gradients, 0, V * D), dEmbed, 'gradient of the embedding');
    expectNear(await kernels.read(trainer.gradients, 16 * sizes.parameters.norm, D), dNorm, 'gradient of the gain');
  });
});
