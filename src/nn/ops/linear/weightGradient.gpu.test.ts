import { it } from 'vitest';
import { THREADS } from '../../gpu/dimensions.ts';
import { layerTiles } from '../../gpu/gradientParts.ts';
import { describeKernels, expectNear } from '../describeKernels.testing.ts';
import { optimizerGroups } from '../optimizer/optimizer.wgsl.ts';
import { linearBackward } from './linear.ref.ts';

describeKernels(['weightGradient', 'gainGradient', 'gradient'], (single, shape) => {
  const { width: D, hidden: M } = shape;

  it('gradients of the matrices and gains of all layers', async () => {
    const kernels = single();
    const { tokens: N, trainer, sizes, parameters } = kernels;
    const { sections, D4 } = sizes;
    const flat = new Float64Array(parameters.length);
    const inputs = (x: Float64Array) => {
      const r = kernels.inverseRms(x);
      return x.map((value, i) => value * r[Math.floor(i / D)]);
    };
    const add = (name: string, dy: Float64Array, x: Float64Array, width: number, gain?: Float64Array) => {
      const { offset, size } = parameter(name);
      const [w, dw] = [parameters.subarray(offset, offset + size), new Float64Array(size)];
      linearBackward(dy, x, w, width, dw);
      dw.forEach((g, i) => {
        flat[offset + i] += g * (gain?.[i % width] ?? 1);
      });
      return dw.map((g, i) => g * w[i]);
    };
    const gainOf = (name: string, products: Float64Array[]) => {
      const { offset } = parameter(name);
      for (const product of products) {
        product.forEach((value, i) => {
          flat[offset + (i % D)] += value;
        });
      }
    };
    const parameter = (name: string) => {
      const found = kernels.places.get(`${name}.weight`);
      if (!found) throw new Error(name);
      return found;
    };
    const gain = (name: string) => parameters.subarray(parameter(name).offset, parameter(name).offset + D);
    for (let layer = shape.layers - 1; layer >= 0; layer--) {
      const x = kernels.put(kernels.residual(layer), kernels.noise(N * D));
      const middle = kernels.put(kernels.at('middle', layer), kernels.noise(N * D));
      kernels.putNorm(2 * layer, x);
      kernels.putNorm(2 * layer + 1, middle);
      const dQkv = kernels.put(sections.dQkv, kernels.noise(N * 3 * D));
      const dMiddle = kernels.put(sections.dMiddle, kernels.noise(N * D));
      const attended = kernels.put(kernels.at('attended', layer), kernels.noise(N * D));
      const dGateUp = kernels.put(kernels.at('gateUp', layer), kernels.noise(N * 2 * M));
      const gated = kernels.put(kernels.at('gated', layer), kernels.noise(N * M));
      const dx = kernels.put(kernels.dResidual(layer + 1), kernels.noise(N * D));
      kernels.run('weightGradient', layer, layerTiles(shape), trainer.parts);
      const prefix = `model.layers.${layer}`;
      const inputGain = gain(`${prefix}.input_layernorm`);
      const projections = ['q', 'k', 'v'].map((name, p) =>
        add(`${prefix}.self_attn.${name}_proj`, kernels.split(dQkv, 1)[p], inputs(x), D, inputGain),
      );
      gainOf(`${prefix}.input_layernorm`, projections);
      add(`${prefix}.self_attn.o_proj`, dMiddle, attended, D);
      const postGain = gain(`${prefix}.post_attention_layernorm`);
      const ups = add(`${prefix}.mlp.gate_up_proj`, dGateUp, inputs(middle), D, postGain);
      gainOf(`${prefix}.post_attention_layernorm`, [ups]);
      add(`${prefix}.mlp.down_proj`, dx, gated, M);
    }
    kernels.run('gainGradient', 0, Math.ceil(((2 * shape.layers + 1) * D4) / THREADS));

    // What is left to the optimiser's first kernel is to add up the parts and put the gains in; its second is not compiled here.
    trainer.prepareStep({ learningRate: 0, weightDecay: 0, clipNorm: 1 }, 1);
    for (const kernel of ['gradient', 'adamW'] as const) kernels.run(kernel, 0, optimizerGroups(sizes));
    // The embedding and the last norm are embeddingGradient.gpu.test.ts's.
    const [from, to] = [parameter('model.embed_tokens').size, parameter('model.norm').offset];
    expectNear(await kernels.read(trainer.gradients, 4 * from, to - from), flat.subarray(from, to), 'gradient');
  });
});
