import * as tf from '@tensorflow/tfjs';
import { answer, describeAdapter, installWebGpu, readTask } from './dawn.mjs';

/** Floating-point operations a second of the largest plain matrix product of tfjs: what the device gives at best to a simple caller. */
const { backend } = await readTask();
let software = false;
if (backend === 'webgpu') {
  installWebGpu();
  software = (await describeAdapter()).software;
  await import('@tensorflow/tfjs-backend-webgpu');
} else {
  await import('@tensorflow/tfjs-backend-wasm');
}
tf.enableProdMode();
await tf.setBackend(backend);
const size = backend === 'webgpu' ? 4096 : 768;
const repeats = 4;
let best = 0;
for (let round = 0; !software && round < 6; round++) {
  const [a, b] = [tf.randomUniform([size, size]), tf.randomUniform([size, size])];
  await Promise.all([a.data(), b.data()]);
  const start = performance.now();
  let product = a;
  for (let i = 0; i < repeats; i++) product = tf.matMul(product, b);
  // One number is enough to wait for all of it.
  await tf.slice(product, [0, 0], [1, 1]).data();
  best = Math.max(best, (repeats * 2 * size ** 3) / ((performance.now() - start) / 1000));
  tf.disposeVariables();
}
answer({ flops: best > 0 ? best : null });
