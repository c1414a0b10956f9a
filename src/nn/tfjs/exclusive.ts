import * as tf from '@tensorflow/tfjs';
import type { TensorDevice } from './initialise.ts';

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs `work` alone, with its device's backend as tfjs's current one: tfjs has one current backend for all, so work that
 * awaits between ops may not interleave with work on another backend. Calls run in the order in which they were made.
 * @throws DeviceLostError at once when the device fails while `work` waits for it, or has failed before
 */
export function exclusive<T>(device: TensorDevice, work: () => Promise<T>): Promise<T> {
  const run = last.then(async () => {
    if (device.failure) throw device.failure;
    await tf.setBackend(device.backend);
    return unlessItFails(device, work());
  });
  last = run.catch(() => {});
  return run;
}

/** Settles as `result` does, but rejects with the device's failure as soon as it fails. */
async function unlessItFails<T>(device: TensorDevice, result: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    device.onFailure.add(reject);
    // After a failure the work rejects too, later and with the driver's words: those say nothing more.
    result.then(resolve, reject).finally(() => device.onFailure.delete(reject));
    if (device.failure) reject(device.failure);
  });
}

/** A model's calls on its device: one after another, and none once it is disposed of. */
export class ModelCalls {
  private disposed = false;

  constructor(private readonly device: TensorDevice) {}

  /** @throws DeviceLostError, or Error after `dispose` */
  run<T>(work: () => Promise<T>): Promise<T> {
    if (this.disposed) return Promise.reject(new Error('This model was disposed of: make a new one.'));
    return exclusive(this.device, work);
  }

  /** What a call has left to come, which later calls do not wait for. @throws DeviceLostError */
  later<T>(result: Promise<T>): Promise<T> {
    return unlessItFails(this.device, result);
  }

  /** Frees the model's memory once the calls made before have ended; on a failed device nothing is left to free. */
  dispose(release: () => void | Promise<void>): void {
    if (this.disposed) return;
    this.disposed = true;
    exclusive(this.device, async () => release()).catch(() => {});
  }
}
