import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { probeDevice } from '../device.ts';
import { initialise } from './initialise.ts';

describe('initialise', () => {
  it('multiplies on the webgpu backend, on a device with the adapter’s limits', async () => {
    const report = await probeDevice('webgpu');
    expect(report).toMatchObject({ backend: 'webgpu', softwareAdapter: true });
    const device = await initialise('webgpu');
    expect(device.failure).toBeNull();
    expect(tf.getBackend()).toBe('webgpu');
    expect([...(await tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).data())]).toEqual([3, 3, 3, 3]);
  });

  it('multiplies on wasm, from files that the app serves', async () => {
    await initialise('wasm');
    expect(tf.getBackend()).toBe('wasm');
    expect([...(await tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).data())]).toEqual([3, 3, 3, 3]);
  });
});
