import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { initialWeights } from './initialWeights.ts';
import type { LanguageModel } from './languageModel.ts';
import { type ModelShape, modelShape } from './modelShape.ts';

/** Bytes of the GPU buffers that were made and not destroyed since counting began. */
let gpuBytes = 0;

/** Counts buffers as they are made and destroyed, where there is a GPU. */
function countGpuBytes(): void {
  if (typeof GPUDevice === 'undefined') return;
  const { createBuffer } = GPUDevice.prototype;
  const { destroy } = GPUBuffer.prototype;
  const alive = new WeakSet<GPUBuffer>();
  GPUDevice.prototype.createBuffer = function counted(descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    alive.add(buffer);
    gpuBytes += buffer.size;
    return buffer;
  };
  GPUBuffer.prototype.destroy = function counted() {
    if (alive.delete(this)) gpuBytes -= this.size;
    return destroy.call(this);
  };
}
countGpuBytes();

interface Held {
  tensors: number;
  dataBuffers: number;
  /** What tfjs has taken on the GPU, and all GPU buffers. */
  tensorBytes: number | undefined;
  gpuBytes: number;
}

function held(): Held {
  const { numTensors, numDataBuffers, numBytesAllocatedInGPU } = tf.memory() as tf.MemoryInfo & {
    numBytesAllocatedInGPU?: number;
  };
  return { tensors: numTensors, dataBuffers: numDataBuffers, tensorBytes: numBytesAllocatedInGPU, gpuBytes };
}

/** Tensors, what tfjs has on the GPU, and GPU buffers are the same after a tenth of the updates and after all. */
export function testFlatMemory(
  create: (shape: ModelShape, weights: Float32Array) => Promise<LanguageModel>,
  updates: number,
): void {
  it(`keeps memory flat over ${updates} updates and samples`, async () => {
    const shape = modelShape('nano', 41, 48);
    const model = await create(shape, initialWeights(shape, 1));
    const batch = {
      tokens: Int32Array.from({ length: 40 }, (_, i) => i % 30),
      positions: Int32Array.from({ length: 40 }, (_, i) => i % 20),
      starts: Int32Array.of(0, 20, 40),
      weights: new Float32Array(40).fill(0.01, 1, 20),
    };
    const round = async (seed: number) => {
      await model.update(batch, { learningRate: 0.001, weightDecay: 0, clipNorm: 1, entropyBonus: 0.01 });
      if (seed % 20 > 0 && updates > 20) return;
      const requests = [1, 2, 3].map((item) => ({ prompt: Int32Array.of(item), maxTokens: 9, endToken: -1, item }));
      await model.sample(requests, { key: [seed, 0], temperature: 1 });
      await model.logProbs(batch);
    };
    const early = Math.max(3, updates / 10);
    for (let update = 0; update < early; update++) await round(update);
    const before = held();
    for (let update = early; update < updates; update++) await round(update);
    expect(held()).toEqual(before);
    model.dispose();
  }, 600_000);
}
