import { expect, it } from 'vitest';
import { Compiler } from '../../gpu/compiler.ts';
import { compileRollouts, Rollouts } from '../../gpu/rollouts.ts';
import type { SampleRequest } from '../../languageModel.ts';
import { describeKernels } from '../describeKernels.testing.ts';
import { rollout } from './rollout.ref.ts';

/** What a prompt leaves is computed by the training kernels of the forward pass. */
describeKernels(['qkv', 'attention', 'mlp'], (single, shape) => {
  it('packed weights and whole rollouts: tokens, ln p and entropies, with and without limits', async () => {
    const { device, sizes, trainer, parameters } = single();
    const pipelines = await compileRollouts(new Compiler(device, () => {}), sizes);
    const rollouts = Rollouts.create(device, sizes, trainer, pipelines, 'smooth');
    const requests = Array.from({ length: 5 }, (_, item): SampleRequest => {
      const prompt = Int32Array.from({ length: [1, 7, 18][item % 3] }, (_, i) => (5 * i + (item % 3)) % 41);
      return { prompt, maxTokens: 3 + 4 * item, endToken: 40, item, allowed: item === 4 ? [3, 17, 39] : undefined };
    });
    for (const topP of [1, 0.7]) {
      const options = { key: [3, 4] as [number, number], temperature: 1, topP };
      const drawn = await rollouts.sample(requests, options);
      for (const [index, completion] of drawn.entries()) {
        const wanted = rollout(shape, parameters, requests[index], options);
        expect([...completion.tokens], `request ${index}`).toEqual([...wanted.tokens]);
        expect(completion.stopped).toBe(wanted.stopped);
        completion.tokens.forEach((_, i) => {
          expect(completion.logProbs[i]).toBeCloseTo(wanted.logProbs[i], 4);
          expect(completion.entropies[i]).toBeCloseTo(wanted.entropies[i], 4);
        });
      }
    }
    rollouts.destroy();
  });
});
