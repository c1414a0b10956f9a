import type { Completion, SampleOptions, SampleRequest } from '../languageModel.ts';
import { Decoder, type LiveSlot } from './decoder.ts';
import { LiveSequence } from './liveSequence.ts';
import { TimeSlices } from './timeSlices.ts';
import type { Transformer } from './transformer.ts';

/**
 * Continuous batching: live sequences advance by one token a step, and a finished one makes room for the next request.
 * What a sequence gets does not depend, to the last bit, on the others. See `LanguageModel.sample`.
 */
export async function sample(
  transformer: Transformer,
  requests: readonly SampleRequest[],
  options: SampleOptions,
): Promise<Completion[]> {
  const { context } = transformer.shape;
  const { signal, onTokens } = options;
  const completions = new Array<Completion>(requests.length);
  /** Whether a sequence has not ended; keeps its completion if it has. */
  const goesOn = ({ completion, index }: LiveSequence): boolean => {
    if (completion) completions[index] = completion;
    return !completion;
  };
  const waiting = requests.map((request, index) => new LiveSequence(index, request, context, onTokens)).filter(goesOn);
  if (waiting.length === 0) return completions;

  const longestPrompt = waiting.reduce((max, { request }) => Math.max(max, request.prompt.length), 0);
  const longestCompletion = waiting.reduce(
    (max, { request }) => Math.max(max, Math.min(request.maxTokens, context - request.prompt.length)),
    0,
  );
  const coming = waiting.map(({ request }) => request);
  const decoder = new Decoder(transformer, options, coming, longestPrompt, longestCompletion);
  const slices = new TimeSlices();
  let live: LiveSlot[] = [];
  const stays = (slot: LiveSlot): boolean => {
    const goes = goesOn(slot.sequence);
    if (!goes) decoder.release(slot);
    return goes;
  };
  let next = 0;
  while (next < waiting.length || live.length > 0) {
    while (next < waiting.length && decoder.hasRoom) {
      signal?.throwIfAborted();
      const slot = decoder.admit(waiting[next++]);
      if (stays(slot)) live.push(slot);
      await slices.pause();
    }
    signal?.throwIfAborted();
    if (live.length > 0) decoder.step(live);
    live = live.filter(stays);
    await slices.pause();
  }
  return completions;
}
