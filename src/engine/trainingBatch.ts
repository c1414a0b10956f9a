import type { RandomStream } from '../core/rng.ts';
import { lineTokens } from '../core/tasks/tokenizer.ts';
import type { TrainingBatch } from '../nn/languageModel.ts';

/** A prompt, a completion, and the weight of each completion token's -ln p in the loss. */
export interface WeightedExample {
  prompt: readonly number[];
  completion: readonly number[];
  weight: number;
  /** Whether each token of the prompt is learnt too, with the same weight; absent where none is. */
  learnt?: readonly boolean[];
}

const breaks = new Set(lineTokens);

/**
 * Packs the examples that the context holds for an update. Weights are divided by the number of completion tokens of the batch, so that the loss is a mean over tokens.
 * Positions: after line breaks they jump ahead by random amounts, as far as `context` allows. A position then says where a token
 * stands in its line but not how many lines came before, so that reasoning is led by the names of variables and goes on past the
 * number of lines ever trained on.
 */
export function trainingBatch(
  candidates: readonly WeightedExample[],
  context: number,
  random: RandomStream,
): TrainingBatch {
  const examples = candidates.filter(({ prompt, completion }) => prompt.length + completion.length <= context);
  const total = examples.reduce((sum, { prompt, completion }) => sum + prompt.length + completion.length, 0);
  const scored = examples.reduce((sum, { completion }) => sum + completion.length, 0);
  const tokens = new Int32Array(total);
  const positions = new Int32Array(total);
  const weights = new Float32Array(total);
  const starts = new Int32Array(examples.length + 1);
  let offset = 0;
  for (const [index, { prompt, completion, weight, learnt }] of examples.entries()) {
    const length = prompt.length + completion.length;
    tokens.set(prompt, offset);
    tokens.set(completion, offset + prompt.length);
    weights.fill(weight / scored, offset + prompt.length, offset + length);
    learnt?.forEach((isLearnt, i) => {
      if (isLearnt) weights[offset + i] = weight / scored;
    });
    jumpingPositions(
      positions.subarray(offset, offset + length),
      tokens.subarray(offset, offset + length),
      context,
      random,
    );
    offset += length;
    starts[index + 1] = offset;
  }
  return { tokens, positions, starts, weights };
}

function jumpingPositions(positions: Int32Array, tokens: Int32Array, context: number, random: RandomStream): void {
  let slack = context - tokens.length;
  let position = 0;
  for (let i = 0; i < tokens.length; i++) {
    positions[i] = position++;
    if (!breaks.has(tokens[i]) || slack <= 0 || random.uniform() < 0.5) continue;
    const jump = random.integer(Math.min(slack, 48) + 1);
    position += jump;
    slack -= jump;
  }
}
