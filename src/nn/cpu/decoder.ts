import type { Completion, SampleOptions } from '../languageModel.ts';
import type { Chunk } from './chunks.ts';
import type { LiveSequence } from './liveSequence.ts';
import type { Transformer } from './transformer.ts';

/** Sequences decoded at the same time, if the cache of as many fits CACHE_BYTES. */
const MAX_SLOTS = 64;
const CACHE_BYTES = 512 * 2 ** 20;

/** A sequence and the address of its key-value cache. */
export interface LiveSlot {
  sequence: LiveSequence;
  cache: number;
}

function promptChunk(prompt: Int32Array): Chunk {
  const length = prompt.length;
  const places = Int32Array.from(prompt, (_, i) => i);
  return {
    tokens: prompt,
    positions: places,
    places,
    sequences: [{ start: 0, length, wantedStart: 0, wantedCount: 1 }],
    wanted: Int32Array.of(length - 1),
    targets: Int32Array.of(0),
    weights: Float32Array.of(1),
    indices: Int32Array.of(0),
  };
}

/**
 * Advances sequences token by token with their keys and values cached in place (kernels/cache.as.ts). It owns the work area of the
 * model's memory while it is in use.
 */
export class Decoder {
  /** Addresses of the caches that sequences can be given. */
  readonly caches: number[];
  private readonly capacity: number;
  private readonly layerFloats: number;
  /** The prompt that was run last: its cache, the logits after it, its tokens. */
  private readonly promptCache: number;
  private readonly promptLogits: number;
  private prompt: Int32Array | undefined;
  /** [capacity]: 0, 1, 2, … and the prompt's cache over and over, for `appendToCache`. */
  private readonly places: number;
  private readonly promptCaches: number;
  private readonly rotary: number;
  /** One entry a live row. */
  private readonly tokens: number;
  private readonly positions: number;
  private readonly rowCaches: number;
  private readonly draws: number;
  private readonly results: number;
  private readonly rotaryRows: number;
  private readonly x: number;
  private readonly normed: number;
  private readonly q: number;
  private readonly kv: number;
  private readonly attended: number;
  private readonly gateUp: number;
  private readonly gated: number;
  private readonly logits: number;
  private readonly scores: number;
  private readonly end: number;

  /** @param longest Tokens of the longest sequence that may come, prompt and completion. */
  constructor(
    private readonly transformer: Transformer,
    private readonly options: Pick<SampleOptions, 'key' | 'temperature'>,
    sequences: number,
    longest: number,
  ) {
    const { memory, rotaryTable, paddedVocabulary } = transformer;
    const { width, hidden, layers } = transformer.shape;
    memory.reset();
    const capacity = Math.ceil(longest / 8) * 8;
    this.capacity = capacity;
    this.layerFloats = capacity * width * 2;
    const cacheFloats = this.layerFloats * layers;
    const slots = Math.max(1, Math.min(MAX_SLOTS, sequences, Math.floor(CACHE_BYTES / (4 * cacheFloats)) - 1));
    this.promptCache = memory.take(cacheFloats);
    this.caches = Array.from({ length: slots }, () => memory.take(cacheFloats));
    const counting = Int32Array.from({ length: capacity }, (_, i) => i);
    this.places = memory.put(counting);
    this.promptCaches = memory.put(new Int32Array(capacity).fill(this.promptCache));
    this.rotary = memory.take(capacity * rotaryTable.rowLength);
    rotaryTable.write(memory.f32, this.rotary / 4, counting);
    this.promptLogits = memory.take(paddedVocabulary);
    this.tokens = memory.take(slots);
    this.positions = memory.take(slots);
    this.rowCaches = memory.take(slots);
    this.draws = memory.take(2 * slots);
    this.results = memory.take(3 * slots);
    this.rotaryRows = memory.take(slots * rotaryTable.rowLength);
    this.x = memory.take(slots * width);
    this.normed = memory.take(slots * width);
    this.q = memory.take(slots * width);
    this.kv = memory.take(slots * 2 * width);
    this.attended = memory.take(slots * width);
    this.gateUp = memory.take(slots * 2 * hidden);
    this.gated = memory.take(slots * hidden);
    this.logits = memory.take(slots * paddedVocabulary);
    this.scores = memory.take(capacity + 8);
    this.end = memory.take(0);
  }

  /** Runs the prompt in bulk, unless it is the one that was run last. */
  private prefill(prompt: Int32Array): void {
    if (this.prompt?.length === prompt.length && this.prompt.every((token, i) => token === prompt[i])) return;
    const { kernels, memory, shape, paddedVocabulary } = this.transformer;
    memory.reset(this.end);
    const { logits } = this.transformer.forward(promptChunk(prompt), {
      keep: false,
      onKeysValues: (layer, kv) => {
        const offset = layer * this.layerFloats * 4;
        kernels.appendToCache(
          this.promptCaches,
          offset,
          kv,
          this.places,
          prompt.length,
          shape.heads,
          shape.headWidth,
          this.capacity,
        );
      },
    });
    memory.f32.copyWithin(this.promptLogits / 4, logits / 4, logits / 4 + paddedVocabulary);
    this.prompt = prompt;
  }

  private placeDraw(row: number, { request, sampled }: LiveSequence): void {
    const { i32 } = this.transformer.memory;
    i32[this.draws / 4 + 2 * row] = request.item;
    i32[this.draws / 4 + 2 * row + 1] = sampled;
  }

  private draw(rows: number): void {
    const { kernels, shape } = this.transformer;
    const { key, temperature } = this.options;
    const { results, logits, draws } = this;
    kernels.drawTokens(results, logits, draws, rows, shape.vocabulary, temperature, key[0], key[1]);
  }

  /** Hands the token that was drawn for a row to its sequence; the completion if it was the last. */
  take(row: number, sequence: LiveSequence): Completion | undefined {
    const { i32, f32 } = this.transformer.memory;
    const at = this.results / 4 + 3 * row;
    return sequence.push(i32[at], f32[at + 1], f32[at + 2]);
  }

  /** Fills `cache` with the sequence's prompt and draws its first token; the completion if it was the last. */
  admit({ sequence, cache }: LiveSlot): Completion | undefined {
    const { kernels, memory, shape, paddedVocabulary } = this.transformer;
    const { prompt } = sequence.request;
    this.prefill(prompt);
    const blocks = shape.layers * shape.heads;
    kernels.copyCache(cache, this.promptCache, prompt.length, blocks, shape.headWidth, this.capacity);
    memory.f32.copyWithin(this.logits / 4, this.promptLogits / 4, this.promptLogits / 4 + paddedVocabulary);
    this.placeDraw(0, sequence);
    this.draw(1);
    return this.take(0, sequence);
  }

  /** Feeds every live sequence its last token and draws the next one of row r for `take(r, …)`. */
  step(live: readonly LiveSlot[]): void {
    const { transformer, capacity, x, normed, q, kv, attended, gateUp, gated } = this;
    const { kernels, memory, parameters, rotaryTable } = transformer;
    const { width, hidden, heads, headWidth, epsilon } = transformer.shape;
    const rows = live.length;
    live.forEach(({ sequence, cache }, row) => {
      memory.i32[this.tokens / 4 + row] = sequence.lastToken;
      memory.i32[this.positions / 4 + row] = sequence.position;
      memory.i32[this.rowCaches / 4 + row] = cache;
      this.placeDraw(row, sequence);
    });
    kernels.gatherRows(x, parameters.embed.weights, this.tokens, rows, width);
    kernels.gatherRows(this.rotaryRows, this.rotary, this.positions, rows, rotaryTable.rowLength);
    parameters.layers.forEach((layer, l) => {
      const offset = l * this.layerFloats * 4;
      const { rowCaches, positions } = this;
      kernels.rmsNorm(normed, x, layer.inputNorm.weights, rows, width, epsilon);
      transformer.project(q, normed, layer.q, rows);
      transformer.project(kv, normed, layer.kv, rows);
      transformer.rotate(q, this.rotaryRows, rows, width * 4, 1);
      transformer.rotate(kv, this.rotaryRows, rows, width * 8, 1);
      kernels.appendToCache(rowCaches, offset, kv, positions, rows, heads, headWidth, capacity);
      const { scores } = this;
      kernels.decodeAttention(attended, q, rowCaches, offset, positions, rows, heads, headWidth, capacity, scores);
      transformer.project(x, attended, layer.o, rows, true);
      kernels.rmsNorm(normed, x, layer.postNorm.weights, rows, width, epsilon);
      transformer.project(gateUp, normed, layer.gateUp, rows);
      kernels.gatedSilu(gated, gateUp, rows, hidden);
      transformer.project(x, gated, layer.down, rows, true);
    });
    kernels.rmsNorm(normed, x, parameters.norm.weights, rows, width, epsilon);
    transformer.project(this.logits, normed, parameters.embed, rows);
    this.draw(rows);
  }
}
