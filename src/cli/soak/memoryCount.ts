import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs';

/** What a process holds after a garbage collection. */
export interface MemoryCount {
  /** Bytes of JavaScript objects. */
  heap: number;
  /** Bytes of WebAssembly memories, array buffers and what else lies outside the heap. */
  external: number;
  /** Tensors of tfjs, and bytes that it has in its backend. */
  tensors: number;
  tensorBytes: number;
}

let collect: (() => void) | undefined;

/** Collects garbage, then counts. Lets pending tasks run first, so that nothing is held by them. */
export async function countMemory(): Promise<MemoryCount> {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  for (let pass = 0; pass < 3; pass++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    collect();
  }
  const { heapUsed, external } = process.memoryUsage();
  const { numTensors, numBytes } = tf.memory();
  return { heap: heapUsed, external, tensors: numTensors, tensorBytes: numBytes };
}

/** Share by which the heap, or what lies outside it, may have grown: code that was compiled meanwhile and caches of the engine. */
const SLACK = 0.05;

/** What grew from `before` to `after`, as sentences; none when memory is flat. */
export function growth(before: MemoryCount, after: MemoryCount): string[] {
  const grown: string[] = [];
  for (const name of ['tensors', 'tensorBytes'] as const) {
    if (after[name] !== before[name]) grown.push(`${name}: ${before[name]}, then ${after[name]}`);
  }
  for (const name of ['heap', 'external'] as const) {
    if (after[name] > before[name] * (1 + SLACK)) grown.push(`${name}: ${before[name]} bytes, then ${after[name]}`);
  }
  return grown;
}
