import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { describe, expect, it } from 'vitest';
import { createModel } from '../createModel.ts';
import { DeviceLostError } from '../deviceErrors.ts';
import { initialWeights } from '../initialWeights.ts';
import { modelShape } from '../modelShape.ts';

const shape = modelShape('nano', 20);
const weights = initialWeights(shape, 1);
const choice = { shape, weights, backend: 'webgpu' } as const;
const requests = [{ prompt: Int32Array.of(1, 2), maxTokens: 100, endToken: -1, item: 0 }];

describe.each(['plain', 'fused'] as const)('%s model', (engine) => {
  it('rejects pending and later calls when the device is lost, and a new model works on a new device', async () => {
    const model = await createModel({ ...choice, engine });
    const { device } = tf.backend() as WebGPUBackend;
    const pending = model.sample(requests, { key: [1, 2], temperature: 1, onTokens: () => device.destroy() });
    const error = await pending.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DeviceLostError);
    expect(error).toMatchObject({ failure: 'lost' });
    expect(String(error)).toMatch(/graphics device was lost \(destroyed.*last finished step/);
    await expect(model.getWeights()).rejects.toBe(error);
    model.dispose();

    const next = await createModel({ ...choice, engine });
    expect(await next.getWeights()).toEqual(weights);
    next.dispose();
  });

  it('names memory that the device does not have, and what to do', async () => {
    const model = await createModel({ ...choice, engine });
    const { device } = tf.backend() as WebGPUBackend;
    // SwiftShader allows a buffer of this size and then cannot allocate it, before it takes any memory.
    const size = device.limits.maxBufferSize;
    const failed = model.sample(requests, {
      key: [1, 2],
      temperature: 1,
      onTokens: () => device.createBuffer({ size, usage: GPUBufferUsage.STORAGE }),
    });
    const reason = await failed.catch((thrown: unknown) => thrown);
    expect(reason).toBeInstanceOf(DeviceLostError);
    expect(reason).toMatchObject({ failure: 'out-of-memory', isOutOfMemory: true });
    expect(String(reason)).toMatch(/ran out of memory.*Choose a smaller model, batch or context, or the wasm/s);
    await expect(model.getWeights()).rejects.toBe(reason);
  });

  it('stops at a validation error, after which tfjs would go on with wrong numbers', async () => {
    const model = await createModel({ ...choice, engine });
    const { device } = tf.backend() as WebGPUBackend;
    const failed = model.sample(requests, {
      key: [1, 2],
      temperature: 1,
      onTokens: () => device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE }),
    });
    const error = await failed.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DeviceLostError);
    expect(error).toMatchObject({ failure: 'validation' });
    await expect(model.getWeights()).rejects.toBe(error);
  });
});
