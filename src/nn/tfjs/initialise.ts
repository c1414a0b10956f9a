import * as tf from '@tensorflow/tfjs';
import { BackendUnavailableError, type DeviceLostError } from '../deviceErrors.ts';
import type { BackendName } from '../languageModel.ts';

/** A tfjs backend that is ready, and its health. */
export interface TensorDevice {
  readonly backend: BackendName;
  /** Set once the device has failed. */
  failure: DeviceLostError | null;
  /** Called once with the failure. */
  readonly onFailure: Set<(failure: DeviceLostError) => void>;
}

const ready = new Map<BackendName, TensorDevice>();

/**
 * Sets tfjs up on a backend and makes it the current one. Asked again it gives the same device, or a new one
 * when that one has failed.
 * @throws BackendUnavailableError
 */
export async function initialise(backend: BackendName): Promise<TensorDevice> {
  let device = ready.get(backend);
  if (!device || device.failure) {
    device = await start(backend);
    ready.set(backend, device);
  }
  await tf.setBackend(backend);
  return device;
}

async function start(backend: BackendName): Promise<TensorDevice> {
  // Production mode: no advertisement on stderr in Node, no checks of every tensor.
  tf.enableProdMode();
  const device: TensorDevice = { backend, failure: null, onFailure: new Set() };
  if (backend === 'webgpu') {
    const { registerWebGpuBackend } = await import('./webgpuBackend.ts');
    await registerWebGpuBackend((error) => {
      device.failure = error;
      for (const listener of device.onFailure) listener(error);
    });
  } else if (backend === 'wasm') {
    const { registerWasmBackend } = await import('./wasmBackend.ts');
    await registerWasmBackend();
  }
  const works = await tf.setBackend(backend).catch(() => false);
  if (!works) {
    throw new BackendUnavailableError(`The ${backend} backend of TensorFlow.js did not start. Choose another backend.`);
  }
  return device;
}
