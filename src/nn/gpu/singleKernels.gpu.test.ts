import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomBatch } from '../languageModel.contract.ts';
import type { TrainingBatch } from '../languageModel.ts';
import { MODEL_SIZES, type ModelShape, modelShape } from '../modelShape.ts';
import { attention, attentionBackward } from '../ops/attention/attention.ref.ts';
import { rotate } from '../ops/embeddingQkv/rotate.ref.ts';
import { gatedSilu, gatedSiluBackward } from '../ops/gatedMlp/gatedSilu.ref.ts';
import { softmax } from '../ops/head/softmax.ref.ts';
import { tokenLoss } from '../ops/head/tokenLoss.ref.ts';
import { linear, linearBackward } from '../ops/linear/linear.ref.ts';
import { layerTiles, tiles } from '../ops/linear/weightGradient.wgsl.ts';
import { adamWStep } from '../ops/optimizer/adamW.ref.ts';
import { optimizerGroups } from '../ops/optimizer/optimizer.wgsl.ts';
import { rmsNorm, rmsNormBackward } from '../ops/rmsNorm/rmsNorm.ref.ts';
import { THREADS } from './dimensions.ts';
import { write } from './gpuBuffers.ts';
import { SingleKernels } from './singleKernels.testing.ts';

/** Every kernel of the training plan against the references of its op, whose derivatives are held against finite differences. */

const TERMS = { clipRatio: 0.2, entropyBonus: 0.05, klCoefficient: 0.3 };
const LAYER = 1;

function near(got: Float32Array, wanted: Float64Array, what: string): void {
  expect(got.length, what).toBe(wanted.length);
  const scale = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  let worst = 0;
  for (let i = 0; i < wanted.length; i++) {
    const error = Math.abs(got[i] - wanted[i]) / scale;
    worst = error > worst || Number.isNaN(error) ? error : worst;
  }
  expect(worst, what).toBeLessThan(2e-5);
}

const plus = (a: Float64Array, b: Float64Array) => a.map((value, i) => value + b[i]);
const rows = (count: number, row: (n: number) => Float64Array) =>
  Float64Array.from(Array.from({ length: count }, (_, n) => [...row(n)]).flat());

/** Token log-probs of two other policies, near and far; a third of the tokens is not counted. */
function policies(batch: TrainingBatch): TrainingBatch {
  const { tokens } = batch;
  const apart = (phase: number) => Float32Array.from(tokens, (_, i) => -3 + 3 * Math.sin(phase * i));
  return { ...batch, sampledLogProbs: apart(1.3), referenceLogProbs: apart(2.1) };
}

describe.each([
  ['of odd sizes', { width: 20, layers: 2, heads: 1, headWidth: 20, hidden: 12, context: 30 }, [11, 1, 0, 19, 2]],
  ['of the small size', { ...MODEL_SIZES.small, layers: 2 }, [7, 16, 10]],
  ['two strips wide, one token', { ...MODEL_SIZES.medium, layers: 2 }, [1]],
  ['of the small size, without tokens', { ...MODEL_SIZES.small, layers: 2 }, [0, 0]],
])('kernels %s', (_, size, lengths: number[]) => {
  const shape: ModelShape = { ...modelShape('nano', 41), ...size };
  const { width: D, hidden: M, heads, headWidth, vocabulary: V, epsilon } = shape;
  const root = Math.sqrt(headWidth);
  let kernels: SingleKernels;
  let batch: TrainingBatch;
  let N = 0;
  beforeAll(async () => {
    batch = policies(randomBatch(shape, lengths, 3));
    N = batch.tokens.length;
    kernels = await SingleKernels.create(shape, batch, TERMS);
  }, 240_000);
  afterAll(() => kernels?.destroy());

  /** Where sections of the layer under test stand. */
  const at = (name: 'middle' | 'qkv' | 'attended' | 'gateUp' | 'gated') =>
    kernels.sizes.sections[name] + LAYER * kernels.sizes.sections.LAYER;
  const residual = (layer: number) => kernels.sizes.sections.residual + layer * kernels.sizes.D4;
  const dResidual = (layer: number) => kernels.sizes.sections.dResidual + (layer % 2) * kernels.sizes.D4;
  const pairs = () => Math.ceil((N * heads) / THREADS);
  const inverseRms = (x: Float64Array) =>
    Float64Array.from({ length: N }, (_, n) => {
      const row = x.subarray(n * D, (n + 1) * D);
      return 1 / Math.sqrt(row.reduce((sum, value) => sum + value * value, 0) / D + epsilon);
    });
  const norm = (index: number, x: Float64Array) => kernels.putScalars(kernels.sizes.scalars.rms + index, inverseRms(x));
  /** q, k and v of [N, 3D], queries without attention's 1/√d. */
  const split = (qkv: Float64Array, scale: number): [Float64Array, Float64Array, Float64Array] => {
    const part = (p: number) => rows(N, (n) => qkv.subarray((3 * n + p) * D, (3 * n + p + 1) * D));
    return [part(0).map((q) => q * scale), part(1), part(2)];
  };
  const joined = (parts: Float64Array[]) =>
    rows(N, (n) => Float64Array.from(parts.flatMap((part) => [...part.subarray(n * D, (n + 1) * D)])));

  it.each([0, LAYER])('embedding, norm, q k v and rotation of layer %i', async (layer) => {
    const { embed, layers } = kernels.layers;
    const x =
      layer === 0
        ? rows(N, (n) => embed.subarray(batch.tokens[n] * D, (batch.tokens[n] + 1) * D))
        : kernels.put(residual(layer), kernels.noise(N * D));
    kernels.run('qkv', layer);
    const { inputNorm, q, k, v } = layers[layer];
    const normed = rmsNorm(x, inputNorm, epsilon);
    const parts = [q, k, v].map((w) => linear(normed, w, D));
    for (const part of parts.slice(0, 2)) rotate(shape, part, batch.positions, 1);
    const { sections, scalars } = kernels.sizes;
    near(await kernels.get(residual(layer), D), x, 'residual');
    near(await kernels.getScalars(scalars.rms + 2 * layer), inverseRms(x), '1/rms');
    const place = sections.qkv + layer * sections.LAYER;
    near(await kernels.get(place, 3 * D), joined([parts[0].map((value) => value / root), ...parts.slice(1)]), 'q k v');
  });

  it('attention, forward and backward', async () => {
    const { sections, scalars } = kernels.sizes;
    const qkv = kernels.put(at('qkv'), kernels.noise(N * 3 * D));
    const [q, k, v] = split(qkv, root);
    kernels.run('attention', LAYER, pairs());
    near(await kernels.get(at('attended'), D), attention(shape, q, k, v, batch.starts), 'attended');
    const logSums = await kernels.getScalars(scalars.logSumExp + LAYER * heads, heads);
    expect(logSums.every(Number.isFinite)).toBe(true);

    const dAttended = kernels.put(sections.dAttended, kernels.noise(N * D));
    kernels.run('queryGradient', LAYER, pairs());
    kernels.run('keyValueGradient', LAYER, pairs());
    const [dq, dk, dv] = attentionBackward(shape, dAttended, q, k, v, batch.starts);
    near(await kernels.get(sections.dQkv, 3 * D), joined([dq.map((g) => g * root), dk, dv]), 'gradient of q k v');
  });

  it('MLP with the output projection before it, forward and backward', async () => {
    const { sections, scalars } = kernels.sizes;
    const { o, postNorm, gateUp, down } = kernels.layers.layers[LAYER];
    const attended = kernels.put(at('attended'), kernels.noise(N * D));
    const x = kernels.put(residual(LAYER), kernels.noise(N * D));
    kernels.run('mlp', LAYER);
    const middle = plus(x, linear(attended, o, D));
    const both = linear(rmsNorm(middle, postNorm, epsilon), gateUp, D);
    const gated = gatedSilu(both, M);
    near(await kernels.get(at('middle'), D), middle, 'middle');
    near(await kernels.getScalars(scalars.rms + 2 * LAYER + 1), inverseRms(middle), '1/rms');
    near(await kernels.get(at('gateUp'), 2 * M), both, 'gate and up');
    near(await kernels.get(at('gated'), M), gated, 'gated');
    near(await kernels.get(residual(LAYER + 1), D), plus(middle, linear(gated, down, M)), 'residual');

    const dx = kernels.put(dResidual(LAYER + 1), kernels.noise(N * D));
    kernels.run('mlpBackward', LAYER);
    const nowhere = new Float64Array(2 * M * D);
    const dBoth = gatedSiluBackward(linearBackward(dx, gated, down, M, nowhere), both, M);
    const dNormed = linearBackward(dBoth, rmsNorm(middle, postNorm, epsilon), gateUp, D, nowhere);
    const dMiddle = dx.slice();
    rmsNormBackward(dNormed, middle, postNorm, epsilon, dMiddle, new Float64Array(D));
    near(await kernels.get(at('gateUp'), 2 * M), dBoth, 'gradient of gate and up');
    near(await kernels.get(sections.dMiddle, D), dMiddle, 'gradient of the middle');
    const dAttended = linearBackward(dMiddle, attended, o, D, nowhere);
    near(await kernels.get(sections.dAttended, D), dAttended, 'gradient of attended');
  });

  it('q k v, rotation and norm, backward', async () => {
    const { sections } = kernels.sizes;
    const { inputNorm, q, k, v } = kernels.layers.layers[LAYER];
    const x = kernels.put(residual(LAYER), kernels.noise(N * D));
    norm(2 * LAYER, x);
    const dMiddle = kernels.put(sections.dMiddle, kernels.noise(N * D));
    const parts = split(kernels.put(sections.dQkv, kernels.noise(N * 3 * D)), 1 / root);
    kernels.run('qkvBackward', LAYER);
    for (const part of parts.slice(0, 2)) rotate(shape, part, batch.positions, -1);
    near(await kernels.get(sections.dQkv, 3 * D), joined(parts), 'gradient before the rotation');
    const normed = rmsNorm(x, inputNorm, epsilon);
    const nowhere = new Float64Array(D * D);
    const dNormed = [q, k, v]
      .map((w, p) => linearBackward(parts[p], normed, w, D, nowhere))
      .reduce(plus, new Float64Array(N * D));
    const dx = dMiddle.slice();
    rmsNormBackward(dNormed, x, inputNorm, epsilon, dx, new Float64Array(D));
    near(await kernels.get(dResidual(LAYER), D), dx, 'gradient of the residual');
  });

  it('last norm, projection and loss with all terms; tokens without weight have no gradient', async () => {
    const { sections, scalars, V4 } = kernels.sizes;
    const { embed, norm: gain } = kernels.layers;
    const x = kernels.put(residual(shape.layers), kernels.noise(N * D));
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
        const p = softmax(logits.subarray(n * V, (n + 1) * V));
        entropies[n] = p.reduce((sum, value) => sum - value * Math.log(value), 0);
        logProbs[n] = Math.log(p[target]);
        if (weight === 0) continue;
        counted.add(n);
        const [sampled, other] = [batch.sampledLogProbs?.[i] ?? 0, batch.referenceLogProbs?.[i] ?? 0];
        const { loss, slope, kl, clipped } = tokenLoss(TERMS, weight, logProbs[n], sampled, other);
        [loss, entropies[n], kl, Number(clipped)].forEach((value, term) => {
          sums[term] += value;
        });
        p.forEach((value, j) => {
          const bonus = TERMS.entropyBonus * value * (Math.log(value) + entropies[n]);
          dLogits[n * V + j] = slope * (value - Number(j === target)) + bonus;
        });
      }
    }
    for (let n = 0; n < N; n++) padded.set(dLogits.subarray(n * V, (n + 1) * V), n * 4 * V4);
    const got = await kernels.get(sections.logits, 4 * V4);
    near(got, padded, 'gradient of the logits');
    for (let n = 0; n < N; n++) {
      if (!counted.has(n)) expect(got.subarray(n * 4 * V4, (n + 1) * 4 * V4).every((g) => g === 0)).toBe(true);
    }
    // The last token of a sequence predicts nothing: what stands there is nobody's.
    const told = (values: Float32Array, wanted: Float64Array) =>
      values.map((value, n) => (wanted[n] === 0 ? 0 : value));
    near(told(await kernels.getScalars(scalars.logProb), logProbs), logProbs, 'ln p');
    near(told(await kernels.getScalars(scalars.entropy), entropies), entropies, 'entropy');
    const dx = new Float64Array(N * D);
    const dFinal = linearBackward(dLogits, final, embed, D, new Float64Array(V * D));
    rmsNormBackward(dFinal, x, gain, epsilon, dx, new Float64Array(D));
    near(await kernels.get(dResidual(shape.layers), D), dx, 'gradient of the residual');
    const { gradients } = kernels.trainer;
    near(await kernels.read(gradients, gradients.size - 16, 4), sums, 'sums of the loss');
  });

  it('gradients of matrices, embedding and gains, and AdamW on them with the norm clipped', async () => {
    const { trainer, sizes, parameters } = kernels;
    const { sections, D4, V4 } = sizes;
    const before = parameters.slice();
    const flat = new Float64Array(parameters.length);
    const inputs = (x: Float64Array) => {
      const r = inverseRms(x);
      return x.map((value, i) => value * r[Math.floor(i / D)]);
    };
    const add = (name: string, dy: Float64Array, x: Float64Array, width: number, gain?: Float64Array) => {
      const { offset, size } = parameter(name);
      const [w, dw] = [before.subarray(offset, offset + size), new Float64Array(size)];
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
    const gain = (name: string) => before.subarray(parameter(name).offset, parameter(name).offset + D);
    for (let layer = shape.layers - 1; layer >= 0; layer--) {
      const section = (name: 'middle' | 'attended' | 'gateUp' | 'gated') => sections[name] + layer * sections.LAYER;
      const x = kernels.put(residual(layer), kernels.noise(N * D));
      const middle = kernels.put(section('middle'), kernels.noise(N * D));
      norm(2 * layer, x);
      norm(2 * layer + 1, middle);
      const dQkv = kernels.put(sections.dQkv, kernels.noise(N * 3 * D));
      const dMiddle = kernels.put(sections.dMiddle, kernels.noise(N * D));
      const attended = kernels.put(section('attended'), kernels.noise(N * D));
      const dGateUp = kernels.put(section('gateUp'), kernels.noise(N * 2 * M));
      const gated = kernels.put(section('gated'), kernels.noise(N * M));
      const dx = kernels.put(dResidual(layer + 1), kernels.noise(N * D));
      kernels.run('weightGradient', layer, layerTiles(sizes), trainer.parts);
      const prefix = `model.layers.${layer}`;
      const inputGain = gain(`${prefix}.input_layernorm`);
      const projections = ['q', 'k', 'v'].map((name, p) =>
        add(`${prefix}.self_attn.${name}_proj`, split(dQkv, 1)[p], inputs(x), D, inputGain),
      );
      gainOf(`${prefix}.input_layernorm`, projections);
      add(`${prefix}.self_attn.o_proj`, dMiddle, attended, D);
      const postGain = gain(`${prefix}.post_attention_layernorm`);
      const ups = add(`${prefix}.mlp.gate_up_proj`, dGateUp, inputs(middle), D, postGain);
      gainOf(`${prefix}.post_attention_layernorm`, [ups]);
      add(`${prefix}.mlp.down_proj`, dx, gated, M);
    }
    const last = kernels.put(residual(shape.layers), kernels.noise(N * D));
    norm(2 * shape.layers, last);
    const dLogits = kernels.noise(N * V);
    const padded = new Float64Array(N * 4 * V4);
    for (let n = 0; n < N; n++) padded.set(dLogits.subarray(n * V, (n + 1) * V), n * 4 * V4);
    kernels.put(sections.logits, padded);
    const dEmbedded = kernels.put(dResidual(0), kernels.noise(N * D));
    kernels.run('embeddingGradient', 0, tiles(V4, D4), trainer.parts);
    gainOf('model.norm', [add('model.embed_tokens', dLogits, inputs(last), D, gain('model.norm'))]);
    batch.tokens.forEach((token, n) => {
      for (let i = 0; i < D; i++) flat[parameter('model.embed_tokens').offset + token * D + i] += dEmbedded[n * D + i];
    });
    kernels.run('gainGradient', 0, Math.ceil(((2 * shape.layers + 1) * D4) / THREADS));

    const moments = {
      updates: 6,
      first: kernels.noise(flat.length).map((m) => m / 8),
      second: kernels.noise(flat.length).map((m) => m * m),
    };
    write(kernels.device, trainer.first, 0, new Float32Array(moments.first));
    write(kernels.device, trainer.second, 0, new Float32Array(moments.second));
    const options = { learningRate: 0.01, weightDecay: 0.1, clipNorm: 0.5 };
    trainer.prepareStep(options, 7);
    kernels.record((pass) => trainer.optimize(pass));
    near(await kernels.read(trainer.gradients, 0, flat.length), flat, 'gradient');
    const norms = await kernels.read(trainer.sums, 16 * (optimizerGroups(sizes) + 1), 1);
    const after = before.slice();
    const wanted = adamWStep(shape, after, flat, moments, options);
    near(norms, Float64Array.of(wanted), 'norm of the gradient');
    near(await kernels.read(trainer.first, 0, flat.length), moments.first, 'first moments');
    near(await kernels.read(trainer.second, 0, flat.length), moments.second, 'second moments');
    near(await kernels.read(trainer.parameters, 0, flat.length), after, 'parameters');
  });
});
