import type { SampleRequest, TrainingBatch } from '../languageModel.ts';
import type { ModelShape } from '../modelShape.ts';

/** @throws RangeError for a shape that the kernels have no blocks for. */
export function checkShape({ width, layers, headWidth, heads, hidden, rotaryWidth }: ModelShape): void {
  const multiples: [string, number, number][] = [
    ['width', width, 8],
    ['headWidth', headWidth, 16],
    ['hidden', hidden, 8],
    ['rotaryWidth', rotaryWidth, 4],
  ];
  for (const [name, value, unit] of multiples) {
    if (value % unit !== 0) {
      throw new RangeError(`The wasm backend needs a ${name} that is a multiple of ${unit}, not ${value}.`);
    }
  }
  if (layers < 1) throw new RangeError('The wasm backend needs at least one layer.');
  if (heads * headWidth !== width) {
    throw new RangeError(`The width ${width} must be heads · headWidth = ${heads} · ${headWidth}.`);
  }
}

/** Sines and cosines are kept for every position up to the largest used. */
const LAST_POSITION = 65535;

/** @throws RangeError saying which number of the batch the model cannot take. */
export function checkSequences(
  shape: ModelShape,
  { tokens, positions, starts }: Pick<TrainingBatch, 'tokens' | 'positions' | 'starts'>,
): void {
  if (starts.length === 0 || starts[0] !== 0 || starts[starts.length - 1] !== tokens.length) {
    throw new RangeError(
      `The batch's starts must go from 0 to its ${tokens.length} tokens: they go from ${starts[0]} to ${starts[starts.length - 1]}.`,
    );
  }
  if (positions.length !== tokens.length) {
    throw new RangeError(`The batch has ${tokens.length} tokens but ${positions.length} positions.`);
  }
  for (let s = 0; s + 1 < starts.length; s++) {
    const length = starts[s + 1] - starts[s];
    if (length < 0 || length > shape.context) {
      throw new RangeError(
        `Sequence ${s} of the batch has ${length} tokens; the model takes up to ${shape.context}: leave it out or choose a larger model size.`,
      );
    }
  }
  const far = positions.find((position) => position < 0 || position > LAST_POSITION);
  if (far !== undefined) {
    throw new RangeError(`The batch has a token at position ${far}; positions go from 0 to ${LAST_POSITION}.`);
  }
  tokens.forEach((token, i) => {
    if (token < 0 || token >= shape.vocabulary) {
      throw new RangeError(
        `Token ${i} of the batch: ${token} is outside the vocabulary of ${shape.vocabulary}. Was it made with another tokenizer?`,
      );
    }
  });
}

/** @throws RangeError when a weight is not finite or stands on a sequence's first token, which nothing predicts. */
export function checkWeights({ tokens, starts, weights }: TrainingBatch): void {
  if (weights.length !== tokens.length) {
    throw new RangeError(`The batch has ${tokens.length} tokens but ${weights.length} weights.`);
  }
  const bad = weights.findIndex((weight) => !Number.isFinite(weight));
  if (bad >= 0) throw new RangeError(`Weight ${bad} of the batch is ${weights[bad]}: weights must be finite numbers.`);
  for (let s = 0; s + 1 < starts.length; s++) {
    if (starts[s] < starts[s + 1] && weights[starts[s]] !== 0) {
      throw new RangeError(`Sequence ${s} of the batch has a weight on its first token, which has nothing before it.`);
    }
  }
}

/** @throws RangeError for a request that cannot be completed. */
export function checkRequests(shape: ModelShape, requests: readonly SampleRequest[]): void {
  requests.forEach(({ prompt }, index) => {
    if (prompt.length === 0) throw new RangeError(`Request ${index} has an empty prompt: give at least one token.`);
    if (prompt.length > shape.context) {
      throw new RangeError(
        `The prompt of request ${index} has ${prompt.length} tokens; the model takes up to ${shape.context}: shorten it or choose a larger model size.`,
      );
    }
    const bad = prompt.find((token) => token < 0 || token >= shape.vocabulary);
    if (bad !== undefined) {
      throw new RangeError(
        `The prompt of request ${index}: ${bad} is outside the vocabulary of ${shape.vocabulary}. Was it made with another tokenizer?`,
      );
    }
  });
}
