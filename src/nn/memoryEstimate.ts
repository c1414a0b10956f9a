import type { DeviceReport } from './device.ts';
import type { BackendName } from './languageModel.ts';
import { type ModelShape, parameterCount } from './modelShape.ts';

const BYTES = 4;
/** Weights, gradient, two moments, and the arrangement of the weights that sampling uses. */
const COPIES = 5;

/** What a model has to do at once at most. */
export interface Workload {
  /** Sequences whose keys and values are kept. */
  sequences: number;
  /** Tokens in one forward and backward pass. */
  tokens: number;
}

/**
 * Bytes that a model needs at most for a workload: parameters with
 * optimiser, keys and values of full contexts, and what the backward pass keeps of every layer. Float32; attention matrices are
 * not kept (the plain engine does keep them, within a fixed budget of its own).
 */
export function memoryEstimate(shape: ModelShape, { sequences, tokens }: Workload): number {
  const { width, hidden, heads, layers, context, vocabulary } = shape;
  const caches = sequences * context * layers * 2 * width;
  // A layer keeps its input, q, k, v, attention output, middle and the MLP's gate, up and product; as much again are gradients.
  const layer = 2 * (6 * width + 3 * hidden) + heads;
  const activations = tokens * (layers * layer + 2 * width + 2 * vocabulary);
  return BYTES * (COPIES * parameterCount(shape) + caches + activations);
}

/** Each backend takes so much of the work at once at most; the rest waits (gpu/rollouts.ts and trainer.ts, cpu/decoder.ts and rank.ts). */
const AT_ONCE: Record<BackendName, Workload> = {
  webgpu: { sequences: 512, tokens: 16384 },
  wasm: { sequences: 32, tokens: 1024 },
  cpu: { sequences: 32, tokens: 1024 },
};

/** Threads of the wasm backend that hold a model each, at most 4; 2 is usual. */
const COPIES_OF_MODEL: Record<BackendName, number> = { webgpu: 1, wasm: 2, cpu: 1 };
/** A WebAssembly memory has 32-bit addresses. */
const WEBASSEMBLY = 2 ** 32;
/** Share of a machine's memory that a page may count on. */
const SHARE = 0.75;

/**
 * Says in a sentence how much memory a run will need.
 * @param workload all that is wanted; what a backend does not take at once is left out
 * @throws RangeError with a sentence when it does not fit what the device tells of itself: the size of a WebAssembly memory, of the largest GPU
 * buffer, or the memory of the machine. WebGPU does not tell how much a graphics card has.
 */
export function checkMemory(
  shape: ModelShape,
  { backend, limits, memory }: Pick<DeviceReport, 'backend' | 'limits' | 'memory'>,
  workload: Workload,
): string {
  const most = AT_ONCE[backend];
  const bytes = memoryEstimate(shape, {
    sequences: Math.min(workload.sequences, most.sequences),
    tokens: Math.max(shape.context, Math.min(workload.tokens, most.tokens)),
  });
  const total = bytes * COPIES_OF_MODEL[backend];
  const needs = `The model needs up to ${inWords(total)} of memory, for parameters with optimiser, keys and values, and activations`;
  const remedy = 'Choose a smaller model or a shorter context.';
  if (backend !== 'webgpu' && bytes > WEBASSEMBLY) {
    throw new RangeError(`${needs}; a model on the CPU can have ${inWords(WEBASSEMBLY)}. ${remedy}`);
  }
  const buffer = Math.min(
    limits.maxBufferSize ?? Number.POSITIVE_INFINITY,
    limits.maxStorageBufferBindingSize ?? Number.POSITIVE_INFINITY,
  );
  const largest = memoryEstimate(shape, { sequences: 0, tokens: shape.context }) / COPIES;
  if (backend === 'webgpu' && largest > buffer) {
    throw new RangeError(
      `${needs}; one buffer of it would be ${inWords(largest)}, and this device allows ${inWords(buffer)}. ${remedy}`,
    );
  }
  if (memory !== null && total > SHARE * memory) {
    throw new RangeError(
      `${needs}; this machine tells of ${inWords(memory)}, of which it should leave a quarter. ${remedy}`,
    );
  }
  return `${needs}.`;
}

function inWords(bytes: number): string {
  return bytes < 2 ** 30 ? `${Math.ceil(bytes / 2 ** 20)} MB` : `${(bytes / 2 ** 30).toFixed(1)} GB`;
}
