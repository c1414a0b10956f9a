import { it } from 'vitest';
import { describeKernels, expectNear, plus } from '../describeKernels.testing.ts';
import { linear, linearBackward } from '../linear/linear.ref.ts';
import { rmsNorm, rmsNormBackward } from '../rmsNorm/rmsNorm.ref.ts';
import { LAYER } from '../singleKernels.testing.ts';
import { gatedSilu, gatedSiluBackward } from './gatedSilu.ref.ts';

describeKernels(['mlp', 'mlpBackward'], (single, shape) => {
  const { width: D, hidden: M, epsilon } = shape;

  it('MLP with the output projection before it, forward and backward', async () => {
    const kernels = single();
    const { tokens: N } = kernels;
    const { sections, scalars } = kernels.sizes;
    const { o, postNorm, gateUp, down } = kernels.layers.layers[LAYER];
    const attended = kernels.put(kernels.at('attended'), kernels.noise(N * D));
    const x = kernels.put(kernels.residual(LAYER), kernels.noise(N * D));
    kernels.run('mlp', LAYER);
    const middle = plus(x, linear(attended, o, D));
    const both = linear(rmsNorm(middle, postNorm, epsilon), gateUp, D);
    const gated = gatedSilu(both, M);
    expectNear(await kernels.get(kernels.at('middle'), D), middle, 'middle');
    expectNear(await kernels.getScalars(scalars.rms + 2 * LAYER + 1), kernels.inverseRms(middle), '1/rms');
    expectNear(await kernels.get(kernels.at('gateUp'), 2 * M), both, 'gate and up');
    expectNear(await kernels.get(kernels.at('gated'), M), gated, 'gated');
    expectNear(await kernels.get(kernels.residual(LAYER + 1), D), plus(middle, linear(gated, down, M)), 'residual');

    const dx = kernels.put(kernels.dResidual(LAYER + 1), kernels.noise(N * D));
    kernels.run('mlpBackward', LAYER);
    const nowhere = new Float64Array(2 * M * D);
    const dBoth = gatedSiluBackward(linearBackward(dx, gated, down, M, nowhere), both, M);
    const dNormed = linearBackward(dBoth, rmsNorm(middle, postNorm, epsilon), gateUp, D, nowhere);
    const dMiddle = dx.slice();
    rmsNormBackward(dNormed, middle, postNorm, epsilon, dMiddle, new Float64Array(D));
    expectNear(await kernels.get(kernels.at('gateUp'), 2 * M), dBoth, 'gradient of gate and up');
    expectNear(await kernels.get(sections.dMiddle, D), dMiddle, 'gradient of the middle');
    const dAttended = linearBackward(dMiddle, attended, o, D, nowhere);
    expectNear(await kernels.get(sections.dAttended, D), dAttended, 'gradient of attended');
  });
});
