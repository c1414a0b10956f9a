import { expect, it } from 'vitest';
import { describeKernels, expectNear } from '../describeKernels.testing.ts';
import { LAYER } from '../singleKernels.testing.ts';
import { attention, attentionBackward } from './attention.ref.ts';

describeKernels(['attention', 'queryGradient', 'keyValueGradient'], (single, shape) => {
  const { width: D, heads, headWidth } = shape;
  const root = Math.sqrt(headWidth);

  it('attention, forward and backward', async () => {
    const kernels = single();
    const { tokens: N, batch } = kernels;
    const { sections, scalars } = kernels.sizes;
    const qkv = kernels.put(kernels.at('qkv'), kernels.noise(N * 3 * D));
    const [q, k, v] = kernels.split(qkv, root);
    kernels.run('attention', LAYER, kernels.pairs);
    expectNear(await kernels.get(kernels.at('attended'), D), attention(shape, q, k, v, batch.starts), 'attended');
    const logSums = await kernels.getScalars(scalars.logSumExp + LAYER * heads, heads);
    expect(logSums.every(Number.isFinite)).toBe(true);

    const dAttended = kernels.put(sections.dAttended, kernels.noise(N * D));
    kernels.run('queryGradient', LAYER, kernels.pairs);
    kernels.run('keyValueGradient', LAYER, kernels.pairs);
    const [dq, dk, dv] = attentionBackward(shape, dAttended, q, k, v, batch.starts);
    expectNear(
      await kernels.get(sections.dQkv, 3 * D),
      kernels.joined([dq.map((g) => g * root), dk, dv]),
      'gradient of q k v',
    );
  });
});
