import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { expect, it, vi } from 'vitest';
import { createModel } from '../createModel.ts';
import { initialWeights } from '../initialWeights.ts';
import { randomBatch } from '../languageModel.contract.ts';
import { MODEL_SIZES, modelShape } from '../modelShape.ts';
import { ReferenceModel } from '../reference/referenceModel.ts';

/** The limits that every WebGPU device has (https://www.w3.org/TR/webgpu/#limits). */
const LEAST = {
  maxBufferSize: 268435456,
  maxStorageBufferBindingSize: 134217728,
  maxStorageBuffersPerShaderStage: 8,
  maxComputeWorkgroupStorageSize: 16384,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupsPerDimension: 65535,
};

it('trains and samples, fused by default, on a device with the least limits', async () => {
  const adapter = (await navigator.gpu.requestAdapter()) as GPUAdapter;
  const modest = {
    limits: LEAST,
    info: adapter.info,
    features: adapter.features,
    requestDevice: (descriptor: GPUDeviceDescriptor) => adapter.requestDevice(descriptor),
  };
  vi.spyOn(navigator.gpu, 'requestAdapter').mockResolvedValue(modest as unknown as GPUAdapter);

  const shape = { ...modelShape('medium', 41), ...MODEL_SIZES.medium, layers: 1 };
  const weights = initialWeights(shape, 4).map((w, i) => (i < shape.vocabulary * shape.width ? 20 * w : w));
  const model = await createModel({ shape, weights, backend: 'webgpu', engine: 'auto' });
  expect(model.engine).toBe('fused');
  expect((tf.backend() as WebGPUBackend).device.limits.maxComputeWorkgroupStorageSize).toBe(16384);

  const reference = new ReferenceModel(shape, weights);
  const batch = randomBatch(shape, [11, 19, 2], 3);
  const options = { learningRate: 0, weightDecay: 0, clipNorm: 1, entropyBonus: 0.01 };
  const [stats, expected] = [await model.update(batch, options), await reference.update(batch, options)];
  expect(stats.loss).toBeCloseTo(expected.loss, 4);
  expect(stats.gradientNorm / expected.gradientNorm).toBeCloseTo(1, 4);
  const requests = [{ prompt: Int32Array.of(5, 6), maxTokens: 9, endToken: -1, item: 1 }];
  const sampling = { key: [3, 4] as [number, number], temperature: 1 };
  const [[got], [wanted]] = [await model.sample(requests, sampling), await reference.sample(requests, sampling)];
  expect([...got.tokens]).toEqual([...wanted.tokens]);
  model.dispose();
});
