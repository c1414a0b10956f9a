import { cpuBytes } from './cpu/cpuCapacity.ts';
import { usefulRanks } from './cpu/usefulRanks.ts';
import type { DeviceReport } from './device.ts';
import { gpuBytes, largestBuffer, leastBuffer } from './gpu/gpuCapacity.ts';
import type { EngineName } from './languageModel.ts';
import type { ModelShape } from './modelShape.ts';
import { plainBytes } from './plain/rowBudget.ts';

/** What a run wants to do at once; how much of it is taken at once, each engine says (gpuCapacity, cpuCapacity, rowBudget). */
export interface Workload {
  /** Sequences of full length that are sampled together. */
  sequences: number;
  /** Tokens of an update. */
  tokens: number;
}

/** What `probeDevice` reports, and the engine of the settings. */
export type MemoryDevice = Pick<DeviceReport, 'backend' | 'limits' | 'memory'> & { engine: EngineName | 'auto' };

/** A WebAssembly memory has 32-bit addresses. */
const WEBASSEMBLY = 2 ** 32;
/** Share of a machine's memory that a page may count on. */
const SHARE = 0.75;

/** Bytes that a model needs at most for a workload, and how many of them must be in one WebAssembly memory. */
export function memoryEstimate(
  shape: ModelShape,
  { backend, engine, limits }: Omit<MemoryDevice, 'memory'>,
  workload: Workload,
): { total: number; webAssembly: number } {
  if (engine === 'plain' || backend === 'cpu') {
    const total = plainBytes(shape);
    return { total, webAssembly: backend === 'wasm' ? total : 0 };
  }
  if (backend === 'webgpu') return { total: gpuBytes(shape, limits, workload), webAssembly: 0 };
  const webAssembly = cpuBytes(shape, workload);
  return { total: usefulRanks() * webAssembly, webAssembly };
}

/**
 * Says in a sentence how much memory a run will need.
 * @throws RangeError with a sentence when it does not fit what the device tells of itself: the size of a WebAssembly memory, of the largest GPU
 * buffer, or the memory of the machine. WebGPU does not tell how much a graphics card has.
 */
export function checkMemory(shape: ModelShape, device: MemoryDevice, workload: Workload): string {
  const { backend, engine, limits, memory } = device;
  const { total, webAssembly } = memoryEstimate(shape, device, workload);
  const needs = `The model needs up to ${inWords(total)} of memory, for parameters with optimiser, keys and values, and activations`;
  const remedy = 'Choose a smaller model or a shorter context.';
  if (webAssembly > WEBASSEMBLY) {
    throw new RangeError(`${needs}; a model on the CPU can have ${inWords(WEBASSEMBLY)}. ${remedy}`);
  }
  const [least, largest] = [leastBuffer(shape), largestBuffer(limits)];
  if (backend === 'webgpu' && engine !== 'plain' && least > largest) {
    throw new RangeError(
      `${needs}; one buffer of it would be ${inWords(least)}, and this device allows ${inWords(largest)}. ${remedy}`,
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
