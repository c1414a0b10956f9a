import type { TrainingBatch } from '../languageModel.ts';
import type { ModelShape } from '../modelShape.ts';

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

/** @throws RangeError saying which number of the batch the model cannot take. */
export function checkSequences(shape: ModelShape, { tokens, positions, starts }: Sequences): void {
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
  tokens.forEach((token, i) => {
    if (token < 0 || token >= shape.vocabulary) {
      throw new RangeError(
        `Token ${i} of the batch is ${token}, outside the vocabulary of ${shape.vocabulary}: was it made with another tokenizer?`,
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
