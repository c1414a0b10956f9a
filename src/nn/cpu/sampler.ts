import type { Completion, SampleOptions, SampleRequest } from '../languageModel.ts';
import { Decoder, type LiveSlot } from './decoder.ts';
import { LiveSequence } from './liveSequence.ts';
import { TimeSlices } from './nextTask.ts';
import type { Transformer } from './transformer.ts';

/** The requests as sequences, one set of line tokens for all requests that share the array. */
function sequencesOf(
  requests: readonly SampleRequest[],
  context: number,
  onTokens: SampleOptions['onTokens'],
): LiveSequence[] {
  const sets = new Map<readonly number[], ReadonlySet<number>>();
  return requests.map((request, index) => {
    const { lineTokens } = request;
    if (lineTokens && !sets.has(lineTokens)) sets.set(lineTokens, new Set(lineTokens));
    return new LiveSequence(index, request, lineTokens && sets.get(lineTokens), context, onTokens);
  });
}

/**
 * Continuous batching: live sequences advance by one token a step, and a finished one makes room for the next request.
 * What a sequence gets does not depend, to the last bit, on the others. See `LanguageModel.sample`.
 */
export async function sample(
  transformer: Transformer,
  requests: readonly SampleRequest[],
  options: SampleOptions,
): Promise<Completion[]> {
  const { shape } = transformer;
  options.signal?.throwIfAborted();
  const completions = new Array<Completion>(requests.length);
  const waiting = sequencesOf(requests, shape.context, options.onTokens).filter((sequence) => {
    const completion = sequence.begin();
    if (completion) completions[sequence.index] = completion;
    return !completion;
  });
  if (waiting.length === 0) return completions;

  const longestPrompt = Math.max(...waiting.map(({ request }) => request.prompt.length));
  const longestCompletion = Math.max(
    ...waiting.map(({ request }) => Math.min(request.maxTokens, shape.context - request.prompt.length)),
  );
  const decoder = new Decoder(transformer, options, waiting.length, longestPrompt, longestCompletion);
  const slices = new TimeSlices();
  let live: LiveSlot[] = [];
  /** Keeps the completion, if there is one, and frees the caches. */
  const goesOn = (slot: LiveSlot, completion: Completion | undefined): boolean => {
    if (!completion) return true;
    completions[slot.sequence.index] = completion;
    decoder.release(slot);
    return false;
  };
  let next = 0;
  while (next < waiting.length || live.length > 0) {
    while (next < waiting.length && decoder.hasRoom) {
      options.signal?.throwIfAborted();
      const slot = decoder.admit(waiting[next++]);
      if (goesOn(slot, decoder.take(0, slot.sequence))) live.push(slot);
      await slices.pause();
    }
    options.signal?.throwIfAborted();
    if (live.length > 0) decoder.step(live);
    live = live.filter((slot, row) => goesOn(slot, decoder.take(row, slot.sequence)));
    await slices.pause();
  }
  return completions;
}
