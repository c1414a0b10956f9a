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
  /** ln p of each target when it was sampled, and under the reference policy; 0 where the batch has none. */
  sampledLogProbs: Float32Array;
  referenceLogProbs: Float32Array;
}

type Weighted = Pick<TrainingBatch, 'tokens' | 'positions' | 'starts'> & Partial<TrainingBatch>;

/** A sequence of the batch that goes into a chunk: its first token, and how many rows and wanted rows it has. */
interface Piece {
  first: number;
  length: number;
  wantedCount: number;
}

function makeChunk(batch: Weighted, pieces: readonly Piece[]): Chunk {
  const { tokens, positions, weights, sampledLogProbs, referenceLogProbs } = batch;
  const rows = pieces.reduce((sum, { length }) => sum + length, 0);
  const wantedRows = pieces.reduce((sum, { wantedCount }) => sum + wantedCount, 0);
  const chunk: Chunk = {
    tokens: new Int32Array(rows),
    positions: new Int32Array(rows),
    places: new Int32Array(rows),
    sequences: [],
    wanted: new Int32Array(wantedRows),
    targets: new Int32Array(wantedRows),
    weights: new Float32Array(wantedRows),
    indices: new Int32Array(wantedRows),
    sampledLogProbs: new Float32Array(wantedRows),
    referenceLogProbs: new Float32Array(wantedRows),
  };
  let start = 0;
  let wanted = 0;
  for (const { first, length, wantedCount } of pieces) {
    chunk.sequences.push({ start, length, wantedStart: wanted, wantedCount });
    chunk.tokens.set(tokens.subarray(first, first + length), start);
    chunk.positions.set(positions.subarray(first, first + length), start);
    for (let i = 0; i < length; i++) {
      chunk.places[start + i] = i;
      const index = first + i + 1;
      const weight = weights ? weights[index] : 1;
      if (weight === 0) continue;
      chunk.wanted[wanted] = start + i;
      chunk.targets[wanted] = tokens[index];
      chunk.weights[wanted] = weight;
      chunk.indices[wanted] = index;
      if (sampledLogProbs) chunk.sampledLogProbs[wanted] = sampledLogProbs[index];
      if (referenceLogProbs) chunk.referenceLogProbs[wanted] = referenceLogProbs[index];
      wanted++;
    }
    start += length;
  }
  return chunk;
}

/**
 * Splits a batch into chunks of whole sequences with at least `chunkTokens` rows each (the last one excepted). A row is wanted if
 * the token after it has a weight ≠ 0; without `weights` every row with a token after it is.
 */
export function* splitIntoChunks(batch: Weighted, chunkTokens: number): Generator<Chunk> {
  const { starts, weights } = batch;
  let pieces: Piece[] = [];
  let rows = 0;
  for (let s = 0; s + 1 < starts.length; s++) {
    const first = starts[s];
    let length = 0;
    let wantedCount = 0;
    for (let i = first + 1; i < starts[s + 1]; i++) {
      if (weights && weights[i] === 0) continue;
      length = i - first;
      wantedCount++;
    }
    if (wantedCount === 0) continue;
    pieces.push({ first, length, wantedCount });
    rows += length;
    if (rows < chunkTokens) continue;
    yield makeChunk(batch, pieces);
    pieces = [];
    rows = 0;
  }
  if (rows > 0) yield makeChunk(batch, pieces);
}
