import { threefry2x32 } from '../../../core/rng.ts';
import type { Completion, SampleOptions, SampleRequest } from '../../languageModel.ts';
import type { ModelShape } from '../../modelShape.ts';
import { referenceLogits } from '../../reference/transformer.ts';
import { drawToken } from '../../sampler/drawToken.ref.ts';

/** One completion, token by token, each from the whole forward pass over all before it. */
export function rollout(
  shape: ModelShape,
  weights: Float64Array,
  request: SampleRequest,
  { key, temperature, topP }: Pick<SampleOptions, 'key' | 'temperature' | 'topP'>,
): Completion {
  const { vocabulary, context } = shape;
  const sequence = [...request.prompt];
  const tokens: number[] = [];
  const logProbs: number[] = [];
  const entropies: number[] = [];
  let lines = 0;
  let stopped: Completion['stopped'] | undefined;
  if (request.maxTokens <= 0) stopped = 'length';
  else if (sequence.length >= context) stopped = 'context';
  while (!stopped) {
    const logits = referenceLogits(shape, weights, {
      tokens: Int32Array.from(sequence),
      positions: Int32Array.from(sequence.keys()),
      starts: Int32Array.of(0, sequence.length),
    });
    const [word] = threefry2x32(key[0], key[1], request.item >>> 0, tokens.length);
    const uniform = ((word >>> 9) + 0.5) * 2 ** -23;
    const draw = drawToken(logits.subarray(-vocabulary), temperature, uniform, { topP, allowed: request.allowed });
    sequence.push(draw.token);
    tokens.push(draw.token);
    logProbs.push(draw.logProb);
    entropies.push(draw.entropy);
    if (request.lineTokens?.includes(draw.token)) lines++;
    if (draw.token === request.endToken) stopped = 'end';
    else if (request.maxLines !== undefined && request.lineTokens && lines >= request.maxLines) stopped = 'lines';
    else if (tokens.length >= request.maxTokens) stopped = 'length';
    else if (sequence.length >= context) stopped = 'context';
  }
  return {
    tokens: Int32Array.from(tokens),
    logProbs: Float32Array.from(logProbs),
    entropies: Float32Array.from(entropies),
    stopped,
  };
}
