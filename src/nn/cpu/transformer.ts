import type { LossSums, LossTerms } from '../lossTerms.ts';
import type { ModelShape } from '../modelShape.ts';
import { recencySlopes } from '../recencySlopes.ts';
import type { Chunk } from './chunks.ts';
import type { Kernels } from './kernels.ts';
import type { LinearMemory } from './linearMemory.ts';
import type { LayerParameters, Matrix, Parameters } from './parameters.ts';
import type { RotaryTable } from './rotaryTable.ts';

/** A chunk's arrays in linear memory. N rows, R of them wanted. All numbers but the counts are addresses. */
interface PlacedChunk {
  chunk: Chunk;
  rows: number;
  wantedRows: number;
  tokens: number;
  places: number;
  rotary: number;
  wanted: number;
  wantedPlaces: number;
  wantedRotary: number;
  targets: number;
  weights: number;
}

/** What the backward pass needs of one layer. In the last layer everything but `input` and `kv` has R rows. */
interface LayerActivations {
  /** [N, D] */
  input: number;
  /** [N, D], rotated */
  q: number;
  /** [N, 2D], keys rotated */
  kv: number;
  /** [N, heads] */
  logSums: number;
  /** [N, D] */
  attended: number;
  /** [N, D] */
  middle: number;
  /** [N, 2M] */
  gateUp: number;
}

interface ForwardResult {
  placed: PlacedChunk;
  layers: LayerActivations[];
  /** Residual stream after the last layer and its norm, [R, D]. */
  output: number;
  final: number;
  /** [R, paddedVocabulary] */
  logits: number;
}

export interface ForwardOptions {
  /** Keeps the activations of every layer for `backward`. */
  keep: boolean;
  /** Called with each layer's kv [N, 2D] as soon as it is there. */
  onKeysValues?: (layer: number, kv: number) => void;
}

/** Forward and backward pass over chunks: the sequence of kernel calls. Every result is in the work area of the memory. */
export class Transformer {
  /** Length of a row of logits. */
  readonly paddedVocabulary: number;
  /** Of the scores before they are divided by √headWidth, [heads]; 0 without recency bias. */
  readonly slopes: number;

  constructor(
    readonly shape: ModelShape,
    readonly kernels: Kernels,
    readonly memory: LinearMemory,
    readonly parameters: Parameters,
    readonly rotaryTable: RotaryTable,
  ) {
    this.paddedVocabulary = parameters.embed.paddedOutputs;
    const slopes = recencySlopes(shape).map((slope) => slope * Math.sqrt(shape.headWidth));
    this.slopes = shape.recencyBias ? memory.put(Float32Array.from(slopes)) : 0;
  }

  /** y[rows, paddedOutputs] = x · Wᵀ (or += with `accumulate`). */
  project(y: number, x: number, matrix: Matrix, rows: number, accumulate = false): void {
    const { columns, paddedOutputs, inputs } = matrix;
    const [ldx, ldy] = [inputs * 4, paddedOutputs * 4];
    this.kernels.matmul(y, x, columns, rows, paddedOutputs, inputs, ldx, 32, inputs * 32, ldy, accumulate);
  }

  /** dx[rows, in] = dy · W (or +=) for dy [rows, paddedOutputs]. */
  private projectBack(dx: number, dy: number, matrix: Matrix, rows: number, accumulate = false): void {
    const { outputs, paddedOutputs, inputs } = matrix;
    const [ldx, ldy] = [inputs * 4, paddedOutputs * 4];
    this.kernels.matmul(dx, dy, matrix.rows, rows, inputs, outputs, ldy, 32, outputs * 32, ldx, accumulate);
  }

  /** gradient += dyᵀ · x. */
  private addGradient({ gradient, outputs, paddedOutputs, inputs }: Matrix, dy: number, x: number, rows: number): void {
    this.kernels.accumulateOuter(gradient, dy, x, outputs, inputs, rows, paddedOutputs * 4, inputs * 4, inputs * 4);
  }

  private place(chunk: Chunk): PlacedChunk {
    const { kernels, memory, rotaryTable } = this;
    const table = memory.put(rotaryTable.first(chunk.positions.reduce((max, p) => Math.max(max, p), 0) + 1));
    const rotary = (positions: Int32Array): number => {
      const indices = memory.put(positions);
      const address = memory.take(positions.length * rotaryTable.rowLength);
      kernels.gatherRows(address, table, indices, positions.length, rotaryTable.rowLength);
      return address;
    };
    return {
      chunk,
      rows: chunk.tokens.length,
      wantedRows: chunk.wanted.length,
      tokens: memory.put(chunk.tokens),
      places: memory.put(chunk.places),
      rotary: rotary(chunk.positions),
      wanted: memory.put(chunk.wanted),
      wantedPlaces: memory.put(chunk.wanted.map((row) => chunk.places[row])),
      wantedRotary: rotary(chunk.wanted.map((row) => chunk.positions[row])),
      targets: memory.put(chunk.targets),
      weights: memory.put(chunk.weights),
    };
  }

  rotate(x: number, table: number, rows: number, ldx: number, direction: 1 | -1): void {
    const { heads, headWidth, rotaryWidth } = this.shape;
    this.kernels.rotate(x, table, rows, ldx, heads, headWidth, rotaryWidth, direction);
  }

  private attentionScratch(chunk: Chunk, floats: (length: number, headWidth: number) => number): number {
    const longest = chunk.sequences.reduce((max, { length }) => Math.max(max, length), 0);
    return this.memory.take(floats(longest, this.shape.headWidth));
  }

  /** Logits of the wanted rows. */
  forward(chunk: Chunk, { keep, onKeysValues }: ForwardOptions): ForwardResult {
    const { kernels, memory, parameters } = this;
    const { width, hidden, heads, headWidth, epsilon } = this.shape;
    const placed = this.place(chunk);
    const { rows: n, wantedRows } = placed;
    const normed = memory.take(n * width);
    const wantedNormed = memory.take(wantedRows * width);
    const gated = memory.take(n * hidden);
    const scratch = this.attentionScratch(chunk, kernels.attentionScratch);
    const takeLayer = (): Omit<LayerActivations, 'input'> => ({
      q: memory.take(n * width),
      kv: memory.take(n * 2 * width),
      logSums: memory.take(n * heads),
      attended: memory.take(n * width),
      middle: memory.take(n * width),
      gateUp: memory.take(n * 2 * hidden),
    });
    const shared = keep ? undefined : takeLayer();
    const layers: LayerActivations[] = [];
    let x = memory.take(n * width);
    kernels.gatherRows(x, parameters.embed.weights, placed.tokens, n, width);

    parameters.layers.forEach((layer, l) => {
      const last = l === this.shape.layers - 1;
      const rows = last ? wantedRows : n;
      const a: LayerActivations = { input: x, ...(shared ?? takeLayer()) };
      layers.push(a);
      kernels.rmsNorm(normed, x, layer.inputNorm.weights, n, width, epsilon);
      this.project(a.kv, normed, layer.kv, n);
      this.rotate(a.kv, placed.rotary, n, width * 8, 1);
      onKeysValues?.(l, a.kv);
      if (last) kernels.gatherRows(wantedNormed, normed, placed.wanted, rows, width);
      this.project(a.q, last ? wantedNormed : normed, layer.q, rows);
      this.rotate(a.q, last ? placed.wantedRotary : placed.rotary, rows, width * 4, 1);
      for (const sequence of chunk.sequences) {
        const first = last ? sequence.wantedStart : sequence.start;
        kernels.attention(
          a.attended + first * width * 4,
          a.logSums + first * heads * 4,
          a.q + first * width * 4,
          a.kv + sequence.start * width * 8,
          (last ? placed.wantedPlaces : placed.places) + first * 4,
          last ? sequence.wantedCount : sequence.length,
          sequence.length,
          heads,
          headWidth,
          this.slopes,
          scratch,
        );
      }
      if (last) kernels.gatherRows(a.middle, x, placed.wanted, rows, width);
      else memory.f32.copyWithin(a.middle / 4, x / 4, x / 4 + rows * width);
      this.project(a.middle, a.attended, layer.o, rows, true);
      kernels.rmsNorm(normed, a.middle, layer.postNorm.weights, rows, width, epsilon);
      this.project(a.gateUp, normed, layer.gateUp, rows);
      kernels.gatedSilu(gated, a.gateUp, rows, hidden);
      x = keep ? memory.take(rows * width) : x;
      memory.f32.copyWithin(x / 4, a.middle / 4, a.middle / 4 + rows * width);
      this.project(x, gated, layer.down, rows, true);
    });

    const final = memory.take(wantedRows * width);
    kernels.rmsNorm(final, x, parameters.norm.weights, wantedRows, width, epsilon);
    const logits = memory.take(wantedRows * this.paddedVocabulary);
    this.project(logits, final, parameters.embed, wantedRows);
    return { placed, layers, output: x, final, logits };
  }

  /**
   * Adds the gradient of the loss with its terms over the wanted rows to the parameters' gradient.
   */
  forwardBackward(chunk: Chunk, { clipRatio, entropyBonus, klCoefficient }: LossTerms): LossSums {
    const { kernels, memory, parameters } = this;
    const { vocabulary, width, hidden, heads, headWidth, epsilon, layers: layerCount } = this.shape;
    memory.reset();
    const sums = memory.take(8);
    kernels.clear(sums, 8);
    const [sampled, reference] = [memory.put(chunk.sampledLogProbs), memory.put(chunk.referenceLogProbs)];
    const { placed, layers, output, final, logits } = this.forward(chunk, { keep: true });
    const { rows: n, wantedRows } = placed;
    kernels.lossAndGradient(
      logits,
      placed.targets,
      placed.weights,
      sampled,
      reference,
      wantedRows,
      vocabulary,
      clipRatio,
      entropyBonus,
      klCoefficient,
      sums,
    );

    let dx = memory.take(n * width);
    const dnormed = memory.take(n * width);
    const normed = memory.take(n * width);
    const wantedNormed = memory.take(wantedRows * width);
    const dgated = memory.take(n * hidden);
    const dattended = memory.take(n * width);
    const dq = memory.take(n * width);
    const dkv = memory.take(n * 2 * width);
    const dinput = memory.take(n * width);
    const scratch = this.attentionScratch(chunk, kernels.attentionBackwardScratch);

    this.addGradient(parameters.embed, logits, final, wantedRows);
    this.projectBack(dnormed, logits, parameters.embed, wantedRows);
    kernels.clear(dx, wantedRows * width);
    const { norm } = parameters;
    kernels.rmsNormBackward(dx, norm.gradient, dnormed, output, norm.weights, wantedRows, width, epsilon);

    for (let l = layerCount - 1; l >= 0; l--) {
      const layer: LayerParameters = parameters.layers[l];
      const a = layers[l];
      const last = l === layerCount - 1;
      const rows = last ? wantedRows : n;

      this.projectBack(dgated, dx, layer.down, rows);
      kernels.gatedSiluBackward(dgated, a.gateUp, rows, hidden);
      this.addGradient(layer.down, dx, dgated, rows);
      this.projectBack(dnormed, a.gateUp, layer.gateUp, rows);
      kernels.rmsNorm(normed, a.middle, layer.postNorm.weights, rows, width, epsilon);
      this.addGradient(layer.gateUp, a.gateUp, normed, rows);
      const { postNorm } = layer;
      kernels.rmsNormBackward(dx, postNorm.gradient, dnormed, a.middle, postNorm.weights, rows, width, epsilon);

      this.projectBack(dattended, dx, layer.o, rows);
      this.addGradient(layer.o, dx, a.attended, rows);
      kernels.clear(dkv, n * 2 * width);
      for (const sequence of chunk.sequences) {
        const first = last ? sequence.wantedStart : sequence.start;
        const head = first * width * 4;
        kernels.attentionBackward(
          dq + head,
          dkv + sequence.start * width * 8,
          dattended + head,
          a.attended + head,
          a.logSums + first * heads * 4,
          a.q + head,
          a.kv + sequence.start * width * 8,
          (last ? placed.wantedPlaces : placed.places) + first * 4,
          last ? sequence.wantedCount : sequence.length,
          sequence.length,
          heads,
          headWidth,
          this.slopes,
          scratch,
        );
      }
      this.rotate(dq, last ? placed.wantedRotary : placed.rotary, rows, width * 4, -1);
      this.rotate(dkv, placed.rotary, n, width * 8, -1);

      kernels.rmsNorm(normed, a.input, layer.inputNorm.weights, n, width, epsilon);
      this.addGradient(layer.kv, dkv, normed, n);
      this.projectBack(dnormed, dkv, layer.kv, n);
      if (last) {
        kernels.gatherRows(wantedNormed, normed, placed.wanted, rows, width);
        this.addGradient(layer.q, dq, wantedNormed, rows);
        this.projectBack(dattended, dq, layer.q, rows);
        kernels.scatterAddRows(dnormed, dattended, placed.wanted, rows, width);
        kernels.clear(dinput, n * width);
        kernels.scatterAddRows(dinput, dx, placed.wanted, rows, width);
        dx = dinput;
      } else {
        this.addGradient(layer.q, dq, normed, n);
        this.projectBack(dnormed, dq, layer.q, n, true);
      }
      const { inputNorm } = layer;
      kernels.rmsNormBackward(dx, inputNorm.gradient, dnormed, a.input, inputNorm.weights, n, width, epsilon);
    }
    kernels.scatterAddRows(parameters.embed.gradient, dx, placed.tokens, n, width);
    const [loss, entropy, kl, clipped] = new Float64Array(memory.memory.buffer, sums, 4);
    return [loss, entropy, kl, clipped];
  }

  /** ln p of each target. */
  logProbs(chunk: Chunk): Float32Array {
    this.memory.reset();
    const { placed, logits } = this.forward(chunk, { keep: false });
    const out = this.memory.take(placed.wantedRows);
    this.kernels.targetLogProbs(out, logits, placed.targets, placed.wantedRows, this.shape.vocabulary);
    return this.memory.f32.slice(out / 4, out / 4 + placed.wantedRows);
  }
}
