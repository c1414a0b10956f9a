import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs';
import { answer, describeAdapter, installWebGpu, readTask } from './dawn.mjs';

/**
 * Floating-point operations a second of the largest plain matrix product of tfjs: what the device gives at best to a simple caller. On the CPU of
 * one product on each of as many threads, at the same time.
 */
const [REPEATS, ROUNDS] = [4, 6];

async function best(size) {
  let flops = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const [a, b] = [tf.randomUniform([size, size]), tf.randomUniform([size, size])];
    await Promise.all([a.data(), b.data()]);
    const start = performance.now();
    let product = a;
    for (let i = 0; i < REPEATS; i++) product = tf.matMul(product, b);
    // One number is enough to wait for all of it.
    await tf.slice(product, [0, 0], [1, 1]).data();
    flops = Math.max(flops, (REPEATS * 2 * size ** 3) / ((performance.now() - start) / 1000));
    tf.disposeVariables();
  }
  return flops;
}

async function prepare(backend) {
  await import(`@tensorflow/tfjs-backend-${backend}`);
  tf.enableProdMode();
  await tf.setBackend(backend);
}

const message = (port) => new Promise((resolve) => port.once('message', resolve));

async function bestOfThreads(threads) {
  const workers = Array.from({ length: threads }, () => new Worker(new URL(import.meta.url)));
  await Promise.all(workers.map(message));
  for (const worker of workers) worker.postMessage('begin');
  const flops = await Promise.all(workers.map(message));
  return flops.reduce((sum, each) => sum + each, 0);
}

if (!isMainThread) {
  await prepare('wasm');
  parentPort.postMessage('ready');
  await message(parentPort);
  parentPort.postMessage(await best(768));
} else {
  const { backend, threads } = await readTask();
  if (backend === 'wasm') answer({ flops: await bestOfThreads(threads) });
  else {
    await installWebGpu();
    const { software } = await describeAdapter();
    if (!software) await prepare(backend);
    answer({ flops: software ? null : await best(4096) });
  }
}
