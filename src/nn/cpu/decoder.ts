import type { SampleOptions, SampleRequest } from '../languageModel.ts';
import type { Chunk } from './chunks.ts';
import { decoderSlots } from './cpuCapacity.ts';
import type { LiveSequence } from './liveSequence.ts';
import type { Transformer } from './transformer.ts';

/** Keys and values of a prompt that sequences share, and the logits after it. */
interface PromptCache {
  cache: number;
  logits: number;
  prompt: Int32Array;
  users: number;
}

/** A live sequence with its caches; see kernels/cache.as.ts. */
export interface LiveSlot {
  sequence: LiveSequence;
  prompt: PromptCache;
  /** Address of its own cache, and how many positions of its sequence are in the prompt's instead. */
  cache: number;
  shared: number;
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
    sampledLogProbs: Float32Array.of(0),
    referenceLogProbs: Float32Array.of(0),
  };
}

/**
 * Advances sequences token by token with their keys and values cached in place (kernels/cache.as.ts). Prompts are run in bulk, and
 * once for all sequences that follow each other with the same prompt. The decoder owns the work area of the model's memory while it
 * is in use.
 */
export class Decoder {
  /** Positions that an own cache and a prompt's cache have room for, and floats of one layer of them. */
  private readonly capacity: number;
  private readonly layerFloats: number;
  private readonly promptCapacity: number;
  private readonly promptLayerFloats: number;
  /** Caches that no sequence uses. */
  private readonly freeCaches: number[];
  private readonly freePrompts: PromptCache[];
  private lastPrompt: PromptCache | undefined;
  /** For the prefill: 0, 1, 2, …, and an address over and over. */
  private readonly counting: number;
  private readonly sameCache: number;
  private readonly rotary: number;
  /** One entry a live row. */
  private readonly tokens: number;
  private readonly positions: number;
  private readonly places: number;
  private readonly rowCaches: number;
  private readonly shared: number;
  private readonly rowPrompts: number;
  private readonly draws: number;
  /** Addresses of the masks of the live rows, and of those that there are, by their set of allowed tokens. */
  private readonly rowMasks: number;
  private readonly masks = new Map<readonly number[], number>();
  private readonly oneRow: number;
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

  /**
   * @param requests All that there will be.
   * @param longestPrompt Tokens of the longest prompt, @param longestCompletion of the longest completion.
   */
  constructor(
    private readonly transformer: Transformer,
    private readonly options: Pick<SampleOptions, 'key' | 'temperature' | 'topP'>,
    requests: readonly SampleRequest[],
    longestPrompt: number,
    longestCompletion: number,
  ) {
    const { memory, rotaryTable, paddedVocabulary } = transformer;
    const { width, hidden, layers, context } = transformer.shape;
    memory.reset();
    this.promptCapacity = Math.ceil(longestPrompt / 8) * 8;
    this.capacity = Math.ceil((7 + longestCompletion) / 8) * 8;
    this.promptLayerFloats = this.promptCapacity * width * 2;
    this.layerFloats = this.capacity * width * 2;
    const slotBytes = 4 * layers * (this.promptLayerFloats + this.layerFloats);
    const slots = decoderSlots(requests.length, slotBytes);
    this.freeCaches = Array.from({ length: slots }, () => memory.take(this.layerFloats * layers));
    this.freePrompts = Array.from({ length: slots + 1 }, () => ({
      cache: memory.take(this.promptLayerFloats * layers),
      logits: memory.take(paddedVocabulary),
      prompt: new Int32Array(),
      users: 0,
    }));
    this.counting = memory.put(Int32Array.from({ length: longestPrompt }, (_, i) => i));
    this.sameCache = memory.take(longestPrompt);
    this.rotary = memory.put(rotaryTable.first(context));
    this.tokens = memory.take(slots);
    this.positions = memory.take(slots);
    this.places = memory.take(slots);
    this.rowCaches = memory.take(slots);
    this.shared = memory.take(slots);
    this.rowPrompts = memory.take(slots);
    this.draws = memory.take(2 * slots);
    this.rowMasks = memory.take(slots);
    for (const { allowed } of requests) {
      if (!allowed || this.masks.has(allowed)) continue;
      const mask = new Int32Array(paddedVocabulary);
      for (const token of allowed) mask[token] = -1;
      this.masks.set(allowed, memory.put(mask));
    }
    this.oneRow = memory.take(paddedVocabulary);
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
    this.scores = memory.take(4 * (this.promptCapacity + this.capacity) + 8);
    this.end = memory.take(0);
  }

  /** Whether there is room for another sequence. */
  get hasRoom(): boolean {
    return this.freeCaches.length > 0;
  }

  /** The prompt's cache: the last one if it is the same prompt, else one filled by a bulk forward pass. */
  private promptCache(prompt: Int32Array): PromptCache {
    const last = this.lastPrompt;
    if (last?.prompt.length === prompt.length && last.prompt.every((token, i) => token === prompt[i])) return last;
    const { kernels, memory, shape, paddedVocabulary } = this.transformer;
    const { heads, headWidth } = shape;
    if (last?.users === 0) this.freePrompts.push(last);
    const entry = this.freePrompts.pop()!;
    memory.reset(this.end);
    memory.i32.fill(entry.cache, this.sameCache / 4, this.sameCache / 4 + prompt.length);
    const { logits } = this.transformer.forward(promptChunk(prompt), {
      keep: false,
      onKeysValues: (layer, kv) => {
        const offset = layer * this.promptLayerFloats * 4;
        const { sameCache, counting, promptCapacity } = this;
        kernels.appendToCache(sameCache, offset, kv, counting, prompt.length, heads, headWidth, promptCapacity);
      },
    });
    memory.f32.copyWithin(entry.logits / 4, logits / 4, logits / 4 + paddedVocabulary);
    entry.prompt = prompt;
    this.lastPrompt = entry;
    return entry;
  }

  private placeDraw(row: number, { request, sampled }: LiveSequence): void {
    const { i32 } = this.transformer.memory;
    i32[this.draws / 4 + 2 * row] = request.item;
    i32[this.draws / 4 + 2 * row + 1] = sampled;
    i32[this.rowMasks / 4 + row] = (request.allowed && this.masks.get(request.allowed)) ?? 0;
  }

  private draw(rows: number): void {
    const { kernels, shape } = this.transformer;
    const { key, temperature, topP = 1 } = this.options;
    const { results, logits, draws, rowMasks, oneRow } = this;
    const { vocabulary } = shape;
    kernels.drawTokens(results, logits, draws, rowMasks, rows, vocabulary, temperature, topP, key[0], key[1], oneRow);
  }

  /** Hands the token that was drawn for a row to its sequence. */
  private take(row: number, sequence: LiveSequence): void {
    const { i32, f32 } = this.transformer.memory;
    const at = this.results / 4 + 3 * row;
    sequence.push(i32[at], f32[at + 1], f32[at + 2]);
  }

  /** Gives a sequence its caches and draws its first token. */
  admit(sequence: LiveSequence): LiveSlot {
    const { kernels, memory, shape, paddedVocabulary } = this.transformer;
    const { length } = sequence.request.prompt;
    const prompt = this.promptCache(sequence.request.prompt);
    prompt.users++;
    const cache = this.freeCaches.pop()!;
    const shared = length & ~7;
    if (shared < length) {
      const blocks = shape.layers * shape.heads;
      const { capacity, promptCapacity } = this;
      kernels.copyTail(cache, capacity, prompt.cache, promptCapacity, shared, length, blocks, shape.headWidth);
    }
    memory.f32.copyWithin(this.logits / 4, prompt.logits / 4, prompt.logits / 4 + paddedVocabulary);
    this.placeDraw(0, sequence);
    this.draw(1);
    this.take(0, sequence);
    return { sequence, prompt, cache, shared };
  }

  /** Takes the caches of a sequence that has ended. */
  release({ prompt, cache }: LiveSlot): void {
    this.freeCaches.push(cache);
    prompt.users--;
    if (prompt.users === 0 && prompt !== this.lastPrompt) this.freePrompts.push(prompt);
  }

  /** Feeds every live sequence its last token and draws the next one. */
  step(live: readonly LiveSlot[]): void {
    const { transformer, x, normed, q, kv, attended, gateUp, gated } = this;
    const { rowCaches, places, rowPrompts, shared, capacity, promptCapacity, scores } = this;
    const { kernels, memory, parameters, rotaryTable } = transformer;
    const { width, hidden, heads, headWidth, epsilon } = transformer.shape;
    const rows = live.length;
    live.forEach((slot, row) => {
      const { i32 } = memory;
      i32[this.tokens / 4 + row] = slot.sequence.lastToken;
      i32[this.positions / 4 + row] = slot.sequence.position;
      i32[places / 4 + row] = slot.sequence.position - slot.shared;
      i32[rowCaches / 4 + row] = slot.cache;
      i32[shared / 4 + row] = slot.shared;
      i32[rowPrompts / 4 + row] = slot.prompt.cache;
      this.placeDraw(row, slot.sequence);
    });
    kernels.gatherRows(x, parameters.embed.weights, this.tokens, rows, width);
    kernels.gatherRows(this.rotaryRows, this.rotary, this.positions, rows, rotaryTable.rowLength);
    parameters.layers.forEach((layer, l) => {
      const offset = l * this.layerFloats * 4;
      kernels.rmsNorm(normed, x, layer.inputNorm.weights, rows, width, epsilon);
      transformer.project(q, normed, layer.q, rows);
      transformer.project(kv, normed, layer.kv, rows);
      transformer.rotate(q, this.rotaryRows, rows, width * 4, 1);
      transformer.rotate(kv, this.rotaryRows, rows, width * 8, 1);
      kernels.appendToCache(rowCaches, offset, kv, places, rows, heads, headWidth, capacity);
      kernels.decodeAttention(
        attended,
        q,
        rowPrompts,
        shared,
        l * this.promptLayerFloats * 4,
        promptCapacity,
        rowCaches,
        places,
        offset,
        capacity,
        rows,
        heads,
        headWidth,
        transformer.slopes,
        scores,
      );
      transformer.project(x, attended, layer.o, rows, true);
      kernels.rmsNorm(normed, x, layer.postNorm.weights, rows, width, epsilon);
      transformer.project(gateUp, normed, layer.gateUp, rows);
      kernels.gatedSilu(gated, gateUp, rows, hidden);
      transformer.project(x, gated, layer.down, rows, true);
    });
    kernels.rmsNorm(normed, x, parameters.norm.weights, rows, width, epsilon);
    transformer.project(this.logits, normed, parameters.embed, rows);
    this.draw(rows);
    live.forEach(({ sequence }, row) => {
      this.take(row, sequence);
    });
  }
}
