import type { SampleRequest, TrainingBatch } from '../languageModel.ts';

/**
 * Into how many parts every batch is split. The gradient is always the sum ((0 + 1) + (2 + 3)) of the parts' gradients, whoever
 * computes them, so that a run has the same bits with one, two or four ranks.
 */
export const PARTS = 4;

/** Adds the items in order to the bin with the smallest total so far, the first on ties. */
function distribute<T>(items: readonly T[], bins: number, costOf: (item: T) => number): T[][] {
  const totals = new Float64Array(bins);
  const result: T[][] = Array.from({ length: bins }, () => []);
  for (const item of items) {
    const bin = totals.indexOf(Math.min(...totals));
    totals[bin] += costOf(item);
    result[bin].push(item);
  }
  return result;
}

/** Picks whole sequences of a batch, by number. */
export function pickSequences<
  T extends Partial<TrainingBatch> & Pick<TrainingBatch, 'tokens' | 'positions' | 'starts'>,
>(batch: T, sequences: readonly number[]): T {
  const { tokens, positions, starts, weights, sampledLogProbs, referenceLogProbs } = batch;
  const picked = new Int32Array(sequences.length + 1);
  sequences.forEach((s, i) => {
    picked[i + 1] = picked[i] + starts[s + 1] - starts[s];
  });
  const total = picked[sequences.length];
  const copy = <A extends Int32Array | Float32Array>(from: A, to: A): A => {
    sequences.forEach((s, i) => {
      to.set(from.subarray(starts[s], starts[s + 1]), picked[i]);
    });
    return to;
  };
  const floats = (from?: Float32Array) => from && copy(from, new Float32Array(total));
  return {
    ...batch,
    tokens: copy(tokens, new Int32Array(total)),
    positions: copy(positions, new Int32Array(total)),
    starts: picked,
    weights: floats(weights),
    sampledLogProbs: floats(sampledLogProbs),
    referenceLogProbs: floats(referenceLogProbs),
  };
}

/** Numbers of the sequences of each of `parts` parts, balanced by tokens; the same for the same batch. */
export function splitSequences({ starts }: Pick<TrainingBatch, 'starts'>, parts: number): number[][] {
  const all = Array.from({ length: Math.max(0, starts.length - 1) }, (_, s) => s);
  return distribute(all, parts, (s) => starts[s + 1] - starts[s]);
}

/** Neighbours with the same prompt stay together up to this number: they share its forward pass. */
const SHARING = 8;

function samePrompt(a: Int32Array, b: Int32Array): boolean {
  return a === b || (a.length === b.length && a.every((token, i) => token === b[i]));
}

/** Indices of the requests for each of `ranks` ranks. */
export function splitRequests(requests: readonly SampleRequest[], ranks: number): number[][] {
  const groups: number[][] = [];
  requests.forEach(({ prompt }, index) => {
    const group = groups.at(-1);
    if (group && group.length < SHARING && samePrompt(requests[group[0]].prompt, prompt)) group.push(index);
    else groups.push([index]);
  });
  return distribute(groups, ranks, (group) => group.length).map((bin) => bin.flat());
}
