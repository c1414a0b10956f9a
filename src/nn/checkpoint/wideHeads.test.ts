import { describe, expect, it } from 'vitest';
import { initialWeights } from '../initialWeights.ts';
import { modelShape } from '../modelShape.ts';
import { referenceLogits } from '../reference/transformer.ts';
import { exportCheckpoint, importCheckpoint, shapeOfConfig } from './checkpoint.ts';
import { float16Bits, float16Value } from './float16.ts';
import { glmLogits } from './glmFromFiles.testing.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const vocabulary = 20;
const shape = modelShape('small', vocabulary, undefined, true);
const names = Array.from({ length: vocabulary }, (_, id) => `<${id}>`);
const special = { end: 1, pad: 0, special: [0, 1] };
/** Queries and keys large enough for heads to look at single tokens. */
const weights = initialWeights(shape, 5).map((weight, i) => (i < vocabulary * shape.width ? 8 * weight : 2 * weight));
const files = exportCheckpoint(shape, weights, names, special);
const attention = 'model.layers.2.self_attn';

describe('a model with recency bias in its files', () => {
  it('is a Glm with biases, whose heads are four times as wide and turn three times as many dimensions', () => {
    expect(JSON.parse(files['config.json'])).toMatchObject({
      architectures: ['GlmForCausalLM'],
      attention_bias: true,
      num_attention_heads: 4,
      head_dim: 64,
      partial_rotary_factor: 24 / 64,
      rope_theta: 1e6,
      rope_parameters: { rope_theta: 1e6, partial_rotary_factor: 24 / 64 },
    });
    const tensors = readSafetensors(files['model.safetensors']);
    const bias = (kind: string) => [...tensors.get(`${attention}.${kind}_proj.bias`)!.values];
    const places = (values: number[]) => values.flatMap((value, i) => (value === 0 ? [] : [i]));
    expect(places(bias('q'))).toEqual([22, 86, 150, 214]);
    expect(places(bias('k'))).toEqual([23, 87, 151, 215]);
    expect(bias('v')).toEqual(new Array(256).fill(0));
    // Slopes 1/4, 1/16, 1/64, 1/256; Glm divides scores by 8.
    for (const [head, slope] of [2 ** -2, 2 ** -4, 2 ** -6, 2 ** -8].entries())
      expect((-bias('q')[22 + 64 * head] * bias('k')[23 + 64 * head] * 10 ** -5.5) / 8).toBeCloseTo(slope, 6);
  });

  it('has the logits of the reference in a forward pass written from the files alone, to 1e-4 of the largest', () => {
    const tokens = Int32Array.from({ length: 60 }, (_, i) => (i * i + 3 * i) % vocabulary);
    const batch = { tokens, positions: Int32Array.from(tokens.keys()), starts: Int32Array.of(0, tokens.length) };
    const expected = referenceLogits(shape, new Float64Array(weights), batch);
    const unbiased = referenceLogits({ ...shape, recencyBias: false }, new Float64Array(weights), batch);
    const got = glmLogits(files['config.json'], files['model.safetensors'], [...tokens]).flat();
    const differences = (from: Float64Array) => got.map((logit, i) => Math.abs(logit - from[i]));
    const largest = Math.max(...got.map(Math.abs));
    expect(Math.max(...differences(expected))).toBeLessThan(1e-4 * largest);
    expect(Math.max(...differences(unbiased))).toBeGreaterThan(0.1 * largest);
  });

  it('keeps its biases whole in half precision, and of weights what is left of them there, the smallest too', () => {
    const some = weights.map((weight, i) => (i % 3 === 0 ? weight * 1e-3 : weight));
    const halves = some.map((weight) => float16Value(float16Bits(weight)));
    const half = exportCheckpoint(shape, some, names, special, 'F16');
    expect(importCheckpoint(shape, half)).toEqual(halves);
    for (const kind of 'qkv') {
      const [inHalf, whole] = [half, files].map((each) => readSafetensors(each['model.safetensors']));
      expect(inHalf.get(`${attention}.${kind}_proj.bias`)).toEqual(whole.get(`${attention}.${kind}_proj.bias`));
    }
  });

  it('is told from another Glm with biases, in words', () => {
    const edited = (name: string, at: number, value: number) => () => {
      const tensors = readSafetensors(files['model.safetensors']);
      tensors.get(`${attention}.${name}`)!.values[at] = value;
      importCheckpoint(shape, { ...files, 'model.safetensors': writeSafetensors(tensors) });
    };
    expect(edited('q_proj.bias', 22, -1)).toThrow(
      `${attention}.q_proj.bias holds -1 at 22, where a recency bias has -`,
    );
    expect(edited('v_proj.bias', 3, 0.5)).toThrow('v_proj.bias holds 0.5 at 3, where a recency bias has 0');
    expect(edited('o_proj.weight', 8, 0.25)).toThrow('o_proj.weight holds 0.25 at 8, where a recency bias has 0');
    expect(edited('k_proj.weight', 0, Number.NaN)).toThrow('k_proj.weight holds NaN at 0');
    const missing = readSafetensors(files['model.safetensors']);
    missing.delete(`${attention}.k_proj.bias`);
    expect(() => importCheckpoint(shape, { ...files, 'model.safetensors': writeSafetensors(missing) })).toThrow(
      `no tensor ${attention}.k_proj.bias`,
    );
    const config = { ...JSON.parse(files['config.json']), partial_rotary_factor: 0.5 };
    expect(() => shapeOfConfig(JSON.stringify(config))).toThrow('biases that are no recency bias');
    expect(() => importCheckpoint({ ...shape, recencyBias: false }, files)).toThrow(
      'attention_bias true, this run false',
    );
  });
});
