import { it } from 'vitest';
import { write } from '../../gpu/gpuBuffers.ts';
import { partLength4 } from '../../gpu/gradientParts.ts';
import { parameterLayout } from '../../modelShape.ts';
import { describeKernels, expectNear } from '../describeKernels.testing.ts';
import { adamWStep } from './adamW.ref.ts';
import { optimizerGroups } from './optimizer.wgsl.ts';

describeKernels(['gradient', 'adamW'], (single, shape) => {
  it('adds up the parts of the gradient, puts the gains in, and is AdamW with the norm clipped', async () => {
    const kernels = single();
    const { trainer, sizes, parameters, places } = kernels;
    const length = 4 * partLength4(sizes.shape);
    const given = kernels.noise(trainer.parts * length);
    write(kernels.device, trainer.gradients, 0, new Float32Array(given));
    /** Sum of the parts at a place. */
    const summed = (place: number) => {
      let sum = 0;
      for (let part = 0; part < trainer.parts; part++) sum += given[part * length + place];
      return sum;
    };
    const flat = new Float64Array(parameters.length);
    for (const { name, dims, offset, size } of parameterLayout(shape)) {
      const layer = name.match(/model\.layers\.\d+/)?.[0];
      const norm = name.startsWith('model.embed')
        ? 'model.norm'
        : /[qkv]_proj/.test(name)
          ? `${layer}.input_layernorm`
          : name.includes('gate_up_proj')
            ? `${layer}.post_attention_layernorm`
            : undefined;
      const gain = norm && places.get(`${norm}.weight`)?.offset;
      for (let i = 0; i < size; i++) {
        // A gain's gradient is whole already; that of the embedding as input stands behind all others.
        const input = name.startsWith('model.embed') ? summed(parameters.length + i) : 0;
        const factor = typeof gain === 'number' ? parameters[gain + (i % shape.width)] : 1;
        flat[offset + i] = dims.length === 1 ? given[offset + i] : summed(offset + i) * factor + input;
      }
    }
    const moments = {
      updates: 6,
      first: kernels.noise(flat.length).map((m) => m / 8),
      second: kernels.noise(flat.length).map((m) => m * m),
    };
    write(kernels.device, trainer.first, 0, new Float32Array(moments.first));
    write(kernels.device, trainer.second, 0, new Float32Array(moments.second));
    const options = { learningRate: 0.01, weightDecay: 0.1, clipNorm: 0.5 };
    trainer.prepareStep(options, 7);
    for (const kernel of ['gradient', 'adamW'] as const) kernels.run(kernel, 0, optimizerGroups(sizes));
    expectNear(await kernels.read(trainer.gradients, 0, flat.length), flat, 'gradient');
    const norms = await kernels.read(trainer.sums, 16 * (optimizerGroups(sizes) + 1), 1);
    const after = parameters.slice();
    const wanted = adamWStep(shape, after, flat, moments, options);
    expectNear(norms, Float64Array.of(wanted), 'norm of the gradient');
    expectNear(await kernels.read(trainer.first, 0, flat.length), moments.first, 'first moments');
    expectNear(await kernels.read(trainer.second, 0, flat.length), moments.second, 'second moments');
    expectNear(await kernels.read(trainer.parameters, 0, flat.length), after, 'parameters');
  });
});
