import * as tf from '@tensorflow/tfjs';
import { checkLimits, checkPrompt } from '../checkInput.ts';
import { CompletionBuilder } from '../completionBuilder.ts';
import type { Completion, SampleOptions, SampleRequest } from '../languageModel.ts';
import type { ModelShape } from '../modelShape.ts';
import { maskWords, sampleTokens, tokenMask } from '../sampler/sampler.ts';
import { yieldToEventLoop } from '../yieldToEventLoop.ts';
import { bucketLength, bucketRows } from './buckets.ts';
import { type DecoderState, type DecoderWeights, decoderWeights, decodeStep, prefill, selectRows } from './decoder.ts';
import type { Parameters } from './parameters.ts';
import { cacheRows, forwardRows } from './rowBudget.ts';

/** Tokens between two readbacks. */
const CHUNK = 8;
const MOST_ROWS = 128;

/** One request under way. */
interface Row {
  index: number;
  request: SampleRequest;
  builder: CompletionBuilder;
}

/**
 * Completes all requests in batches of similar prompt length. Sampled tokens stay on the device from step to step and are
 * read back every 8; between such chunks finished rows leave the batch.
 * @throws RangeError for a prompt that the model cannot read, or limits that leave nothing to draw
 */
export async function generate(
  shape: ModelShape,
  parameters: Parameters,
  requests: readonly SampleRequest[],
  options: SampleOptions,
): Promise<Completion[]> {
  checkLimits(shape, requests, options);
  const rows = requests.map((request, index) => {
    checkPrompt(shape, request.prompt);
    return { index, request, builder: new CompletionBuilder(request, shape.context) };
  });
  const weights = decoderWeights(shape, parameters);
  try {
    for (const batch of batches(shape, rows)) await completeBatch(shape, parameters, weights, batch, options);
  } finally {
    tf.dispose([weights.embed, weights.head, weights.layers.map((layer) => Object.values(layer))]);
  }
  return rows.map(({ builder }) => builder.finish());
}

/** Cuts the rows that have room into batches, shortest prompts first, each within the memory budgets. */
function batches(shape: ModelShape, rows: Row[]): Row[][] {
  const waiting = rows.filter(({ builder }) => !builder.done);
  waiting.sort((a, b) => a.request.prompt.length - b.request.prompt.length || a.index - b.index);
  const result: Row[][] = [];
  let prompts = new Set<string>();
  let capacity = 0;
  for (const row of waiting) {
    const length = bucketLength(row.request.prompt.length);
    const prompt = row.request.prompt.join();
    const batch = result.at(-1);
    const wider = Math.max(capacity, capacityOf(row));
    const most = Math.min(MOST_ROWS, cacheRows(shape, wider));
    if (batch && batch.length < most && (prompts.has(prompt) || prompts.size < forwardRows(shape, length))) {
      batch.push(row);
      capacity = wider;
    } else {
      result.push([row]);
      prompts = new Set();
      capacity = capacityOf(row);
    }
    prompts.add(prompt);
  }
  return result;
}

/** Positions that the row may come to hold, padded. */
function capacityOf({ request, builder }: Row): number {
  return bucketLength(request.prompt.length + builder.room);
}

async function completeBatch(
  shape: ModelShape,
  parameters: Parameters,
  weights: DecoderWeights,
  batch: Row[],
  options: SampleOptions,
): Promise<void> {
  const running = start(shape, parameters, batch);
  try {
    while (running.rows.length > 0) {
      await drawChunk(shape, weights, running, options);
      await yieldToEventLoop();
      options.signal?.throwIfAborted();
      keepUnfinished(shape, running);
    }
  } finally {
    const { state, logits, items, masks, next } = running;
    tf.dispose([state.keys, state.values, logits, items]);
    masks?.dispose();
    next?.dispose();
  }
}

/** A batch between chunks. Its tensors have B ≥ rows.length rows; those beyond repeat the first and are ignored. */
interface Running {
  rows: Row[];
  state: DecoderState;
  /** Of the next token, [B, V], unless `next` must be fed first. */
  logits: tf.Tensor;
  /** Tokens drawn and not yet fed, [B]. */
  next: tf.Tensor1D | null;
  items: tf.Tensor;
  /** Of the allowed tokens, [B, words]; null where all are. */
  masks: tf.Tensor | null;
  /** Tokens drawn so far. */
  position: number;
}

function start(shape: ModelShape, parameters: Parameters, rows: Row[]): Running {
  const prompts = new Map<string, Int32Array>();
  for (const { request } of rows) prompts.set(request.prompt.join(), request.prompt);
  const names = [...prompts.keys()];
  const rowOf = repeatFirst(rows.map(({ request }) => names.indexOf(request.prompt.join())));
  const length = bucketLength(Math.max(...rows.map(({ request }) => request.prompt.length)));
  const capacity = Math.max(length, ...rows.map(capacityOf));
  const begun = prefill(shape, parameters, [...prompts.values()], rowOf, length, capacity);
  return { rows, ...begun, next: null, items: itemsOf(rows), masks: masksOf(shape, rows), position: 0 };
}

async function drawChunk(
  shape: ModelShape,
  weights: DecoderWeights,
  running: Running,
  options: SampleOptions,
): Promise<void> {
  const { rows } = running;
  const steps = Math.min(CHUNK, Math.max(...rows.map(({ builder }) => builder.room)));
  const drawn: tf.Tensor[] = [];
  try {
    for (let i = 0; i < steps; i++) {
      if (running.next) {
        const logits = decodeStep(shape, weights, running.state, running.next);
        tf.dispose([running.logits, running.next]);
        running.logits = logits;
        running.next = null;
      }
      const { logits, items, masks } = running;
      const sample = await sampleTokens(logits, items, masks, { ...options, position: running.position++ });
      drawn.push(sample);
      running.next = tf.tidy(() => tf.cast(tf.squeeze(tf.slice(sample, [0, 0], [-1, 1]), [1]), 'int32'));
    }
    const together = tf.concat(drawn);
    drawn.push(together);
    const values = await together.data();
    const width = running.items.size;
    rows.forEach(({ index, builder }, b) => {
      for (let i = 0; i < steps; i++) {
        const at = (i * width + b) * 3;
        builder.add(values[at], values[at + 1], values[at + 2]);
      }
      const fresh = builder.takeNew();
      if (fresh.length > 0) options.onTokens?.(index, fresh);
    });
  } finally {
    tf.dispose(drawn);
  }
}

/** Takes finished rows out of the tensors where that makes them smaller, and ends the batch when none is left. */
function keepUnfinished(shape: ModelShape, running: Running): void {
  const places = [...running.rows.keys()].filter((place) => !running.rows[place].builder.done);
  const smaller = bucketRows(places.length) < running.items.size;
  if (places.length > 0 && !smaller) return;
  running.rows = places.map((place) => running.rows[place]);
  if (places.length === 0) return;
  const { next, items, masks } = running;
  const chosen = repeatFirst(places);
  running.state = selectRows(running.state, chosen);
  running.next = tf.tidy(() => tf.gather(next as tf.Tensor1D, tf.tensor1d(chosen, 'int32')));
  running.items = itemsOf(running.rows);
  running.masks = masksOf(shape, running.rows);
  tf.dispose([next as tf.Tensor1D, items]);
  masks?.dispose();
}

function itemsOf(rows: Row[]): tf.Tensor {
  return tf.tensor1d(repeatFirst(rows.map(({ request }) => request.item | 0)), 'int32');
}

function masksOf({ vocabulary }: ModelShape, rows: Row[]): tf.Tensor | null {
  if (rows.every(({ request }) => request.allowed === undefined)) return null;
  const masks = repeatFirst(rows.map(({ request }) => tokenMask(vocabulary, request.allowed)));
  return tf.tensor2d(
    masks.flatMap((mask) => [...mask]),
    [masks.length, maskWords(vocabulary)],
    'int32',
  );
}

/** Values for every row of the padded batch. */
function repeatFirst<T>(values: T[]): T[] {
  return Array.from({ length: bucketRows(values.length) }, (_, row) => values[row] ?? values[0]);
}
