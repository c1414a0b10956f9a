/**
 * Glm's forward pass from a checkpoint's files alone, sharing no code with the model: it reads the safetensors bytes
 * itself and follows transformers' modeling_glm.py (GlmRotaryEmbedding, apply_rotary_pos_emb, GlmMLP, GlmRMSNorm).
 * For tests: one sequence, full attention recomputed, numbers as JavaScript has them.
 */

type Vector = number[];

/** Logits after each token, [tokens][vocabulary]. */
export function glmLogits(configText: string, safetensors: Uint8Array, tokens: number[]): Vector[] {
  const config = JSON.parse(configText);
  const tensor = openTensors(safetensors);
  const heads: number = config.num_attention_heads;
  const headDim: number = config.head_dim;
  const rotaryDim = Math.floor(headDim * config.rope_parameters.partial_rotary_factor);

  const rotate = (head: Vector, position: number): Vector =>
    head.map((value, d) => {
      if (d >= rotaryDim) return value;
      const angle = position / config.rope_parameters.rope_theta ** ((2 * Math.floor(d / 2)) / rotaryDim);
      const rotatedHalf = d % 2 === 0 ? -head[d + 1] : head[d - 1];
      return value * Math.cos(angle) + rotatedHalf * Math.sin(angle);
    });
  const split = (vector: Vector): Vector[] =>
    Array.from({ length: heads }, (_, h) => vector.slice(h * headDim, (h + 1) * headDim));
  const norm = (x: Vector, name: string): Vector => {
    const variance = x.reduce((sum, value) => sum + value * value, 0) / x.length;
    const weight = tensor(name)[0];
    return x.map((value, i) => weight[i] * value * (1 / Math.sqrt(variance + config.rms_norm_eps)));
  };
  const project = (x: Vector, name: string): Vector => tensor(name).map((row) => dot(row, x));
  const projectHeads = (x: Vector, name: string): Vector[] => {
    const heads = project(x, `${name}.weight`);
    return split(config.attention_bias ? add(heads, tensor(`${name}.bias`)[0]) : heads);
  };

  let states = tokens.map((token) => tensor('model.embed_tokens.weight')[token]);
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const p = `model.layers.${layer}`;
    const normed = states.map((x) => norm(x, `${p}.input_layernorm.weight`));
    const [queries, keys, values] = ['q', 'k', 'v'].map((kind) =>
      normed.map((x) => projectHeads(x, `${p}.self_attn.${kind}_proj`)),
    );
    states = states.map((x, i) => {
      const context = Array.from({ length: heads }, (_, h) => {
        const query = rotate(queries[i][h], i);
        const scores = keys.slice(0, i + 1).map((key, j) => dot(query, rotate(key[h], j)) * headDim ** -0.5);
        const exponentials = scores.map((score) => Math.exp(score - Math.max(...scores)));
        const sum = exponentials.reduce((a, b) => a + b, 0);
        return values[i][h].map((_, d) => exponentials.reduce((total, e, j) => total + (e / sum) * values[j][h][d], 0));
      }).flat();
      return add(x, project(context, `${p}.self_attn.o_proj.weight`));
    });
    states = states.map((x) => {
      const both = project(norm(x, `${p}.post_attention_layernorm.weight`), `${p}.mlp.gate_up_proj.weight`);
      const half = both.length / 2;
      const activated = both.slice(0, half).map((gate, i) => (both[half + i] * gate) / (1 + Math.exp(-gate)));
      return add(x, project(activated, `${p}.mlp.down_proj.weight`));
    });
  }
  return states.map((x) => project(norm(x, 'model.norm.weight'), 'model.embed_tokens.weight'));
}

const dot = (a: Vector, b: Vector) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const add = (a: Vector, b: Vector) => a.map((value, i) => value + b[i]);

/** IEEE 754 half precision, by its definition. */
function halfValue(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15, (bits >> 10) & 0x1f, bits & 0x3ff];
  const magnitude = exponent === 0 ? (fraction / 1024) * 2 ** -14 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return sign ? -magnitude : magnitude;
}

/** Rows of each tensor in the file by name; a vector is one row. */
function openTensors(bytes: Uint8Array): (name: string) => Vector[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const headerLength = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)));
  const cache = new Map<string, Vector[]>();
  return (name) => {
    if (!cache.has(name)) {
      const { dtype, shape, data_offsets: offsets } = header[name];
      const bytesEach = dtype === 'F16' ? 2 : 4;
      const value = (place: number) =>
        dtype === 'F16' ? halfValue(view.getUint16(place, true)) : view.getFloat32(place, true);
      const width: number = shape.at(-1);
      const rows = shape.length > 1 ? shape[0] : 1;
      const at = (row: number, i: number) => 8 + headerLength + offsets[0] + bytesEach * (row * width + i);
      const row = (r: number) => Array.from({ length: width }, (_, i) => value(at(r, i)));
      cache.set(
        name,
        Array.from({ length: rows }, (_, r) => row(r)),
      );
    }
    return cache.get(name) as Vector[];
  };
}
