import type { TrainingBatch } from '../languageModel.ts';
import type { LossSums, LossTerms } from '../lossTerms.ts';
import type { ModelShape } from '../modelShape.ts';
import { attention, attentionBackward } from '../ops/attention/attention.ref.ts';
import { embedding, embeddingBackward } from '../ops/embeddingQkv/embedding.ref.ts';
import { rotate } from '../ops/embeddingQkv/rotate.ref.ts';
import { gatedSilu, gatedSiluBackward } from '../ops/gatedMlp/gatedSilu.ref.ts';
import { headLoss } from '../ops/head/head.ref.ts';
import { softmax } from '../ops/head/softmax.ref.ts';
import { linear, linearBackward } from '../ops/linear/linear.ref.ts';
import { rmsNorm, rmsNormBackward } from '../ops/rmsNorm/rmsNorm.ref.ts';
import { parameterViews } from './parameterViews.ts';

type Sequences = Pick<TrainingBatch, 'tokens' | 'positions' | 'starts'>;

/** What the backward pass needs of one layer; all [N, …]. */
interface LayerActivations {
  input: Float64Array;
  normed: Float64Array;
  q: Float64Array;
  k: Float64Array;
  v: Float64Array;
  attended: Float64Array;
  middle: Float64Array;
  middleNormed: Float64Array;
  gateUp: Float64Array;
  gated: Float64Array;
}

function add(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]);
}

function forward(shape: ModelShape, weights: Float64Array, { tokens, positions, starts }: Sequences) {
  const { width, hidden, epsilon } = shape;
  const parameters = parameterViews(shape, weights);
  let x = embedding(tokens, parameters.embed, width);
  const layers: LayerActivations[] = [];
  for (const layer of parameters.layers) {
    const normed = rmsNorm(x, layer.inputNorm, epsilon);
    const q = linear(normed, layer.q, width);
    const k = linear(normed, layer.k, width);
    const v = linear(normed, layer.v, width);
    rotate(shape, q, positions, 1);
    rotate(shape, k, positions, 1);
    const attended = attention(shape, q, k, v, starts);
    const middle = add(x, linear(attended, layer.o, width));
    const middleNormed = rmsNorm(middle, layer.postNorm, epsilon);
    const gateUp = linear(middleNormed, layer.gateUp, width);
    const gated = gatedSilu(gateUp, hidden);
    layers.push({ input: x, normed, q, k, v, attended, middle, middleNormed, gateUp, gated });
    x = add(middle, linear(gated, layer.down, hidden));
  }
  const final = rmsNorm(x, parameters.norm, epsilon);
  return { parameters, layers, output: x, final, logits: linear(final, parameters.embed, width) };
}

/** Logits of the next token after every token, [N, V]; causal within each packed sequence. */
export function referenceLogits(shape: ModelShape, weights: Float64Array, sequences: Sequences): Float64Array {
  return forward(shape, weights, sequences).logits;
}

/** ln p of every token given those before it in its sequence, [N]; 0 for the first token of each sequence. */
export function referenceLogProbs(shape: ModelShape, weights: Float64Array, sequences: Sequences): Float64Array {
  const { tokens, starts } = sequences;
  const logits = referenceLogits(shape, weights, sequences);
  const result = new Float64Array(tokens.length);
  for (let s = 0; s + 1 < starts.length; s++) {
    for (let i = starts[s] + 1; i < starts[s + 1]; i++) {
      result[i] = Math.log(softmax(logits.subarray((i - 1) * shape.vocabulary, i * shape.vocabulary))[tokens[i]]);
    }
  }
  return result;
}

export interface LossAndGradient {
  sums: LossSums;
  /** Of loss − entropyBonus · entropy + klCoefficient · kl, in `parameterLayout` order. */
  gradient: Float64Array;
}

/** Loss and its hand-written gradient. */
export function referenceLossAndGradient(
  shape: ModelShape,
  weights: Float64Array,
  batch: TrainingBatch,
  terms: LossTerms,
): LossAndGradient {
  const { vocabulary, width, hidden, epsilon } = shape;
  const { parameters, layers, output, final, logits } = forward(shape, weights, batch);
  const dlogits = new Float64Array(logits.length);
  const sums: LossSums = [0, 0, 0, 0];
  batch.weights.forEach((weight, i) => {
    if (weight === 0) return;
    const [from, to] = [(i - 1) * vocabulary, i * vocabulary];
    const [sampled, reference] = [batch.sampledLogProbs?.[i], batch.referenceLogProbs?.[i]];
    const head = headLoss(terms, logits.subarray(from, to), batch.tokens[i], weight, sampled, reference);
    head.sums.forEach((value, term) => {
      sums[term] += value;
    });
    dlogits.set(head.gradient, from);
  });

  const gradient = new Float64Array(weights.length);
  const gradients = parameterViews(shape, gradient);
  const dfinal = linearBackward(dlogits, final, parameters.embed, width, gradients.embed);
  const dx = new Float64Array(output.length);
  rmsNormBackward(dfinal, output, parameters.norm, epsilon, dx, gradients.norm);
  for (let l = shape.layers - 1; l >= 0; l--) {
    const [saved, layer, g] = [layers[l], parameters.layers[l], gradients.layers[l]];
    const dgated = linearBackward(dx, saved.gated, layer.down, hidden, g.down);
    const dgateUp = gatedSiluBackward(dgated, saved.gateUp, hidden);
    const dmiddleNormed = linearBackward(dgateUp, saved.middleNormed, layer.gateUp, width, g.gateUp);
    rmsNormBackward(dmiddleNormed, saved.middle, layer.postNorm, epsilon, dx, g.postNorm);
    const dattended = linearBackward(dx, saved.attended, layer.o, width, g.o);
    const [dq, dk, dv] = attentionBackward(shape, dattended, saved.q, saved.k, saved.v, batch.starts);
    rotate(shape, dq, batch.positions, -1);
    rotate(shape, dk, batch.positions, -1);
    const dnormed = add(
      linearBackward(dq, saved.normed, layer.q, width, g.q),
      add(linearBackward(dk, saved.normed, layer.k, width, g.k), linearBackward(dv, saved.normed, layer.v, width, g.v)),
    );
    rmsNormBackward(dnormed, saved.input, layer.inputNorm, epsilon, dx, g.inputNorm);
  }
  embeddingBackward(dx, batch.tokens, width, gradients.embed);
  return { sums, gradient };
}
