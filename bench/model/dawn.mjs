/** WebGPU for Node, by Dawn: afterwards `navigator.gpu` is there. To be called before anything that looks for it is imported. */
export async function installWebGpu() {
  // Not at the top: what runs on the CPU does without the package.
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const navigator = { gpu: create([]), userAgent: 'node', hardwareConcurrency: 1 };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
}

const calls = { dispatches: 0, submits: 0, buffers: 0 };

function count(prototype, method, name) {
  const original = prototype[method];
  prototype[method] = function counted(...given) {
    calls[name]++;
    return original.apply(this, given);
  };
}

/** Counts what the CPU asks of the GPU from here on. */
export function countCalls() {
  count(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', 'dispatches');
  count(GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', 'dispatches');
  count(GPUQueue.prototype, 'submit', 'submits');
  count(GPUDevice.prototype, 'createBuffer', 'buffers');
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render|\bwarp\b/i;

/** The adapter in words, and whether it is a program on the CPU. */
export async function describeAdapter() {
  const { vendor, architecture, description, isFallbackAdapter } = (await navigator.gpu.requestAdapter())?.info ?? {};
  const adapter = [vendor, architecture, description].filter(Boolean).join(' ') || 'unnamed adapter';
  return { adapter, software: Boolean(isFallbackAdapter) || SOFTWARE.test(adapter) };
}

/** Steps before the first that counts, where time matters: pipelines are compiled and buffers made in the first. */
const UNCOUNTED = 3;
/** Steps end after so many of them or milliseconds, whichever comes first, those that count and those before alike; there is one of each at least. */
const [MOST_STEPS, MOST_MILLISECONDS] = [20, 5000];

/** Seconds of up to `most` steps. */
async function times(step, most) {
  const seconds = [];
  const end = performance.now() + MOST_MILLISECONDS;
  while (seconds.length < most && (seconds.length === 0 || performance.now() < end)) {
    const start = performance.now();
    await step();
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds;
}

/**
 * Calls of one step, and the median of its seconds where they say something of the hardware.
 * @param step does one step and waits for its result
 */
export async function measure(step, timed) {
  await times(step, timed ? UNCOUNTED : 1);
  for (const name of Object.keys(calls)) calls[name] = 0;
  const seconds = await times(step, 1);
  const counted = { ...calls };
  if (!timed) return { ...counted, seconds: null };
  if (seconds[0] < MOST_MILLISECONDS / 1000) seconds.push(...(await times(step, MOST_STEPS - 1)));
  seconds.sort((a, b) => a - b);
  return { ...counted, seconds: seconds[Math.floor(seconds.length / 2)] };
}

/** The task from stdin. */
export async function readTask() {
  let text = '';
  for await (const piece of process.stdin) text += piece;
  return JSON.parse(text);
}

/** The answer to stdout, and the end: a GPU device would keep the process alive. */
export function answer(value) {
  process.stdout.write(JSON.stringify(value), () => process.exit(0));
}
