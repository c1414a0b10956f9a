import { answer, countCalls, describeAdapter, installWebGpu, measure, readTask } from './dawn.mjs';

/**
 * The same model in jax-js on WebGPU, everything that may be compiled under one `jit`. An array is used up by the operation that takes it
 * unless it is passed as `.ref`. Sampling keeps keys and values in arrays of fixed length, one position written a step.
 */
await installWebGpu();
countCalls();
const { shape, phase, batch, countedBatch } = await readTask();
const device = await describeAdapter();
provideIteratorHelpers();
const {
  defaultDevice,
  init,
  jit,
  nn,
  numpy: np,
  random,
  tree,
  valueAndGrad,
  blockUntilReady,
} = await import('@jax-js/jax');
await init('webgpu');
defaultDevice('webgpu');

const { vocabulary, width, heads, headWidth, hidden, layers, rotaryWidth, rotaryBase, epsilon } = shape;
const { sequences, length, drawn } = device.software ? countedBatch : batch;
const context = phase === 'training' ? length : length + drawn;

/** jax-js uses iterator helpers, which Node has from version 22 on. */
function provideIteratorHelpers() {
  const prototype = Object.getPrototypeOf(Object.getPrototypeOf([].values()));
  if ('map' in prototype) return;
  for (const name of ['map', 'filter', 'some', 'every', 'reduce', 'forEach', 'find']) {
    prototype[name] = function helper(...given) {
      return [...this][name](...given);
    };
  }
  prototype.toArray = function toArray() {
    return [...this];
  };
}

function initialParameters() {
  let count = 0;
  const matrix = (rows, columns) => {
    count += rows * columns;
    return random.normal(random.key(count), [rows, columns]).mul(0.02);
  };
  const gain = () => {
    count += width;
    return np.ones([width]);
  };
  const parameters = {
    embed: matrix(vocabulary, width),
    norm: gain(),
    layers: Array.from({ length: layers }, () => ({
      inputNorm: gain(),
      qkv: matrix(width, 3 * width),
      o: matrix(width, width),
      postNorm: gain(),
      gateUp: matrix(width, 2 * hidden),
      down: matrix(hidden, width),
    })),
  };
  return { parameters, count };
}

/** Cosines and sines [T, 1, d] of the first positions, 1 and 0 where nothing turns, and the matrix that swaps a pair. */
function rotaryTables() {
  const rows = (turn, rest) =>
    np.array(
      Array.from({ length: context }, (_, position) => [
        Array.from({ length: headWidth }, (_, i) =>
          i < rotaryWidth ? turn(position * rotaryBase ** (-(2 * Math.floor(i / 2)) / rotaryWidth)) : rest,
        ),
      ]),
    );
  const swap = Array.from({ length: headWidth }, () => new Array(headWidth).fill(0));
  for (let i = 0; i < rotaryWidth; i += 2) [swap[i + 1][i], swap[i][i + 1]] = [-1, 1];
  return { cos: rows(Math.cos, 1), sin: rows(Math.sin, 0), swap: np.array(swap) };
}

const rmsNorm = (x, gain) => {
  const meanSquare = np.mean(np.square(x.ref), -1, { keepdims: true });
  return x.div(np.sqrt(meanSquare.add(epsilon))).mul(gain);
};
const rotate = (x, { cos, sin, swap }) => x.ref.mul(cos).add(np.matmul(x, swap).mul(sin));
const mlp = (x, layer) => {
  const [gate, up] = np.split(np.matmul(rmsNorm(x.ref, layer.postNorm), layer.gateUp), 2, -1);
  return x.add(np.matmul(nn.silu(gate).mul(up), layer.down));
};
const refs = (object) => tree.ref(object);

/** Mean −ln p of the targets [B, T]. */
function loss(parameters, tokens, targets, tables, mask) {
  const rows = sequences * length;
  let x = np.take(parameters.embed.ref, tokens, 0);
  for (const layer of parameters.layers) {
    const qkv = np.matmul(rmsNorm(x.ref, layer.inputNorm), layer.qkv);
    const [q, k, v] = np.split(qkv, 3, -1).map((part) => part.reshape([sequences, length, heads, headWidth]));
    const scores = np.einsum('bthd,bshd->bhts', rotate(q, refs(tables)), rotate(k, refs(tables)));
    const attention = nn.softmax(scores.mul(1 / Math.sqrt(headWidth)).add(mask.ref), -1);
    const attended = np.einsum('bhts,bshd->bthd', attention, v).reshape([sequences, length, width]);
    x = mlp(x.add(np.matmul(attended, layer.o)), layer);
  }
  tree.dispose(tables);
  mask.dispose();
  const logits = np.matmul(rmsNorm(x, parameters.norm), parameters.embed.transpose());
  const logP = nn.logSoftmax(logits.reshape([rows, vocabulary]), -1);
  return logP
    .mul(nn.oneHot(targets.reshape([rows]), vocabulary))
    .sum()
    .mul(-1 / rows);
}

const update = jit((parameters, first, second, correction1, correction2, tokens, targets, tables, mask) => {
  const [value, gradient] = valueAndGrad(loss)(refs(parameters), tokens, targets, tables, mask);
  const squares = tree.leaves(gradient).map((g) => np.square(g.ref).sum());
  const norm = np.sqrt(squares.reduce((a, b) => a.add(b)));
  const scale = np.minimum(np.array(1).div(norm.add(1e-12)), 1);
  const clipped = tree.map((g) => g.mul(scale.ref), gradient);
  const m = tree.map((a, g) => a.mul(0.9).add(g.mul(0.1)), first, refs(clipped));
  const v = tree.map((a, g) => a.mul(0.999).add(np.square(g).mul(0.001)), second, clipped);
  const next = tree.map(
    (p, a, b) => {
      const step = a.mul(correction1.ref).div(np.sqrt(b.mul(correction2.ref)).add(1e-8));
      return p.mul(1 - 1e-6).sub(step.mul(1e-4));
    },
    parameters,
    refs(m),
    refs(v),
  );
  for (const each of [scale, correction1, correction2]) each.dispose();
  return [next, m, v, value];
});

function trainingStep() {
  let { parameters, count } = initialParameters();
  let first = tree.map((p) => np.zerosLike(p.ref), parameters);
  let second = tree.map((p) => np.zerosLike(p.ref), parameters);
  const ids = (shift) =>
    np
      .array(Int32Array.from({ length: sequences * length }, (_, i) => ((i + shift) * 7919) % vocabulary))
      .reshape([sequences, length]);
  const [tokens, targets, tables] = [ids(0), ids(1), rotaryTables()];
  const mask = np.array(Array.from({ length }, (_, i) => Array.from({ length }, (_, j) => (j <= i ? 0 : -1e9))));
  let updates = 0;
  const step = async () => {
    updates++;
    const corrections = [np.array(1 / (1 - 0.9 ** updates)), np.array(1 / (1 - 0.999 ** updates))];
    let value;
    [parameters, first, second, value] = update(
      parameters,
      first,
      second,
      ...corrections,
      tokens.ref,
      targets.ref,
      refs(tables),
      mask.ref,
    );
    await value.data();
  };
  return { step, count, tokens: sequences * length };
}

/** Feeds one token of every sequence and draws the next: `here` [S] is 1 at the position, `visible` [S] 0 up to it and −1e9 beyond. */
const decode = jit((parameters, caches, tokens, here, visible, tables, key) => {
  let x = np.take(parameters.embed.ref, tokens, 0);
  const at = here.reshape([1, 1, context, 1]);
  const next = [];
  parameters.layers.forEach((layer, l) => {
    const qkv = np.matmul(rmsNorm(x.ref, layer.inputNorm), layer.qkv);
    const [q, k, v] = np.split(qkv, 3, -1).map((part) => part.reshape([sequences, heads, headWidth]));
    const put = (cache, value) =>
      cache.mul(at.ref.mul(-1).add(1)).add(value.reshape([sequences, heads, 1, headWidth]).mul(at.ref));
    const keys = put(caches[l].keys, rotate(k, refs(tables)));
    const values = put(caches[l].values, v);
    const scores = np.einsum('bhd,bhsd->bhs', rotate(q, refs(tables)), keys.ref);
    const attention = nn.softmax(scores.mul(1 / Math.sqrt(headWidth)).add(visible.ref), -1);
    const attended = np.einsum('bhs,bhsd->bhd', attention, values.ref).reshape([sequences, width]);
    next.push({ keys, values });
    x = mlp(x.add(np.matmul(attended, layer.o)), layer);
  });
  tree.dispose(tables);
  for (const each of [at, visible]) each.dispose();
  const logits = np.matmul(rmsNorm(x, parameters.norm), parameters.embed.transpose());
  return [next, random.categorical(key, logits)];
});

/** All but the prompt, whose keys and values are taken as given. */
function samplingStep() {
  const { parameters, count } = initialParameters();
  const { cos, sin, swap } = rotaryTables();
  const [cosines, sines] = [np.split(cos, context, 0), np.split(sin, context, 0)];
  const step = async () => {
    const empty = () => np.zeros([sequences, heads, context, headWidth]);
    let caches = Array.from({ length: layers }, () => ({ keys: empty(), values: empty() }));
    let tokens = np.array(new Int32Array(sequences).fill(1));
    for (let place = length; place < context; place++) {
      const here = np.array(Float32Array.from({ length: context }, (_, i) => Number(i === place)));
      const visible = np.array(Float32Array.from({ length: context }, (_, i) => (i <= place ? 0 : -1e9)));
      const tables = {
        cos: cosines[place].ref.reshape([1, 1, headWidth]),
        sin: sines[place].ref.reshape([1, 1, headWidth]),
        swap: swap.ref,
      };
      [caches, tokens] = decode(refs(parameters), caches, tokens, here, visible, tables, random.key(place));
    }
    await tokens.data();
    tree.dispose(caches);
    await blockUntilReady(parameters);
  };
  return { step, count, tokens: sequences * drawn };
}

const { step, count, tokens } = phase === 'training' ? trainingStep() : samplingStep();
answer({ ...device, parameters: count, tokens, ...(await measure(step, !device.software)) });
