import type { SampleOptions, SampleRequest, TrainingBatch } from './languageModel.ts';
import { type ModelShape, parameterCount } from './modelShape.ts';

/** @throws RangeError for a number of values that is not the model's number of parameters */
export function checkWeights(shape: ModelShape, values: Float32Array, what: string): void {
  const count = parameterCount(shape);
  if (values.length !== count) {
    throw new RangeError(`The ${what} are ${values.length} numbers; a model of this shape has ${count} parameters.`);
  }
}

/** @throws RangeError for an empty prompt or a token outside the vocabulary */
export function checkPrompt({ vocabulary }: ModelShape, prompt: Int32Array): void {
  if (prompt.length === 0) throw new RangeError('A prompt needs at least one token.');
  for (const token of prompt) {
    if (token < 0 || token >= vocabulary) {
      throw new RangeError(`Prompt token ${token} is outside the model's vocabulary of ${vocabulary}.`);
    }
  }
}

/** @throws RangeError for a `topP` outside (0, 1], or a set of allowed tokens that is empty or has others than the vocabulary's */
export function checkLimits(
  { vocabulary }: ModelShape,
  requests: readonly SampleRequest[],
  { topP = 1 }: Pick<SampleOptions, 'topP'>,
): void {
  if (!(topP > 0 && topP <= 1)) throw new RangeError(`topP must be above 0 and at most 1, not ${topP}.`);
  for (const allowed of new Set(requests.map((request) => request.allowed))) {
    if (!allowed) continue;
    if (allowed.length === 0) throw new RangeError('A request allows no token: at least one must be allowed.');
    const bad = allowed.find((token) => !Number.isInteger(token) || token < 0 || token >= vocabulary);
    if (bad !== undefined) {
      throw new RangeError(`Allowed token ${bad} is outside the model's vocabulary of ${vocabulary}.`);
    }
  }
}

/** @throws RangeError for a token outside the vocabulary or a sequence longer than the context */
export function checkSequences(
  { vocabulary, context }: ModelShape,
  { tokens, starts }: Pick<TrainingBatch, 'tokens' | 'starts'>,
): void {
  for (const token of tokens) {
    if (token < 0 || token >= vocabulary) {
      throw new RangeError(`Token ${token} is outside the model's vocabulary of ${vocabulary}.`);
    }
  }
  for (let s = 0; s + 1 < starts.length; s++) {
    const length = starts[s + 1] - starts[s];
    if (length > context) {
      throw new RangeError(`Sequence ${s} has ${length} tokens; the model's context holds ${context}.`);
    }
  }
}
