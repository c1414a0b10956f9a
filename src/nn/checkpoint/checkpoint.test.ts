import { describe, expect, it } from 'vitest';
import { initialWeights } from '../initialWeights.ts';
import { modelShape } from '../modelShape.ts';
import { ReferenceModel } from '../reference/referenceModel.ts';
import { exportCheckpoint, importCheckpoint, shapeOfConfig } from './checkpoint.ts';
import { glmLogits } from './glmFromFiles.testing.ts';
import { CheckpointError, readSafetensors, writeSafetensors } from './safetensors.ts';

const tokens = ['<pad>', '<end>', '\n', 'def ', 'f(', 'x', ' ', '?', '[', ']', '+', '\n    '];
const plain = { ...modelShape('nano', tokens.length), layers: 2 };
const weights = initialWeights(plain, 3).map((w, i) => (i < 12 * 32 ? 20 * w : w));
const special = { end: 1, pad: 0, special: [0, 1] };

describe.each([false, true])('checkpoint, recency bias %s', (recencyBias) => {
  const shape = { ...plain, recencyBias };
  const files = exportCheckpoint(shape, weights, tokens, special);

  it('comes back bit for bit, and in half precision to three digits', () => {
    expect(importCheckpoint(shape, files)).toEqual(weights);
    expect(shapeOfConfig(files['config.json'])).toEqual(shape);
    const half = importCheckpoint(shape, exportCheckpoint(shape, weights, tokens, special, 'F16'));
    half.forEach((value, i) => {
      expect(Math.abs(value - weights[i])).toBeLessThanOrEqual(Math.abs(weights[i]) * 2 ** -11 + 2 ** -25);
    });
  });

  it('gives the same logits in a forward pass written from the files alone', async () => {
    const sequence = Int32Array.from({ length: 40 }, (_, i) => (i * i + 3 * i) % 11);
    const logits = glmLogits(files['config.json'], files['model.safetensors'], [...sequence]);
    const reference = new ReferenceModel(shape, weights);
    const logProbs = await reference.logProbs({
      tokens: sequence,
      positions: Int32Array.from(sequence.keys()),
      starts: Int32Array.of(0, sequence.length),
    });
    for (let i = 1; i < sequence.length; i++) {
      const row = logits[i - 1];
      const sum = row.reduce((total, z) => total + Math.exp(z), 0);
      expect(Math.abs(row[sequence[i]] - Math.log(sum) - logProbs[i])).toBeLessThan(1e-4);
    }
  });
});

describe('checkpoint', () => {
  const shape = plain;
  const files = exportCheckpoint(shape, weights, tokens, special);

  it('carries the config of transformers’ Glm', () => {
    expect(JSON.parse(files['config.json'])).toMatchObject({
      architectures: ['GlmForCausalLM'],
      model_type: 'glm',
      hidden_size: 32,
      num_hidden_layers: 2,
      num_key_value_heads: 2,
      head_dim: 16,
      intermediate_size: 48,
      partial_rotary_factor: 0.5,
      rope_theta: 100,
      rope_parameters: { rope_type: 'default', rope_theta: 100, partial_rotary_factor: 0.5 },
      attention_bias: false,
      tie_word_embeddings: true,
      vocab_size: 12,
      eos_token_id: 1,
      pad_token_id: 0,
    });
    expect([...readSafetensors(files['model.safetensors']).keys()]).toContain('model.layers.1.mlp.gate_up_proj.weight');
  });

  it('splits text into the longest tokens, and letters only at the edge of a name', () => {
    const { pre_tokenizer, model, added_tokens } = JSON.parse(files['tokenizer.json']);
    expect(model.vocab['\n    ']).toBe(11);
    expect(added_tokens.map(({ id }: { id: number }) => id)).toEqual([0, 1]);
    const split = new RegExp(pre_tokenizer.pattern.Regex, 'g');
    expect('def f(x\n    [x]+xf(xdef '.match(split)).toEqual([
      ...['def ', 'f(', 'x', '\n    ', '[', 'x', ']', '+', 'x', 'x', ' '],
    ]);
  });

  it('refuses another model in words', () => {
    const changed = (change: object) => JSON.stringify({ ...JSON.parse(files['config.json']), ...change });
    const load =
      (config: string, tensors = files['model.safetensors']) =>
      () =>
        importCheckpoint(shape, { 'config.json': config, 'model.safetensors': tensors });
    expect(load(changed({ hidden_size: 64 }))).toThrow('hidden_size 64, this run 32');
    expect(load(changed({ rope_theta: 10000 }))).toThrow('rope_theta 10000, this run 100');
    expect(load(changed({ attention_bias: undefined }))).toThrow('attention_bias missing');
    expect(load('{"model_type"')).toThrow('config.json is not JSON');
    expect(load('null')).toThrow(CheckpointError);

    const edited = (edit: (tensors: ReturnType<typeof readSafetensors>) => void) => {
      const map = readSafetensors(files['model.safetensors']);
      edit(map);
      return load(files['config.json'], writeSafetensors(map));
    };
    expect(edited((map) => map.delete('model.norm.weight'))).toThrow('no tensor model.norm.weight');
    expect(edited((map) => map.set('model.extra', { shape: [1], values: new Float32Array(1) }))).toThrow('model.extra');
    const flat = { shape: [3], values: new Float32Array(3) };
    expect(edited((map) => map.set('model.norm.weight', flat))).toThrow('model.norm.weight is [3] in it and [32]');
    expect(
      edited((map) => {
        map.get('model.norm.weight')!.values[5] = Number.NaN;
      }),
    ).toThrow('model.norm.weight holds NaN at 5');
    expect(edited((map) => map.set('lm_head.weight', map.get('model.embed_tokens.weight')!))()).toEqual(weights);
  });
});
