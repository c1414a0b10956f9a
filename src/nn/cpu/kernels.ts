import { plainKernels, relaxedKernels } from './kernelBinaries.ts';

/**
 * The compiled functions of kernels/*.as.ts, where they are documented. Pointers, strides and offsets are in bytes,
 * everything else counts elements.
 */
export interface Kernels {
  matmul(
    c: number,
    a: number,
    b: number,
    m: number,
    n: number,
    k: number,
    lda: number,
    ldb: number,
    panel: number,
    ldc: number,
    accumulate: boolean,
  ): void;
  accumulateOuter(
    c: number,
    a: number,
    b: number,
    m: number,
    n: number,
    k: number,
    lda: number,
    ldb: number,
    ldc: number,
  ): void;
  packColumns(y: number, w: number, rows: number, paddedRows: number, columns: number, ldw: number): void;
  packRows(y: number, w: number, rows: number, columns: number): void;
  rmsNorm(y: number, x: number, gain: number, rows: number, width: number, epsilon: number): void;
  rmsNormBackward(
    dx: number,
    dgain: number,
    dy: number,
    x: number,
    gain: number,
    rows: number,
    width: number,
    epsilon: number,
  ): void;
  rotate(
    x: number,
    table: number,
    rows: number,
    ldx: number,
    heads: number,
    headWidth: number,
    rotaryWidth: number,
    direction: number,
  ): void;
  gatedSilu(y: number, gateUp: number, rows: number, hidden: number): void;
  gatedSiluBackward(dy: number, gateUp: number, rows: number, hidden: number): void;
  gatherRows(y: number, x: number, indices: number, rows: number, width: number): void;
  scatterAddRows(x: number, y: number, indices: number, rows: number, width: number): void;
  clear(x: number, count: number): void;
  addFloats(y: number, x: number, count: number): void;
  attentionScratch(length: number, headWidth: number): number;
  attention(
    out: number,
    logSums: number,
    q: number,
    kv: number,
    positions: number,
    queries: number,
    length: number,
    heads: number,
    headWidth: number,
    slopes: number,
    scratch: number,
  ): void;
  attentionBackwardScratch(length: number, headWidth: number): number;
  attentionBackward(
    dq: number,
    dkv: number,
    dout: number,
    out: number,
    logSums: number,
    q: number,
    kv: number,
    positions: number,
    queries: number,
    length: number,
    heads: number,
    headWidth: number,
    slopes: number,
    scratch: number,
  ): void;
  lossAndGradient(
    logits: number,
    targets: number,
    weights: number,
    sampled: number,
    reference: number,
    rows: number,
    vocabulary: number,
    clipRatio: number,
    entropyBonus: number,
    klCoefficient: number,
    sums: number,
  ): void;
  targetLogProbs(out: number, logits: number, targets: number, rows: number, vocabulary: number): void;
  drawTokens(
    out: number,
    logits: number,
    draws: number,
    masks: number,
    rows: number,
    vocabulary: number,
    temperature: number,
    topP: number,
    k0: number,
    k1: number,
    scratch: number,
  ): void;
  squareSum(x: number, count: number): number;
  adamW(
    w: number,
    gradient: number,
    first: number,
    second: number,
    count: number,
    gradientScale: number,
    decay: number,
    stepSize: number,
    inverseRoot: number,
  ): void;
  appendToCache(
    caches: number,
    layerOffset: number,
    kv: number,
    positions: number,
    rows: number,
    heads: number,
    headWidth: number,
    capacity: number,
  ): void;
  copyTail(
    to: number,
    toCapacity: number,
    from: number,
    fromCapacity: number,
    start: number,
    end: number,
    blocks: number,
    headWidth: number,
  ): void;
  decodeAttention(
    out: number,
    q: number,
    prompts: number,
    shared: number,
    promptOffset: number,
    promptCapacity: number,
    caches: number,
    places: number,
    layerOffset: number,
    capacity: number,
    rows: number,
    heads: number,
    headWidth: number,
    slopes: number,
    scratch: number,
  ): void;
  exponentials(y: number, x: number): void;
  log(x: number): number;
  threefry(k0: number, k1: number, c0: number, c1: number): number;
  multiplyAddProbe(): number;
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/**
 * Node 20 has relaxed SIMD, but behind a flag that may be set until the first module that uses it is compiled;
 * later versions and browsers need nothing.
 */
function relaxedSimdAvailable(binary: Uint8Array<ArrayBuffer>): boolean {
  if (WebAssembly.validate(binary)) return true;
  if (typeof process === 'undefined' || typeof process.getBuiltinModule !== 'function') return false;
  process.getBuiltinModule('node:v8').setFlagsFromString('--experimental-wasm-relaxed-simd');
  return WebAssembly.validate(binary);
}

async function instantiate(binary: Uint8Array<ArrayBuffer>, memory: WebAssembly.Memory): Promise<Kernels> {
  const { instance } = await WebAssembly.instantiate(binary, { env: { memory } });
  return instance.exports as unknown as Kernels;
}

/**
 * The kernels over `memory`: those with fused multiply-add where the engine has it, else the plain ones.
 * Both compute the same sums in the same order, but not the same last bits.
 * @throws Error when the engine has no WebAssembly SIMD.
 */
export async function instantiateKernels(
  memory: WebAssembly.Memory,
  variant: 'best' | 'plain' = 'best',
): Promise<Kernels> {
  const relaxed = decode(relaxedKernels);
  if (variant === 'best' && relaxedSimdAvailable(relaxed)) {
    const kernels = await instantiate(relaxed, memory);
    if (kernels.multiplyAddProbe() === 10) return kernels;
  }
  const plain = decode(plainKernels);
  if (!WebAssembly.validate(plain)) {
    throw new Error(
      'This JavaScript engine has no WebAssembly SIMD, which the wasm backend needs: update the browser, or choose the cpu backend.',
    );
  }
  return instantiate(plain, memory);
}
