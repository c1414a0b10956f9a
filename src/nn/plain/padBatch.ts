import { checkSequences } from '../checkInput.ts';
import type { TrainingBatch } from '../languageModel.ts';
import type { ModelShape } from '../modelShape.ts';
import { bucketLength, bucketRows } from './buckets.ts';

/** Sequences of similar length, padded on the right to one [B, T]; place i of a row predicts the token after it. */
export interface PaddedBatch {
  /** B. */
  rows: number;
  /** T. */
  length: number;
  /** Token ids, [B · T]; 0 in padding. */
  inputs: Int32Array;
  /** Position ids, [B · T]. */
  positions: Int32Array;
  /** The token that each place predicts, [B · T]; 0 in padding. */
  targets: Int32Array;
  /** Index of that token in the packed batch, [B · T]; -1 in padding. */
  sources: Int32Array;
}

/**
 * Pads packed sequences into a few [B, T], longest first, so that at most `rowsAt(T)` rows stand together and no row is
 * shorter than half of its longest neighbour. Sequences of fewer than two tokens predict nothing and are left out.
 * @throws RangeError for a token outside the vocabulary or a sequence longer than the context
 */
export function padBatch(
  shape: ModelShape,
  { tokens, positions, starts }: Pick<TrainingBatch, 'tokens' | 'positions' | 'starts'>,
  rowsAt: (length: number) => number,
): PaddedBatch[] {
  checkSequences(shape, { tokens, starts });
  const sequences: { start: number; inputs: number }[] = [];
  for (let s = 0; s + 1 < starts.length; s++) {
    const length = starts[s + 1] - starts[s];
    if (length > 1) sequences.push({ start: starts[s], inputs: length - 1 });
  }
  sequences.sort((a, b) => b.inputs - a.inputs || a.start - b.start);

  const batches: PaddedBatch[] = [];
  for (let first = 0; first < sequences.length; ) {
    const length = bucketLength(sequences[first].inputs);
    const most = Math.max(1, rowsAt(length));
    let end = first + 1;
    while (end < sequences.length && end - first < most && sequences[end].inputs > length / 2) end++;
    const rows = Math.min(bucketRows(end - first), Math.max(most, end - first));
    const batch: PaddedBatch = {
      rows,
      length,
      inputs: new Int32Array(rows * length),
      positions: new Int32Array(rows * length),
      targets: new Int32Array(rows * length),
      sources: new Int32Array(rows * length).fill(-1),
    };
    sequences.slice(first, end).forEach(({ start, inputs }, row) => {
      const at = row * length;
      batch.inputs.set(tokens.subarray(start, start + inputs), at);
      batch.positions.set(positions.subarray(start, start + inputs), at);
      batch.targets.set(tokens.subarray(start + 1, start + 1 + inputs), at);
      for (let i = 0; i < inputs; i++) batch.sources[at + i] = start + 1 + i;
    });
    batches.push(batch);
    first = end;
  }
  return batches;
}
