import * as tf from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { describeAdapter, LIMITS, requestAdapter } from '../device.ts';
import { BackendUnavailableError, type DeviceFailure, DeviceLostError } from '../deviceErrors.ts';

/** tfjs's flag that says which of its programs multiplies matrices: -1, it chooses (dist/flags_webgpu.js); 2, the one of small tiles (`MatMulProgramType`). */
const MATMUL_PROGRAM = 'WEBGPU_MATMUL_PROGRAM_TYPE';

/**
 * Registers tfjs's WebGPU backend on a device of our own. tfjs's factory asks for fewer limits, fails on a missing adapter
 * with a TypeError, and listens neither for the loss of the device nor for validation errors, after which
 * its results are silently wrong (its 'webgpu' factory: tfjs-backend-webgpu 4.22, dist/base.js).
 * @returns the device
 * @param onFailure called once, when the device is lost or reports an error that nobody caught
 */
export async function registerWebGpuBackend(onFailure: (error: DeviceLostError) => void): Promise<GPUDevice> {
  const adapter = await requestAdapter(globalThis.navigator?.gpu);
  if (!adapter) throw new BackendUnavailableError('There is no graphics adapter here. Choose the wasm backend.');
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
  });
  let failed = false;
  const fail = (failure: DeviceFailure, detail: string) => {
    if (!failed) onFailure(new DeviceLostError(failure, detail));
    failed = true;
  };
  device.lost.then(({ reason, message }) => fail('lost', [reason, message].filter(Boolean).join(': ')));
  device.addEventListener('uncapturederror', ({ error }) => {
    const kind = error.constructor.name;
    fail(
      kind === 'GPUOutOfMemoryError' ? 'out-of-memory' : kind === 'GPUValidationError' ? 'validation' : 'internal',
      error.message,
    );
  });
  // For each value of a small product tfjs starts 256 threads, to fill a GPU; a software adapter samples 6 times as fast without.
  tf.env().set(MATMUL_PROGRAM, describeAdapter(adapter).software ? 2 : -1);
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info));
  return device;
}
