import type { TrainingBatch } from '../languageModel.ts';

/** One sequence of a chunk; offsets are rows of the chunk. */
export interface ChunkSequence {
  start: number;
  length: number;
  /** Its part of the wanted rows. */
  wantedStart: number;
  wantedCount: number;
}

/**
 * Some whole sequences of a batch. Only rows that predict a token are *wanted*: the last layer's queries and MLP and the output
 * projection run on those alone, and a sequence ends with the last of them.
 */
export interface Chunk {
  tokens: Int32Array;
  positions: Int32Array;
  /** Position of each row within its sequence. */
  places: Int32Array;
  sequences: ChunkSequence[];
  /** Wanted rows in ascending order, the token that each predicts, its weight, and its index in the batch. */
  wanted: Int32Array;
  targets: Int32Array;
  weights: Float32Array;
  indices: Int32Array;
}

type Sequences = Pick<TrainingBatch, 'tokens' | 'positions' | 'starts'>;

/**
 * Splits a batch into chunks of whole sequences with at least `chunkTokens` rows each (the last one excepted). A row is wanted if
 * the token after it has a weight ≠ 0; without `weights` every row with a token after it is.
 */
export function* splitIntoChunks(
  batch: Sequences & Partial<Pick<TrainingBatch, 'weights'>>,
  chunkTokens: number,
): Generator<Chunk> {
  const { tokens, positions, starts, weights } = batch;
  let sequences: ChunkSequence[] = [];
  let rows: number[] = [];
  let wanted: number[] = [];
  let indices: number[] = [];
  const finish = (): Chunk => {
    const places = new Int32Array(rows.length);
    for (const { start, length } of sequences) for (let i = 0; i < length; i++) places[start + i] = i;
    const chunk = {
      tokens: Int32Array.from(rows, (i) => tokens[i]),
      positions: Int32Array.from(rows, (i) => positions[i]),
      places,
      sequences,
      wanted: Int32Array.from(wanted),
      targets: Int32Array.from(indices, (i) => tokens[i]),
      weights: Float32Array.from(indices, (i) => (weights ? weights[i] : 1)),
      indices: Int32Array.from(indices),
    };
    sequences = [];
    rows = [];
    wanted = [];
    indices = [];
    return chunk;
  };
  for (let s = 0; s + 1 < starts.length; s++) {
    const [start, wantedStart] = [rows.length, wanted.length];
    for (let i = starts[s] + 1; i < starts[s + 1]; i++) {
      if (weights && weights[i] === 0) continue;
      wanted.push(start + i - 1 - starts[s]);
      indices.push(i);
    }
    const wantedCount = wanted.length - wantedStart;
    if (wantedCount === 0) continue;
    const length = wanted[wanted.length - 1] - start + 1;
    for (let i = 0; i < length; i++) rows.push(starts[s] + i);
    sequences.push({ start, length, wantedStart, wantedCount });
    if (rows.length >= chunkTokens) yield finish();
  }
  if (rows.length > 0) yield finish();
}
