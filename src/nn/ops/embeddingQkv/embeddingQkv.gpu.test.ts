import { it } from 'vitest';
import { describeKernels, expectNear, plus } from '../describeKernels.testing.ts';
import { linear, linearBackward } from '../linear/linear.ref.ts';
import { rmsNorm, rmsNormBackward } from '../rmsNorm/rmsNorm.ref.ts';
import { LAYER } from '../singleKernels.testing.ts';
import { rotate } from './rotate.ref.ts';

describeKernels(['qkv', 'qkvBackward'], (single, shape) => {
  const { width: D, headWidth, epsilon } = shape;
  const root = Math.sqrt(headWidth);

  it.each([0, LAYER])('embedding, norm, q k v and rotation of layer %i', async (layer) => {
    const kernels = single();
    const { tokens: N, batch } = kernels;
    const { layers } = kernels.layers;
    const x = layer === 0 ? kernels.embedded : kernels.put(kernels.residual(layer), kernels.noise(N * D));
    kernels.run('qkv', layer);
    const { inputNorm, q, k, v } = layers[layer];
    const normed = rmsNorm(x, inputNorm, epsilon);
    const parts = [q, k, v].map((w) => linear(normed, w, D));
    for (const part of parts.slice(0, 2)) rotate(shape, part, batch.positions, 1);
    const { sections, scalars } = kernels.sizes;
    expectNear(await kernels.get(kernels.residual(layer), D), x, 'residual');
    expectNear(await kernels.getScalars(scalars.rms + 2 * layer), kernels.inverseRms(x), '1/rms');
    const place = sections.qkv + layer * sections.LAYER;
    expectNear(
      await kernels.get(place, 3 * D),
      kernels.joined([parts[0].map((value) => value / root), ...parts.slice(1)]),
      'q k v',
    );
  });

  it('q k v, rotation and norm, backward', async () => {
    const kernels = single();
    const { tokens: N, batch } = kernels;
    const { sections } = kernels.sizes;
    const { inputNorm, q, k, v } = kernels.layers.layers[LAYER];
    const x = kernels.put(kernels.residual(LAYER), kernels.noise(N * D));
    kernels.putNorm(2 * LAYER, x);
    const dMiddle = kernels.put(sections.dMiddle, kernels.noise(N * D));
    const parts = kernels.split(kernels.put(sections.dQkv, kernels.noise(N * 3 * D)), 1 / root);
    kernels.run('qkvBackward', LAYER);
    for (const part of parts.slice(0, 2)) rotate(shape, part, batch.positions, -1);
    expectNear(await kernels.get(sections.dQkv, 3 * D), kernels.joined(parts), 'gradient before the rotation');
    const normed = rmsNorm(x, inputNorm, epsilon);
    const nowhere = new Float64Array(D * D);
    const dNormed = [q, k, v]
      .map((w, p) => linearBackward(parts[p], normed, w, D, nowhere))
      .reduce(plus, new Float64Array(N * D));
    const dx = dMiddle.slice();
    rmsNormBackward(dNormed, x, inputNorm, epsilon, dx, new Float64Array(D));
    expectNear(await kernels.get(kernels.dResidual(LAYER), D), dx, 'gradient of the residual');
  });
});
